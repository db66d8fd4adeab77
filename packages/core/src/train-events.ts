/** What training takes and what it tells. */
import type { Dataset, HostTargets } from './data.js';
import type { Evaluation } from './evaluate.js';
import type { Loss, Targets } from './losses/loss.js';
import type { Output } from './module.js';
import type { Optimizer } from './optimizers/optimizer.js';
import type { Tensor } from './tensor.js';

/** Options of `train` and `fit`, for a network whose module gives O: a tensor, or `[Tensor, Tensor]`, say. */
export interface TrainOptions<O extends Output = Tensor> {
  /** Gets what the network gives and what the data set gives: a tensor where it is one, an array where it is an array. */
  readonly loss: Loss<O, Targets>;
  readonly optimizer: Optimizer;
  /** Passes over the data, >= 1. */
  readonly epochs: number;
  /** Examples in one step; 'full' is all of them. Default 32. The last batch of an epoch may be smaller. */
  readonly batchSize?: number | 'full';
  /** A new order each epoch; default true, and without meaning for a full batch. */
  readonly shuffle?: boolean;
  /**
   * Of shuffles and dropout masks, a whole number in [0, 2^53). Default 0. The same as the network's is one seed for
   * the run.
   */
  readonly seed?: number;
  /** Stops training after the step under way. */
  readonly signal?: AbortSignal;
  /** The host reads loss and gradients' health every so many steps; default 1. */
  readonly logEvery?: number;
  /**
   * A batch of more rows runs in parts of this many, whose gradients are summed in order: memory stays flat. Default what the backend asks for, or 512.
   * Part of what determines the bits of the result.
   */
  readonly chunkRows?: number;
  /** Evaluated after every epoch. */
  readonly validation?: Dataset<HostTargets>;
}

/** Before the first step of an epoch. */
export interface EpochStartEvent {
  readonly type: 'epoch-start';
  /** From 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Steps in the epoch. */
  readonly steps: number;
}

/** After each step. */
export interface BatchEvent {
  readonly type: 'batch';
  readonly epoch: number;
  /** From 1, within the epoch. */
  readonly step: number;
  readonly steps: number;
  readonly rows: number;
  /** Mean over the batch, before the update; undefined where the host did not read it (see `logEvery`). */
  readonly loss: number | undefined;
}

/** After the last step of an epoch, and its validation. */
export interface EpochEndEvent {
  readonly type: 'epoch-end';
  readonly epoch: number;
  readonly epochs: number;
  /** Mean over the epoch's examples, each taken before its batch's update. */
  readonly loss: number;
  /** Of training, without validation. */
  readonly seconds: number;
  readonly validation: Evaluation | undefined;
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
export type TrainEvent = EpochStartEvent | BatchEvent | EpochEndEvent | DoneEvent;
