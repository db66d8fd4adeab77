/** Messages between the two sides, sent by structured clone. Each training has its own `MessageChannel`. */

import type { TypedConfig } from '../config/json.js';
import type { NetworkConfig, SequentialConfig } from '../networks/network.js';
import type { OptimizerState } from '../optimizers/optimizer-state.js';
import type { DenseArray } from '../tensors/host-array.js';
import type { DoneEvent, TrainEvent } from '../training/train-events.js';
import type { TrainOptions } from '../training/train-options.js';
import type { TrainState } from '../training/train-state.js';
import type { ErrorRecord } from './error-record.js';
import type { Port } from './host.js';
import type { NotSent, WorkerData } from './options.js';

/** The first message to the worker. Other messages to it are not ours. */
export interface Opening {
  readonly nabla: 'training';
  readonly port: Port;
}

export const isOpening = (data: unknown): data is Opening => (data as Opening | null)?.nabla === 'training';

/** A callback without its functions, and the names of these. */
export interface SentCallback {
  readonly config: TypedConfig;
  readonly functions: readonly string[];
}

export interface Job {
  readonly type: 'job';
  readonly network: NetworkConfig | SequentialConfig;
  readonly dtype: 'float32' | 'float64';
  readonly parameters: ReadonlyMap<string, DenseArray>;
  readonly data: WorkerData;
  readonly validation: WorkerData | undefined;
  /** Those sent as they are. */
  readonly options: Omit<TrainOptions, NotSent | 'signal'>;
  readonly loss: TypedConfig;
  readonly optimizer: TypedConfig;
  /** The state of an optimizer that has taken steps. */
  readonly optimizerState: OptimizerState | undefined;
  readonly penalty: TypedConfig | undefined;
  readonly schedule: TypedConfig | undefined;
  readonly transforms: readonly TypedConfig[];
  readonly metrics: readonly TypedConfig[];
  readonly callbacks: readonly SentCallback[];
  readonly resume: TrainState | undefined;
  readonly backend: Readonly<Record<string, unknown>> | undefined;
  readonly eventsAhead: number;
  readonly weightsAt: 'done' | 'epoch-end';
  /** Whether to send the optimizer's state back at the end. */
  readonly wantsOptimizer: boolean;
  readonly isStopped: boolean;
  /** A Web Lock that the worker holds while it lives. Only browsers need it. */
  readonly lock: string | undefined;
}

export interface Outcome {
  readonly weights: ReadonlyMap<string, DenseArray>;
  readonly optimizer: OptimizerState | undefined;
}

export type Ending =
  | { readonly type: 'done'; readonly event: DoneEvent; readonly outcome: Outcome }
  /** The consumer has left the loop. */
  | { readonly type: 'left'; readonly outcome: Outcome | undefined }
  /** `call` is the callback call that failed, if it was one. The caller has that error itself. */
  | {
      readonly type: 'failed';
      readonly error: ErrorRecord;
      readonly call: number | undefined;
      readonly outcome: Outcome | undefined;
    };

export type FromWorker =
  /** The worker has started; it holds the lock if it can. */
  | { readonly type: 'started'; readonly isLocked: boolean }
  | { readonly type: 'event'; readonly event: TrainEvent; readonly outcome?: Outcome }
  | {
      readonly type: 'call';
      readonly call: number;
      readonly callback: number;
      readonly name: string;
      readonly values: readonly unknown[];
    }
  | Ending;

export type ToWorker =
  | Job
  /** The consumer has handled this many events. */
  | { readonly type: 'more'; readonly events: number }
  | { readonly type: 'answer'; readonly call: number; readonly error: ErrorRecord | undefined }
  /** The signal was aborted. */
  | { readonly type: 'stop' }
  /** The consumer has left the loop. */
  | { readonly type: 'leave' }
  /** The last message was received. */
  | { readonly type: 'bye' };

/**
 * Returns the memory of arrays that the sender no longer needs, apart from shared memory, which cannot be transferred.
 */
export function memoryOf(...all: readonly (ReadonlyMap<string, DenseArray> | undefined)[]): ArrayBuffer[] {
  const buffers = all.flatMap((arrays) => [...(arrays?.values() ?? [])].map(({ data }) => data.buffer));
  return [...new Set(buffers)].filter((buffer) => buffer instanceof ArrayBuffer);
}
