/** Explains the settings of a training: where each value comes from. */
import { relative } from 'node:path';
import { oneLine } from '@nablajs/command-line';
import type { GivenSettings } from '../commands/train-options.js';
import { NETWORK_SETTINGS, TABLE_SETTINGS } from './choose-preset.js';
import { PRESETS, type Preset } from './presets.js';
import { flagName, SETTING_NAMES, SETTINGS, type SettingName, shown } from './setting-table.js';
import type { TrainSettings } from './settings.js';

type SettingOrigin = 'flag' | 'environment' | 'file' | 'found' | 'run' | 'preset' | 'default';

export interface ExplainedSetting {
  readonly name: SettingName;
  /** The value as a config file has it; undefined if it is off. */
  readonly value: unknown;
  readonly source: SettingOrigin;
  /** The flag, the variable, the file, the run's folder or the preset. */
  readonly from: string | undefined;
}

/** `settings` are those of `given`, with the values that depend on the number of rows. */
export function explainSettings(given: GivenSettings, settings: TrainSettings): ExplainedSetting[] {
  const own = settings.from === undefined ? given : { ...given, settings };
  return SETTING_NAMES.map((name) => ({ name, value: valueFor(name, settings), ...originOf(name, own) }));
}

function valueFor(name: SettingName, settings: TrainSettings): unknown {
  if (isUnused(name, settings)) return undefined;
  if (name !== 'checkpointEvery') return settings[name];
  const { checkpointEvery: every } = settings;
  return 'steps' in every ? `${every.steps} steps` : every.epochs;
}

function originOf(name: SettingName, given: GivenSettings): Pick<ExplainedSetting, 'source' | 'from'> {
  const { settings, sources, resumed } = given;
  if (sources.flags[name] !== undefined) return { source: 'flag', from: flagName(name) };
  if (resumed !== undefined && (name === 'run' || resumed[name] !== undefined)) {
    return { source: 'run', from: settings.run || undefined };
  }
  // A resumed run takes nothing from the environment except how it prints and on which ranks it computes.
  const isRanks = name === 'distributed' || name === 'threads';
  const isFree = resumed === undefined || isRanks || name === 'json' || name === 'quiet' || name === 'ui';
  if (isFree && sources.environment[name] !== undefined) {
    return { source: 'environment', from: SETTINGS[name].environment };
  }
  if ((resumed === undefined || isRanks) && sources.file[name] !== undefined) {
    return { source: 'file', from: sources.configFile };
  }
  if (name === 'data' && sources.found?.data !== undefined) return { source: 'found', from: 'in this folder' };
  return isOfPreset(name, settings)
    ? { source: 'preset', from: settings.preset }
    : { source: 'default', from: undefined };
}

/** Whether the preset has no use for a setting. */
const isUnused = (name: SettingName, { preset }: TrainSettings): boolean =>
  (preset === 'table' ? NETWORK_SETTINGS : TABLE_SETTINGS).includes(name);

/** A preset's learning rate and weight decay apply only to its own optimizer. */
function isOfPreset(name: SettingName, settings: TrainSettings): boolean {
  const { preset: presetName, optimizer, layers } = settings;
  if (isUnused(name, settings)) return false;
  const preset: Preset = PRESETS[presetName];
  // Your own layers replace the preset's hidden layers.
  if (name === 'hidden' && layers.length > 0 && layers !== preset.layers) return false;
  if ((name === 'learningRate' || name === 'weightDecay') && optimizer !== preset.optimizer) return false;
  // A fine-tuning has values of its own.
  if (settings.from !== undefined && preset[name as keyof Preset] !== settings[name]) return false;
  return name !== 'preset' && name in preset;
}

/** Returns the rows of a table; the first row has the titles. */
export function explainedRows(explained: readonly ExplainedSetting[], workingFolder: string): string[][] {
  const rows = explained.map(({ name, value, source, from }) => [
    name,
    shown(value),
    place(source, from, workingFolder),
  ]);
  return [['setting', 'value', 'from'], ...rows];
}

function place(source: SettingOrigin, from: string | undefined, workingFolder: string): string {
  if (from === undefined) return source;
  const isPath = source === 'file' || source === 'run';
  return oneLine(
    isPath
      ? `${source} ${relative(workingFolder, from) || '.'}`
      : source === 'preset' || source === 'found'
        ? `${source} ${from}`
        : from,
  );
}
