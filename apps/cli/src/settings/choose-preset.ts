/** Chooses the preset, and whether a table is learned by several networks or by one. */
import { basename } from 'node:path';
import { usageError } from '@nablajs/command-line';
import type { DataKind } from '../data/data-kind.js';
import type { NablaConfig } from './config-schema.js';
import { FINE_TUNE_SETTINGS } from './fine-tune-settings.js';
import { DEFAULT_PRESET, type PresetName } from './presets.js';
import type { SettingSources } from './setting-sources.js';
import { flagName, SETTINGS, type SettingName } from './setting-table.js';

export interface ChosenPreset {
  readonly preset: PresetName;
  /** Why it is not the preset that the data have by default; undefined if it is, or if the user named it. */
  readonly presetNote?: string;
}

/** The default preset for each kind of data. */
const PRESET_OF: Readonly<Record<DataKind, PresetName>> = {
  mnist: DEFAULT_PRESET,
  idx: DEFAULT_PRESET,
  images: 'images',
  table: 'table',
  text: 'gpt',
  arrays: 'images',
};

/** Settings of one network and its training, for which the preset `table` has no use. */
export const NETWORK_SETTINGS: readonly SettingName[] = [
  ...(['epochs', 'learningRate', 'batchSize', 'hidden', 'layers', 'optimizer', 'weightDecay', 'dtype'] as const),
  ...(['from', ...FINE_TUNE_SETTINGS] as const),
  ...(['earlyStopping', 'schedule', 'clipNorm', 'clipValue', 'checkpointEvery', 'keep'] as const),
  ...(['tensorboard', 'distributed', 'parts', 'ui'] as const),
];

/** Settings that only the preset `table` has. */
export const TABLE_SETTINGS: readonly SettingName[] = ['effort', 'folds', 'group', 'timeOrder'];

/** Settings that only the preset `gpt` has. */
export const TEXT_SETTINGS: readonly SettingName[] = [
  ...(['tokenizer', 'vocabulary', 'context', 'blocks', 'width', 'heads'] as const),
];

/**
 * `given`: the merged sources. Throws a CommandError for settings that exclude each other. `oneNetwork`: the command
 * trains one network at a time, so the preset is never `table`.
 */
export function choosePreset(
  sources: SettingSources,
  given: NablaConfig,
  kind: DataKind,
  oneNetwork: boolean,
): ChosenPreset {
  const preset = given.preset ?? PRESET_OF[kind];
  const ofText = TEXT_SETTINGS.find((name) => given[name] !== undefined);
  if (preset !== 'gpt' && ofText !== undefined) {
    throw usageError(`${labelOf(ofText, sources)}: it works only with a text. Received the preset ${preset}.`);
  }
  if (oneNetwork) return { preset: preset === 'table' ? 'table-fast' : preset };
  const ofTable = TABLE_SETTINGS.find((name) => given[name] !== undefined);
  const ofNetwork = NETWORK_SETTINGS.find((name) => isChosen(name, given[name]));
  if (preset !== 'table') {
    if (ofTable === undefined) return { preset };
    throw usageError(`${labelOf(ofTable, sources)}: it works only with --preset table. Received the preset ${preset}.`);
  }
  if (given.group !== undefined && given.timeOrder !== undefined) {
    throw usageError(
      `${labelOf('group', sources)}: it cannot be combined with --time-order. Leave one of the two out.`,
    );
  }
  if (ofNetwork === undefined) return { preset };
  const label = labelOf(ofNetwork, sources);
  if (given.preset !== undefined) {
    throw usageError(
      `${label}: it describes one network, and --preset table tries several. Use --preset table-fast, or leave one ` +
        'of the two out.',
    );
  }
  if (ofTable !== undefined) {
    throw usageError(
      `${labelOf(ofTable, sources)}: it works only with --preset table, and ${label} describes one network. Leave ` +
        'one of the two out.',
    );
  }
  // With a network to start from, nobody expects several.
  if (given.from !== undefined) return { preset: 'table-fast' };
  return { preset: 'table-fast', presetNote: `${label} describes one network, so the preset is table-fast` };
}

/** Whether a value differs from what the preset `table` does anyway. */
function isChosen(name: SettingName, value: unknown): boolean {
  return value !== undefined && value !== false && !(name === 'dtype' && value === 'float32');
}

/** Returns the flag, the variable or the key that gave a setting its value. */
function labelOf(name: SettingName, { flags, environment, configFile = 'the config file' }: SettingSources): string {
  if (flags[name] !== undefined) return flagName(name);
  return environment[name] !== undefined ? SETTINGS[name].environment : `${name} in ${basename(configFile)}`;
}
