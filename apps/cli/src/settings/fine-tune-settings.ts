/** The settings of a training that starts with a trained network. */
import { usageError } from '@nablajs/command-line';
import type { NablaConfig } from './config-schema.js';
import { flagName, type SettingName } from './setting-table.js';

export interface FineTuneSettings {
  /** How many blocks to train after the head; true is one, false is none. Default: as many as lower the loss. */
  readonly unfreeze: number | boolean | undefined;
  /** The rank of low-rank adapters, which are trained instead of blocks. */
  readonly lora: number | undefined;
  /** How a byte of an image becomes an input, if the file does not say. */
  readonly scale: number | undefined;
  readonly mean: readonly number[] | undefined;
  readonly std: readonly number[] | undefined;
  readonly order: 'rgb' | 'bgr' | undefined;
}

/** How images become inputs of a network that does not say it. */
export const PREPROCESSING_SETTINGS = ['scale', 'mean', 'std', 'order'] as const;

/** Settings that only a training with `from` has. */
export const FINE_TUNE_SETTINGS: readonly SettingName[] = ['unfreeze', 'lora', ...PREPROCESSING_SETTINGS];

/** The settings of a network, which a model to start from has already. */
const NETWORK_NAMES = ['hidden', 'layers', 'tokenizer', 'vocabulary', 'context', 'blocks', 'width', 'heads'] as const;

/** Settings of how the data are read, which the form of that model says. */
const FORM_NAMES = ['task', 'textColumns'] as const;

/** Throws a CommandError for settings that do not fit each other. `isSentences`: whether `from` is a sentence model. */
export function fineTuneSettings(given: NablaConfig, isSentences = false): FineTuneSettings {
  const { from, unfreeze, lora, scale, mean, std, order } = given;
  if (from === undefined) {
    const name = FINE_TUNE_SETTINGS.find((one) => given[one] !== undefined);
    if (name !== undefined) throw usageError(`${flagName(name)}: it works only with --from, a network to start with.`);
  } else {
    const names = isSentences ? NETWORK_NAMES : [...NETWORK_NAMES, ...FORM_NAMES];
    const name = names.find((one) => given[one] !== undefined);
    if (name !== undefined) throw hasAlready(name);
  }
  if (lora !== undefined && unfreeze !== undefined && unfreeze !== false) {
    throw usageError('--lora: it trains adapters instead of the blocks of --unfreeze. Leave one of the two out.');
  }
  return {
    ...{ unfreeze, lora, scale, order },
    mean: mean === undefined ? undefined : [mean].flat(),
    std: std === undefined ? undefined : [std].flat(),
  };
}

/** Creates the error for a setting that the model of `from` says. */
export function hasAlready(name: SettingName): Error {
  return usageError(`${flagName(name)}: the model of --from has it already. Leave one of the two out.`);
}
