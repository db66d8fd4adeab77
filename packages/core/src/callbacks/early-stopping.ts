import type { Callback, Training } from '../training/callback.js';
import { numbersOf } from '../training/run-state.js';
import type { EpochEndEvent } from '../training/train-events.js';
import type { CallbackState } from '../training/train-state.js';
import { checkBoolean, checkPositiveInteger } from '../validation/arguments.js';
import { Monitor, type MonitorOptions } from './monitor.js';
import { WeightCopies } from './weight-copies.js';

/** Options of `EarlyStopping`. */
export interface EarlyStoppingOptions extends MonitorOptions {
  /** How many epochs without an improvement end the training, >= 1. Default: 5. */
  readonly patience?: number;
  /** Whether the network ends with the weights of its best epoch. Default: true. */
  readonly restoreBestWeights?: boolean;
}

/**
 * Ends the training when a number, by default `val_loss`, has not improved for some epochs. The network gets the
 * weights of its best epoch, but after an abort by `signal` keeps its last ones, for resuming.
 *
 * As Keras' `EarlyStopping`, whose defaults are `patience` 0 and `restore_best_weights` false.
 *
 * @example
 * ```ts
 * const callbacks = [new EarlyStopping({ patience: 3, monitor: 'val_accuracy' })];
 * await fit(model, trainSet, { loss, optimizer, epochs: 100, validationSplit: 0.1, callbacks });
 * ```
 */
export class EarlyStopping implements Callback {
  readonly name: string;
  readonly patience: number;
  readonly #monitor: Monitor;
  readonly #restores: boolean;
  readonly #copies = new WeightCopies();
  #bestEpoch = 0;
  #waited = 0;

  constructor(options: EarlyStoppingOptions = {}) {
    this.#monitor = new Monitor('EarlyStopping', options, ['patience', 'restoreBestWeights'], '{ patience: 5 }');
    this.name = options.name ?? 'earlyStopping';
    this.patience = checkPositiveInteger('EarlyStopping patience', options.patience ?? 5);
    this.#restores = checkBoolean('EarlyStopping restoreBestWeights', options.restoreBestWeights ?? true);
  }

  /** The best number so far; infinite before the end of the first epoch. */
  get best(): number {
    return this.#monitor.best;
  }

  /** The epoch with the best number, from 1; 0 before the end of the first epoch. */
  get bestEpoch(): number {
    return this.#bestEpoch;
  }

  /** Whether the patience is used up. */
  get isOver(): boolean {
    return this.#waited >= this.patience;
  }

  onTrainBegin(): void {
    this.#monitor.reset();
    this.#bestEpoch = 0;
    this.#waited = 0;
  }

  onEpochEnd(training: Training, { epoch, log }: EpochEndEvent): void {
    if (this.#monitor.improves(log)) {
      this.#bestEpoch = epoch;
      this.#waited = 0;
      if (this.#restores) this.#copies.take(training.model);
    } else {
      this.#waited += 1;
    }
    if (this.isOver) training.stop();
  }

  onTrainEnd({ isInterrupted, model }: Training): void {
    if (!isInterrupted) this.#copies.putInto(model);
  }

  async takeState(): Promise<CallbackState> {
    const values = { best: this.best, bestEpoch: this.#bestEpoch, waited: this.#waited };
    return { values, tensors: await this.#copies.read() };
  }

  loadState(state: CallbackState, training: Training): void {
    const { best, bestEpoch, waited } = numbersOf('EarlyStopping', state, ['best', 'bestEpoch', 'waited']);
    this.#copies.load('EarlyStopping', state.tensors, training.model);
    this.#monitor.best = best;
    this.#bestEpoch = bestEpoch;
    this.#waited = waited;
    if (this.isOver) training.stop();
  }

  dispose(): void {
    this.#copies.dispose();
  }
}
