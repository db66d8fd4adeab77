/** All that a run is: taken between two steps and given back, it goes on with the bits of a run that never stopped. */

import type { JsonValue, TypedConfig } from '../config/json.js';
import type { DenseArray } from '../data/dataset.js';
import type { OptimizerState } from '../optimization/optimizer-state.js';

/** What a callback keeps from step to step. */
export interface CallbackState {
  readonly values: Readonly<Record<string, JsonValue>>;
  readonly tensors: ReadonlyMap<string, DenseArray>;
}

/** What makes a run the run that it is: it goes on only where these are the same. */
export interface RunIdentity {
  readonly seed: number;
  /** Examples in the data set. */
  readonly examples: number;
  /** Examples in one step. */
  readonly batchSize: number;
  readonly shuffle: boolean;
  readonly chunkRows: number;
  /** The schedule of the learning rate; null without one. */
  readonly schedule: TypedConfig | null;
}

/** How far a run has come. */
export interface RunPosition {
  /** The epoch under way, or the last one where it is finished; from 1, and 0 before the first. */
  readonly epoch: number;
  /** Steps done in that epoch. */
  readonly step: number;
  /** Steps done in all. */
  readonly steps: number;
  /** Of that epoch: the sum of the losses of its examples. */
  readonly lossSum: number;
  /** The learning rate that schedules begin from. */
  readonly learningRate: number;
  /** Whether the epoch's validation is done and `history` has it. */
  readonly epochEnded: boolean;
  /** The step of that epoch after which the network was last validated within it; 0 before. */
  readonly validatedAt: number;
}

/** What is known of an epoch by the names that Keras gives: `loss`, `val_loss`, `val_accuracy`. NaN and infinities may occur. */
export type EpochLog = Readonly<Record<string, number>>;

/** A step that is done, whose event was not yielded yet. */
export interface UnreportedStep {
  readonly step: number;
  readonly rows: number;
  readonly loss: number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** @internal How far a run has come while it is under way. */
export interface RunProgress extends Mutable<RunPosition> {
  /** Steps that the host has read, whose events were not yielded yet. */
  unreported: UnreportedStep[];
  history: EpochLog[];
}

/** All that a run is, on the host: plain values and arrays of its own. `takeState` gives it. */
export interface TrainState {
  readonly run: RunIdentity;
  readonly position: RunPosition;
  /** Of the epoch under way: what the run goes on with by yielding it. */
  readonly unreported: readonly UnreportedStep[];
  /** Of every finished epoch. */
  readonly history: readonly EpochLog[];
  /** Those that are not trainable too, by name. */
  readonly parameters: ReadonlyMap<string, DenseArray>;
  readonly optimizer: OptimizerState;
  /** By the names of the callbacks; of those that keep something. */
  readonly callbacks: Readonly<Record<string, CallbackState>>;
}
