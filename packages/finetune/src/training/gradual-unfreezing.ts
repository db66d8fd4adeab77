/** Frees blocks one after the other while a network trains. */
import { type Callback, checkOptionNames, NablaError, type Training, type TrainState, unexpected } from '@nablajs/core';
import { resumeFrom } from '@nablajs/core/callbacks';
import type { Features } from '../features/features.js';
import { pathNames } from './learning-rates.js';

/** Options of `GradualUnfreezing`. */
export interface GradualUnfreezingOptions {
  /** How many epochs pass before each block is freed, >= 1. Default: 1. */
  readonly everyEpochs?: number;
  /** How many blocks to free, at most, >= 0. Default: all. */
  readonly most?: number;
  /** Where the blocks are in the network. Default: `base`. */
  readonly path?: string;
}

/**
 * A callback for `train` and `fit` that trains the head first and then frees one block after the other, the last one
 * first (Howard and Ruder 2018). All blocks are frozen in the first epochs. To keep running statistics, which are in no
 * block, freeze the base before.
 *
 * The optimizer may have `learningRateGroups` of all blocks. `EarlyStopping` only restores what was trained in its best
 * epoch: with this callback, use `restoreBestWeights: false`.
 *
 * @example
 * ```ts
 * const model = new Network(backend, fineTuned(features, 10), { inputShape: features.inputShape });
 * model.freeze('base');
 * const unfreezing = new GradualUnfreezing(features.blocks, { everyEpochs: 2 });
 * const optimizer = new Adam({ groups: learningRateGroups(features.blocks) });
 * await fit(model, trainSet, { loss, optimizer, epochs: 8, callbacks: [unfreezing] });
 * ```
 */
export class GradualUnfreezing implements Callback {
  /** Identifies the callback's state in a checkpoint. */
  readonly name = 'gradualUnfreezing';
  readonly #blocks: readonly (readonly string[])[];
  readonly #everyEpochs: number;

  /** Throws NablaError `argument` for options that do not fit. */
  constructor(blocks: Features['blocks'], options: GradualUnfreezingOptions = {}) {
    checkOptionNames('GradualUnfreezing', options, ['everyEpochs', 'most', 'path']);
    if (!Array.isArray(blocks)) throw unexpected('GradualUnfreezing', 'blocks, such as features.blocks', blocks);
    const { everyEpochs = 1, most = blocks.length, path = 'base' } = options;
    const isCount = (value: number, least: number): boolean => Number.isSafeInteger(value) && value >= least;
    if (!isCount(everyEpochs, 1)) {
      throw unexpected('GradualUnfreezing everyEpochs', 'a whole number >= 1', everyEpochs);
    }
    if (!isCount(most, 0)) throw unexpected('GradualUnfreezing most', 'a whole number >= 0', most);
    this.#blocks = (blocks as Features['blocks']).slice(0, most).map((names) => pathNames(names, path));
    this.#everyEpochs = everyEpochs;
  }

  /** Freezes all blocks. Throws NablaError `argument` if the network has no such parameters. */
  onTrainBegin(training: Training): void {
    // The first step, which checks the groups otherwise, does not have the frozen blocks.
    training.optimizer.checkGroups(training.model.parameters.list);
    this.#set(training, 0);
  }

  /** Frees the blocks that are due in this epoch. */
  onEpochBegin(training: Training): void {
    this.#set(training, training.epoch);
  }

  /**
   * Resumes a training from a state, as `resumeFrom` of core does: pass the result as the option `resume`. The blocks
   * that were free then are free again.
   */
  resumeFrom(state: TrainState): (training: Training) => Promise<void> {
    return async (training) => {
      if (!(state?.position?.epoch >= 0)) {
        throw new NablaError('argument', 'GradualUnfreezing: expected a state of takeState() to resume from.');
      }
      this.#set(training, state.position.epoch);
      await resumeFrom(state)(training);
    };
  }

  #set({ model }: Training, epoch: number): void {
    const free = Math.floor(Math.max(epoch - 1, 0) / this.#everyEpochs);
    for (const [at, names] of this.#blocks.entries()) {
      for (const name of names) {
        if (at < free) model.unfreeze(name);
        else model.freeze(name);
      }
    }
  }
}
