/** Watches the training of one trial: what it scores, and whether the median rule stops it. */
import type { EpochEndEvent, EpochLog } from '@nablajs/core';
import type { Callback, Training } from '@nablajs/core/callbacks';
import type { Report, TrainResult, TrainStart } from '../../evaluation/report.js';
import { type Curve, isStoppedByMedian } from './median-rule.js';
import type { TrialResult } from './trial-results.js';

export interface WatchOptions {
  /** The trials before it, for the median rule; none where the rule is off. */
  readonly others: readonly Curve[];
  /** Called when it starts, and after each epoch. */
  readonly onEpoch?: (epoch: number, epochs: number) => void;
}

type Best = Pick<TrialResult, 'score' | 'loss' | 'bestEpoch'>;

/** What a trial has scored. */
export type Measured = Best & Pick<TrialResult, 'epochs' | 'scores'>;

/**
 * Follows a trial. It keeps nothing in the checkpoints, which know what every epoch scored: so `nabla train --resume` can
 * go on with a trial that was stopped.
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

  /** Whether the median rule has stopped it. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Whether a signal has stopped it, so that it can go on. */
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
    // Its last checkpoint may be of the epoch after which it was stopped.
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
    // As the best checkpoint is chosen: a NaN is never better.
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
