/** What training tells. */
import type { Evaluation } from './evaluate.js';
import type { EpochLog } from './train-state.js';

/** Before the first step of an epoch. */
export interface EpochStartEvent {
  readonly type: 'epoch-start';
  /** From 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Steps in the epoch. */
  readonly steps: number;
}

/** After each step, or up to `stepsAhead` steps later. */
export interface BatchEvent {
  readonly type: 'batch';
  readonly epoch: number;
  /** From 1, within the epoch. */
  readonly step: number;
  readonly steps: number;
  readonly rows: number;
  /** Mean over the batch, before the update. */
  readonly loss: number;
}

/** After every `validateEvery` steps of an epoch. */
export interface ValidationEvent {
  readonly type: 'validation';
  readonly epoch: number;
  /** The step of the epoch after which it took place. */
  readonly step: number;
  readonly validation: Evaluation;
}

/** After the last step of an epoch, and its validation. */
export interface EpochEndEvent {
  readonly type: 'epoch-end';
  readonly epoch: number;
  readonly epochs: number;
  /** Mean over the epoch's examples, each taken before its batch's update. */
  readonly loss: number;
  /** Of training, without validation; of an epoch that was resumed, since then. */
  readonly seconds: number;
  readonly validation: Evaluation | undefined;
  /** `loss`, `val_loss`, `val_accuracy`, and each metric as `val_` and its name: what callbacks watch. */
  readonly log: EpochLog;
}

/** The last event. */
export interface DoneEvent {
  readonly type: 'done';
  /** Epochs completed. */
  readonly epochs: number;
  /** Steps taken in all. */
  readonly steps: number;
  /** Of the last completed epoch; undefined where none was. */
  readonly loss: number | undefined;
  readonly seconds: number;
  /** True when the signal stopped it. */
  readonly aborted: boolean;
}

/** What `train` yields; told apart by `type`. */
export type TrainEvent = EpochStartEvent | BatchEvent | ValidationEvent | EpochEndEvent | DoneEvent;
