/** The options of `fineTune`. */
import {
  Adam,
  type Callback,
  checkOptionNames,
  type Dataset,
  type FloatDType,
  type HostTargets,
  NablaError,
  type Optimizer,
  type OptimizerOptions,
  type Parameters,
  SoftmaxCrossEntropy,
  type TrainOptions,
  unexpected,
} from '@nablajs/core';
import type { LoraOptions } from '../lora/lora.js';
import type { StageOf } from './events.js';
import { checkState, type FineTuneState } from './state.js';

/** What `fineTune` learns from. */
export interface FineTuneData {
  readonly train: Dataset<HostTargets>;
  /** Held-out examples: they decide when a stage ends, and whether a freed block is kept. Default: none. */
  readonly validation?: Dataset<HostTargets> | undefined;
}

/** Options that each stage passes on to `train`. */
type Passed =
  | 'batchSize'
  | 'metrics'
  | 'parts'
  | 'penalty'
  | 'schedule'
  | 'seed'
  | 'shuffle'
  | 'signal'
  | 'stepsAhead'
  | 'transforms';

/** Options of `fineTune`. Those of core's `train` apply to each stage. */
export interface FineTuneOptions extends Pick<TrainOptions, Passed> {
  /** The width of the new head: how many classes there are, for example. */
  readonly outputs: number;
  /** Default: `new SoftmaxCrossEntropy()`. */
  readonly loss?: TrainOptions['loss'];
  /** Makes the optimizer of a stage. Default: `(options) => new Adam(options)`. */
  readonly optimizer?: (options: OptimizerOptions) => Optimizer;
  /**
   * The learning rate of the head alone, > 0. With blocks, the head goes on at a thirtieth of it and blocks learn more
   * slowly by `factor`; with adapters, all learn at a tenth. Default: 0.003.
   */
  readonly learningRate?: number;
  /** At most how many epochs a stage has, >= 1. Default: 100. */
  readonly epochs?: number;
  /** A stage ends when the held-out loss has not fallen by 0.001 for so many epochs, >= 1. Default: 5. */
  readonly patience?: number;
  /**
   * What comes after the head. 'auto': frees the last block of the base, keeps it if the held-out loss falls by 1 %,
   * and goes on with the next one. A number: trains so many blocks in any case; true: all; false: none. Default: 'auto'
   * with validation data, else false; with `lora`, true instead of false.
   */
  readonly unfreeze?: 'auto' | boolean | number;
  /**
   * Trains adapters of the base with the head instead of its blocks: see `Lora`. They are kept if the held-out loss
   * falls by 1 %, or in any case if `unfreeze` is true; it may be no number then. Default: none.
   */
  readonly lora?: LoraOptions;
  /**
   * Whether a head that no block and no adapter has helped is trained anew on all data, for as many epochs as are best
   * in a cross-validation of five folds, at least 10; with more than 1,000 examples, or data that vary by epoch, for as
   * many as were best before. The event `chosen` has the network before that. Default: false.
   */
  readonly refit?: boolean;
  /** Multiplies the learning rate of each block once more than that of the block behind it, in (0, 1]. Default: 0.3. */
  readonly factor?: number;
  /**
   * Whether a stage trains on stored outputs of what stays frozen in front of it: faster, with the same result.
   * Augmented data turns it off. Default: true.
   */
  readonly cache?: boolean;
  /** Default: that of the weights, if the backend has it. */
  readonly dtype?: FloatDType;
  /**
   * The base's parameters on the backend, under the names that they have in `features`: frozen ones are shared and not
   * uploaded again. Default: uploaded.
   */
  readonly base?: Parameters;
  /** Returns callbacks of your own for a stage. Default: none. */
  readonly callbacks?: (stage: StageOf) => readonly Callback[];
  /** Gets the state after each epoch and each stage, and when the signal stops the run. Default: none. */
  readonly save?: (state: FineTuneState) => void | Promise<void>;
  /** Also saves every so many steps, >= 1. Default: only after each epoch. */
  readonly saveEverySteps?: number;
  /** Goes on from a state that `save` got, with the same features, data and options. Default: starts anew. */
  readonly resume?: FineTuneState | undefined;
}

/** The options of each stage passed on. */
export const PASSED: readonly Passed[] = [
  ...(['batchSize', 'metrics', 'parts', 'penalty', 'schedule', 'seed', 'shuffle', 'signal', 'stepsAhead'] as const),
  'transforms',
];

const OWN: readonly Exclude<keyof FineTuneOptions, Passed>[] = [
  ...([
    'outputs',
    'loss',
    'optimizer',
    'learningRate',
    'epochs',
    'patience',
    'unfreeze',
    'factor',
    'cache',
    'lora',
    'refit',
  ] as const),
  ...(['dtype', 'base', 'callbacks', 'save', 'saveEverySteps', 'resume'] as const),
];

/** The options with their defaults. */
export type Checked = FineTuneOptions &
  Required<
    Pick<
      FineTuneOptions,
      'loss' | 'optimizer' | 'learningRate' | 'epochs' | 'patience' | 'unfreeze' | 'factor' | 'cache' | 'refit'
    >
  >;

/** Checks what `train` and the optimizer do not check. */
export function checked(options: FineTuneOptions, data: FineTuneData): Checked {
  checkOptionNames('fineTune', options, [...OWN, ...PASSED]);
  checkOptionNames('fineTune data', data, ['train', 'validation']);
  const { lora, resume } = options;
  if (resume !== undefined) checkState(resume);
  const {
    unfreeze = data.validation === undefined ? lora !== undefined : 'auto',
    factor = 0.3,
    patience = 5,
  } = options;
  if (data.validation?.length === 0) {
    throw new NablaError('data', 'fineTune: the validation set is empty. Leave it out, or pass examples.');
  }
  const { cache = true, refit = false, saveEverySteps = 1 } = options;
  for (const [name, value] of Object.entries({ cache, refit })) {
    if (typeof value !== 'boolean') throw unexpected(`fineTune ${name}`, 'true or false', value);
  }
  if (refit && data.validation === undefined) {
    throw new NablaError('argument', 'fineTune: refit learns the validation data as well. Pass some, or no refit.');
  }
  if (!(Number.isSafeInteger(saveEverySteps) && saveEverySteps >= 1)) {
    throw unexpected('fineTune saveEverySteps', 'a whole number >= 1', saveEverySteps);
  }
  if (lora !== undefined && typeof unfreeze === 'number') {
    throw unexpected('fineTune unfreeze', "'auto' or true with lora, which trains no blocks", unfreeze);
  }
  const isCount = typeof unfreeze === 'number' && Number.isSafeInteger(unfreeze) && unfreeze >= 0;
  if (!isCount && typeof unfreeze !== 'boolean' && unfreeze !== 'auto') {
    throw unexpected('fineTune unfreeze', "'auto', true, false or a number of blocks", unfreeze);
  }
  if (!(factor > 0 && factor <= 1)) throw unexpected('fineTune factor', 'a number in (0, 1]', factor);
  if (unfreeze === 'auto' && data.validation === undefined) {
    const remedy = 'Pass validation data, or another unfreeze: false, true or a number of blocks.';
    throw new NablaError('argument', `fineTune: unfreeze 'auto' compares held-out losses. ${remedy}`);
  }
  return {
    ...{ loss: new SoftmaxCrossEntropy(), optimizer: (given) => new Adam(given), learningRate: 0.003, epochs: 100 },
    ...{ ...options, cache, refit, unfreeze, factor, patience },
  };
}
