import type { Callback, Training } from '../training/callback.js';
import { numbersOf } from '../training/run-state.js';
import type { EpochEndEvent } from '../training/train-events.js';
import type { CallbackState } from '../training/train-state.js';
import { checkFraction, checkNotNegative, checkPositive, checkPositiveInteger } from '../validation/arguments.js';
import { Monitor, type MonitorOptions } from './monitor.js';

/** Options of `ReduceLROnPlateau`. */
export interface ReduceLROnPlateauOptions extends MonitorOptions {
  /** Multiplies the learning rate, in (0, 1). Default: 0.1. */
  readonly factor?: number;
  /** How many epochs without an improvement lower the learning rate, >= 1. Default: 10. */
  readonly patience?: number;
  /** A change must be larger than this to be an improvement, >= 0. Default: 0.0001. */
  readonly minDelta?: number;
  /** How many epochs after a reduction do not count, >= 0. Default: 0. */
  readonly cooldown?: number;
  /** The lowest learning rate, >= 0. Default: 0. */
  readonly minLearningRate?: number;
}

/**
 * Lowers the learning rate to `max(factor · rate, minLearningRate)` when a number, by default `val_loss`, has not
 * improved for some epochs. With a schedule it lowers the rate that the schedule starts from. As Keras'
 * `ReduceLROnPlateau`, with its defaults.
 *
 * @example
 * ```ts
 * const callbacks = [new ReduceLROnPlateau({ factor: 0.5, patience: 3 })];
 * await fit(model, trainSet, { loss, optimizer, epochs: 50, validationSplit: 0.1, callbacks });
 * ```
 */
export class ReduceLROnPlateau implements Callback {
  readonly name: string;
  readonly #monitor: Monitor;
  readonly #factor: number;
  readonly #patience: number;
  readonly #cooldown: number;
  readonly #minLearningRate: number;
  #waited = 0;
  #cooldownLeft = 0;

  constructor(options: ReduceLROnPlateauOptions = {}) {
    const own = ['factor', 'patience', 'cooldown', 'minLearningRate'];
    this.#monitor = new Monitor('ReduceLROnPlateau', options, own, '{ factor: 0.1, patience: 10 }', 1e-4);
    const { name = 'reduceLROnPlateau', factor = 0.1, patience = 10, cooldown = 0, minLearningRate = 0 } = options;
    this.name = name;
    this.#factor = checkFraction('ReduceLROnPlateau factor', checkPositive('ReduceLROnPlateau factor', factor));
    this.#patience = checkPositiveInteger('ReduceLROnPlateau patience', patience);
    this.#cooldown = checkNotNegative('ReduceLROnPlateau cooldown', cooldown);
    this.#minLearningRate = checkNotNegative('ReduceLROnPlateau minLearningRate', minLearningRate);
  }

  onTrainBegin(): void {
    this.#monitor.reset();
    this.#waited = 0;
    this.#cooldownLeft = 0;
  }

  onEpochEnd(training: Training, { log }: EpochEndEvent): void {
    if (this.#cooldownLeft > 0) {
      this.#cooldownLeft -= 1;
      this.#waited = 0;
    }
    if (this.#monitor.improves(log)) {
      this.#waited = 0;
      return;
    }
    if (this.#cooldownLeft > 0) return;
    this.#waited += 1;
    if (this.#waited < this.#patience || training.learningRate <= this.#minLearningRate) return;
    training.learningRate = Math.max(training.learningRate * this.#factor, this.#minLearningRate);
    this.#cooldownLeft = this.#cooldown;
    this.#waited = 0;
  }

  takeState(): CallbackState {
    const values = { best: this.#monitor.best, waited: this.#waited, coolsFor: this.#cooldownLeft };
    return { values, tensors: new Map() };
  }

  loadState(state: CallbackState): void {
    const { best, waited, coolsFor } = numbersOf('ReduceLROnPlateau', state, ['best', 'waited', 'coolsFor']);
    this.#monitor.best = best;
    this.#waited = waited;
    this.#cooldownLeft = coolsFor;
  }
}
