/** The whole state of a run. A training that resumes from it ends with the same bits as one that never stopped. */

import type { JsonValue, TypedConfig } from '../config/json.js';
import type { OptimizerState } from '../optimizers/optimizer-state.js';
import type { DenseArray } from '../tensors/host-array.js';

/** What a callback remembers from step to step. */
export interface CallbackState {
  readonly values: Readonly<Record<string, JsonValue>>;
  readonly tensors: ReadonlyMap<string, DenseArray>;
}

/** What identifies a run. A training resumes only if all of these are the same. */
export interface RunIdentity {
  readonly seed: number;
  /** Examples in the data set. */
  readonly examples: number;
  /** Examples per step. */
  readonly batchSize: number;
  readonly shuffle: boolean;
  /** Into how many parts each batch is cut, at least; 0: never. Undefined in a run that nabla 0.1 began. */
  readonly parts?: number;
  /** The names of the parameters that were frozen. Undefined in a state of nabla 0.1. */
  readonly frozen?: readonly string[];
  /** The names of each tensor that had several. Undefined in a state of nabla 0.1. */
  readonly tied?: readonly (readonly string[])[];
  /** The schedule of the learning rate; null without one. */
  readonly schedule: TypedConfig | null;
}

/** How far a run is. */
export interface RunPosition {
  /** The current epoch, or the last one of a finished run. Counts from 1; 0 before the first. */
  readonly epoch: number;
  /** Steps done in that epoch. */
  readonly step: number;
  /** Steps done in all. */
  readonly steps: number;
  /** Of that epoch so far: `loss` and what `withLogs` adds, and for each the sum and the sum of the weights. */
  readonly sums: { readonly names: readonly string[]; readonly numbers: readonly number[] };
  /** The learning rate that schedules start from. */
  readonly learningRate: number;
  /** Whether the epoch is validated and recorded in `history`. */
  readonly epochEnded: boolean;
  /** The step of that epoch at which the network was last validated; 0 if it was not. */
  readonly validatedAt: number;
}

/** The numbers of an epoch under Keras' names: `loss`, `val_loss`, `val_accuracy`. May contain NaN and infinities. */
export type EpochLog = Readonly<Record<string, number>>;

/** A finished step whose event was not yielded yet. */
export interface UnreportedStep {
  readonly step: number;
  readonly rows: number;
  /** The mean. */
  readonly loss: number;
  /** The means of what `withLogs` adds. Default: none. */
  readonly logs?: Readonly<Record<string, number>>;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** @internal How far a run is, updated while it trains. */
export interface RunProgress extends Mutable<RunPosition> {
  /** Steps whose loss the host has read and whose events were not yielded yet. */
  unreported: UnreportedStep[];
  history: EpochLog[];
}

/** The whole state of a run on the host, as `takeState` returns it. */
export interface TrainState {
  readonly run: RunIdentity;
  readonly position: RunPosition;
  /** Steps of the current epoch whose events the resumed run yields first. */
  readonly unreported: readonly UnreportedStep[];
  /** The numbers of every finished epoch. */
  readonly history: readonly EpochLog[];
  /** All parameters by name, including those that are not trainable. */
  readonly parameters: ReadonlyMap<string, DenseArray>;
  readonly optimizer: OptimizerState;
  /** States of the callbacks that have one, by the callbacks' names. */
  readonly callbacks: Readonly<Record<string, CallbackState>>;
}
