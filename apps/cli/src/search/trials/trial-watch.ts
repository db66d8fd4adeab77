/** Follows the training of one trial: records its scores, and stops it by the median rule. */
import type { EpochEndEvent, EpochLog } from '@nablajs/core';
import type { Callback, Training } from '@nablajs/core/callbacks';
import type { Report, TrainResult, TrainStart } from '../../evaluation/report.js';
import { type Curve, isStoppedByMedian } from './median-rule.js';
import type { TrialResult } from './trial-results.js';

export interface WatchOptions {
  /** The earlier trials, for the median rule; empty if the rule is off. */
  readonly others: readonly Curve[];
  /** Called when the trial starts, and after each epoch. */
  readonly onEpoch?: (epoch: number, epochs: number) => void;
}

type Best = Pick<TrialResult, 'score' | 'loss' | 'bestEpoch'>;

/** The scores of a trial. */
export type Measured = Best & Pick<TrialResult, 'epochs' | 'scores'>;

/**
 * Follows a trial. It stores nothing in the checkpoints, which already record the score of every epoch. So
 * `nabla train --resume` can continue a stopped trial.
 */
export class TrialWatch implements Report, Callback {
  readonly name = 'trialWatch';
  readonly #options: WatchOptions;
  readonly #scores: (number | null)[] = [];
  #best: Best = { score: null, loss: null, bestEpoch: null };
  #epochs = 1;
  #isStopped = false;
  #isInterrupted = false;

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  /** Whether the median rule stopped the trial. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Whether a signal stopped the trial, so that it can be resumed. */
  get isInterrupted(): boolean {
    return this.#isInterrupted;
  }

  get measured(): Measured {
    return { ...this.#best, epochs: this.#scores.length, scores: this.#scores };
  }

  trainStart({ settings, resumption }: TrainStart): void {
    this.#epochs = settings.epochs;
    for (const log of resumption?.state.history ?? []) this.#note(log);
    this.#options.onEpoch?.(this.#scores.length, this.#epochs);
  }

  onTrainBegin(training: Training): void {
    // A resumed trial may already have reached the epoch at which the rule stops it.
    this.#stopIfBad(training);
  }

  onEpochEnd(training: Training, { log }: EpochEndEvent): void {
    this.#note(log);
    this.#stopIfBad(training);
  }

  epochEnd({ epoch, epochs }: EpochEndEvent): void {
    this.#options.onEpoch?.(epoch, epochs);
  }

  trainDone({ aborted }: TrainResult): void {
    this.#isInterrupted = aborted;
  }

  evaluation(): void {}

  #note(log: EpochLog): void {
    const { val_loss: loss = Number.NaN } = log;
    const score = finite(log['val_accuracy'] ?? log['val_r2']);
    this.#scores.push(score);
    // Like the choice of the best checkpoint: NaN is never better.
    if (!(loss < (this.#best.loss ?? Number.POSITIVE_INFINITY))) return;
    this.#best = { score, loss, bestEpoch: this.#scores.length };
  }

  #stopIfBad(training: Training): void {
    if (!isStoppedByMedian(this.#scores, this.#epochs, this.#options.others)) return;
    this.#isStopped = true;
    training.stop();
  }
}

const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;
