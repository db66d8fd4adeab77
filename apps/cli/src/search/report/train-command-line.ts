/** Writes the command that trains with the values of a trial. */

import { relativePath } from '../../relative-path.js';
import type { NablaConfig } from '../../settings/config-schema.js';
import { flagName, SETTING_NAMES, type SettingName } from '../../settings/setting-table.js';
import { shellQuoted } from '../../shell-quoted.js';
import type { TriedValues } from '../space.js';

/** The flags that come first. */
const FIRST: readonly SettingName[] = ['target', 'task', 'validation'];
/** Settings that do not change the training, and the data, which are an argument. */
const OMITTED: readonly SettingName[] = [
  ...([
    'data',
    'out',
    'run',
    'overwrite',
    'json',
    'quiet',
    'ui',
    'tensorboard',
    'distributed',
    'threads',
    'strict',
  ] as const),
];

/** Returns the command. `config`: the settings that all trials share, with absolute paths. */
export function trainCommandLine(config: NablaConfig, values: TriedValues): string {
  const settings: NablaConfig = { ...config, ...values };
  const names = [...FIRST, ...SETTING_NAMES.filter((name) => !FIRST.includes(name))];
  const flags = names.flatMap((name) => {
    const value = settings[name];
    // A schedule with options has no flag; only a config file can set it.
    if (value === undefined || OMITTED.includes(name) || (name === 'schedule' && isOptions(value))) return [];
    return [flagName(name), shellQuoted(textOf(name, value))];
  });
  const data = settings.data === undefined ? [] : [shellQuoted(relativePath(settings.data))];
  return ['nabla', 'train', ...data, ...flags].join(' ');
}

const isOptions = (value: unknown): boolean => typeof value === 'object' && !Array.isArray(value);

function textOf(name: SettingName, value: unknown): string {
  if (name === 'augment') return changesText(value as NonNullable<NablaConfig['augment']>);
  const isPath = name === 'validation' && typeof value === 'string';
  return isPath ? relativePath(value) : [value].flat().join(',');
}

/** Formats `shift=2,flip`. */
function changesText(changes: NonNullable<NablaConfig['augment']>): string {
  const parts = Object.entries(changes).filter(([, size]) => size !== undefined && size !== false);
  return parts.map(([name, size]) => (size === true ? name : `${name}=${size}`)).join(',');
}
