/** The events that training yields. */
import type { Evaluation } from '../evaluation/evaluate.js';
import type { EpochLog } from './train-state.js';

/** Yielded before the first step of an epoch. */
export interface EpochStartEvent {
  readonly type: 'epoch-start';
  /** From 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Steps in the epoch. */
  readonly steps: number;
}

/** Yielded after each step, or up to `stepsAhead` steps later. */
export interface BatchEvent {
  readonly type: 'batch';
  readonly epoch: number;
  /** From 1, within the epoch. */
  readonly step: number;
  readonly steps: number;
  /** Examples in the batch. */
  readonly rows: number;
  /** Mean over the batch, before the update. */
  readonly loss: number;
  /** The means of metrics, and of what the step or the loss logs: see `withLogs`. Default: none. */
  readonly logs?: Readonly<Record<string, number>>;
}

/** Yielded after every `validateEvery` steps of an epoch. */
export interface ValidationEvent {
  readonly type: 'validation';
  readonly epoch: number;
  /** The number of steps that the epoch had done. */
  readonly step: number;
  readonly validation: Evaluation;
}

/** Yielded after the last step of an epoch and its validation. */
export interface EpochEndEvent {
  readonly type: 'epoch-end';
  readonly epoch: number;
  readonly epochs: number;
  /** Mean over the epoch's examples, each computed before its batch's update. */
  readonly loss: number;
  /** How long training took, without validation. A resumed epoch counts from where it resumed. */
  readonly seconds: number;
  /** Undefined without validation data. */
  readonly validation: Evaluation | undefined;
  /**
   * What callbacks watch: `loss`, `accuracy` and other metrics of training, what `withLogs` adds, `val_loss`,
   * `val_accuracy`, and each metric as `val_` and its name.
   */
  readonly log: EpochLog;
}

/** The last event of a training. */
export interface DoneEvent {
  readonly type: 'done';
  /** Epochs completed. */
  readonly epochs: number;
  /** Steps taken in all. */
  readonly steps: number;
  /** Loss of the last completed epoch; undefined if there was none. */
  readonly loss: number | undefined;
  /** How long the whole training took. */
  readonly seconds: number;
  /** Whether the signal stopped it before its last epoch was done. */
  readonly aborted: boolean;
}

/** What `train` yields. Its `type` says which event it is. */
export type TrainEvent = EpochStartEvent | BatchEvent | ValidationEvent | EpochEndEvent | DoneEvent;
