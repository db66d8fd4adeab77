/** The settings of a run that goes on: its own, and the few that may change. */
import { resolve } from 'node:path';
import { KNOWN_BACKENDS, usageError } from '@nablajs/command-line';
import type { RunRecord } from '../runs/run-record.js';
import type { NablaConfig } from './config-schema.js';
import type { SettingSources } from './setting-sources.js';
import { flagName, SETTING_NAMES, type SettingName } from './setting-table.js';
import { type TrainSettings, trainSettings } from './settings.js';

/** What does not decide what the steps compute. Another backend does, by a few bits. */
const FREE: readonly SettingName[] = [
  ...([
    'epochs',
    'checkpointEvery',
    'keep',
    'backend',
    'out',
    'overwrite',
    'tensorboard',
    'json',
    'quiet',
    'ui',
  ] as const),
];

/**
 * The settings of the run in `folder`. Flags change some of them; a flag that would change what the run computes is a
 * CommandError. Of the environment and the config file only what a run does not note counts.
 */
export function resumedSettings(
  folder: string,
  { config }: RunRecord,
  sources: SettingSources,
  workingFolder: string,
): TrainSettings {
  return { ...trainSettings(resumedSources('run', folder, config, sources, FREE), workingFolder), run: folder };
}

/** The sources of what goes on in `folder`, a run or a search: the config that it notes, and the flags that are `free`. */
export function resumedSources(
  what: 'run' | 'search',
  folder: string,
  config: NablaConfig,
  sources: SettingSources,
  free: readonly SettingName[],
): SettingSources {
  const { flags, environment, file } = sources;
  for (const name of SETTING_NAMES) {
    if (free.includes(name) || flags[name] === undefined) continue;
    const [asked, own] = [[flags[name]].flat(), [config[name]].flat()].map((value) => JSON.stringify(value));
    if (asked === own && name !== 'run') continue;
    const kept = config[name] === undefined ? '' : ` It keeps ${[config[name]].flat().join(',')}.`;
    throw usageError(
      `${flagName(name)}: a ${what} that is resumed goes on as it was begun.${kept} Start another ${what}, without --resume.`,
    );
  }
  checkBackend(what, config, sources);
  const { json, quiet, ui } = environment;
  const { backendOptions } = file.backend === undefined || file.backend === config.backend ? file : {};
  const own: NablaConfig = {
    ...withAbsolutePaths(folder, config),
    ...(backendOptions !== undefined && { backendOptions }),
    // Its own folder alone: a run may be somebody else's, and must not write elsewhere.
    ...(config.tensorboard !== undefined && { tensorboard: config.tensorboard === true }),
  };
  return { ...sources, environment: { json, quiet, ui }, file: own };
}

/** The config that `folder` notes, whose paths are relative to it. */
export function withAbsolutePaths(folder: string, config: NablaConfig): NablaConfig {
  const { data, validation } = config;
  return {
    ...config,
    ...(data !== undefined && { data: resolve(folder, data) }),
    ...(typeof validation === 'string' && { validation: resolve(folder, validation) }),
  };
}

/** The folder may be somebody else's: a backend that it names is code. */
function checkBackend(what: string, { backend = 'auto' }: NablaConfig, { flags, file }: SettingSources): void {
  const isTrusted = backend === 'auto' || Object.hasOwn(KNOWN_BACKENDS, backend);
  if (isTrusted || flags.backend !== undefined || file.backend === backend) return;
  throw usageError(`--resume: the ${what} was computed by the backend ${backend}; name it with --backend to use it.`);
}
