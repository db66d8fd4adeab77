import type {
  CSVLoggerOptions,
  EarlyStoppingOptions,
  ExponentialMovingAverageOptions,
  ModelCheckpointOptions,
  ReduceLROnPlateauOptions,
} from '../callbacks/index.js';
import type { TypedConfig } from '../config/json.js';
import type { Batch, HostInputs, HostTargets } from '../data/dataset.js';
import type { Loss, Targets } from '../losses/loss.js';
import type { Output } from '../modules/module.js';
import type { Optimizer } from '../optimizers/optimizer.js';
import type { Schedule } from '../schedules/schedule.js';
import type { Tensor } from '../tensors/tensor.js';
import type { TrainOptions } from '../training/train-options.js';
import type { TrainState } from '../training/train-state.js';

/**
 * A worker or one end of a `MessageChannel`: a `Worker` of a browser or of Node's `worker_threads`, or the `port` of a
 * `SharedWorker`.
 */
export interface TrainingPort {
  /** Sends a structured clone. The sender loses what is in `transfer`. */
  postMessage(message: unknown, transfer: never[]): void;
}

/**
 * A data set that the worker creates. `type` names a function in the `datasets` of `serveTraining`, which gets the
 * other properties, such as a `File`.
 */
export interface DatasetConfig {
  readonly type: string;
  readonly [option: string]: unknown;
}

/**
 * All examples as one batch, or a data set that the worker creates. Arrays are copied; those in a `SharedArrayBuffer`
 * are shared, so do not change them meanwhile.
 */
export type WorkerData = Batch<HostInputs, HostTargets> | DatasetConfig;

/**
 * A callback that runs in the worker: `{ type: 'EarlyStopping', patience: 3 }`, with the options of the class. Add
 * custom callbacks to the `callbacks` of `serveTraining`.
 *
 * Functions stay on your side: `save` and `write` are called in your thread, and the worker waits for them. The arrays
 * of a state are yours to keep.
 */
export type CallbackConfig =
  | ({ readonly type: 'EarlyStopping' } & EarlyStoppingOptions)
  | ({ readonly type: 'ModelCheckpoint' } & ModelCheckpointOptions)
  | ({ readonly type: 'ReduceLROnPlateau' } & ReduceLROnPlateauOptions)
  | ({ readonly type: 'ExponentialMovingAverage' } & ExponentialMovingAverageOptions)
  | ({
      readonly type: 'CSVLogger';
      /** Called with each line, including its line break. */
      readonly write: (line: string) => void | Promise<void>;
    } & CSVLoggerOptions)
  | TypedConfig;

/** Options of `train` that the worker creates from a config, and those that it does not take. */
export type NotSent =
  | ('loss' | 'optimizer' | 'penalty' | 'schedule' | 'transforms' | 'validation' | 'metrics' | 'callbacks' | 'resume')
  | ('distribution' | 'step');

/**
 * Options of `trainInWorker`: the options of `train` without `distribution` and `step`, with configs in place of some
 * objects. O is what the network returns. Add custom classes to the tables of `serveTraining`.
 */
export interface WorkerTrainOptions<O extends Output = Tensor> extends Omit<TrainOptions<O>, NotSent> {
  /** The loss or its config. The worker creates a new one from the config. */
  readonly loss: Loss<O, Targets> | TypedConfig;
  /**
   * The optimizer or its config. After the training, your optimizer has the same state as after `train`. If you do not
   * need that, pass a config.
   */
  readonly optimizer: Optimizer | TypedConfig;
  /** Added to the training loss: `{ type: 'WeightPenalty', l2: 0.001 }`. Default: none. */
  readonly penalty?: TypedConfig;
  /** Changes the learning rate from step to step. Default: it stays as it is. */
  readonly schedule?: Schedule | TypedConfig;
  /** Change the gradients before the optimizer uses them, in this order: `[clipByNorm(1)]`. Default: none. */
  readonly transforms?: readonly ({ readonly config: TypedConfig } | TypedConfig)[];
  /** Data to evaluate after every epoch. Default: none. */
  readonly validation?: WorkerData;
  /** What validation measures besides the loss: `[{ type: 'F1', average: 'macro' }]`. Default: none. */
  readonly metrics?: readonly TypedConfig[];
  /** Take part between steps, in this order. Their names must differ. Default: none. */
  readonly callbacks?: readonly CallbackConfig[];
  /** Continues an earlier training, from a state of `takeState` or `ModelCheckpoint`. Default: none. */
  readonly resume?: TrainState;
  /** Options for the worker's `createBackend`: `{ threads: 2 }`. Default: none. */
  readonly backend?: Readonly<Record<string, unknown>>;
  /** Memory that the worker takes over: `[x.data.buffer]`. Your arrays on it are empty afterwards. Default: none. */
  readonly transfer?: readonly ArrayBufferLike[];
  /** How many events the worker may be ahead of your loop. With 0 it waits at each event. Default: 64. */
  readonly eventsAhead?: number;
  /** When your network gets the current weights: at the end or after every epoch. Default: 'done'. */
  readonly weightsAt?: 'done' | 'epoch-end';
}
