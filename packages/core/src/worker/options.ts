/** What training in a worker takes. */
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
import type { Output } from '../networks/module.js';
import type { Optimizer } from '../optimizers/optimizer.js';
import type { Schedule } from '../schedules/schedule.js';
import type { Tensor } from '../tensors/tensor.js';
import type { TrainOptions } from '../training/train-options.js';
import type { TrainState } from '../training/train-state.js';

/**
 * A worker, or one end of a `MessageChannel`: a `Worker` of a browser or of Node's `worker_threads`, the `port` of a
 * `SharedWorker`. It needs no more than `postMessage`, and either `addEventListener` or Node's `on`.
 */
export interface TrainingPort {
  /** Sends a structured clone; what is in `transfer` is no longer the sender's. */
  postMessage(message: unknown, transfer: never[]): void;
}

/**
 * A data set that the worker makes: `type` finds the function among the `datasets` of `serveTraining`. The rest is for
 * that function: anything that can be sent to a worker, a `File` too.
 */
export interface DatasetConfig {
  readonly type: string;
  readonly [option: string]: unknown;
}

/**
 * All examples as one batch, or a data set that the worker makes. The worker gets copies of the arrays; those over a
 * `SharedArrayBuffer` it shares, so leave them as they are while it trains.
 */
export type WorkerData = Batch<HostInputs, HostTargets> | DatasetConfig;

/**
 * A callback of the worker: `{ type: 'EarlyStopping', patience: 3 }` with the options of the class. Your own come from the
 * `callbacks` of `serveTraining`.
 *
 * Functions stay on your side: `save` and `write` are called there, between two events as in `train`, and awaited by the
 * worker. They may take what they get apart: the arrays of a state are yours.
 */
export type CallbackConfig =
  | ({ readonly type: 'EarlyStopping' } & EarlyStoppingOptions)
  | ({ readonly type: 'ModelCheckpoint' } & ModelCheckpointOptions)
  | ({ readonly type: 'ReduceLROnPlateau' } & ReduceLROnPlateauOptions)
  | ({ readonly type: 'ExponentialMovingAverage' } & ExponentialMovingAverageOptions)
  | ({
      readonly type: 'CSVLogger';
      /** Gets each line, with its line break. */
      readonly write: (line: string) => void | Promise<void>;
    } & CSVLoggerOptions)
  | TypedConfig;

/** What is made anew in the worker, by a config: where `train` takes an object without one, the config itself is wanted. */
type MadeInWorker =
  | ('loss' | 'optimizer' | 'penalty' | 'schedule' | 'transforms')
  | ('validation' | 'metrics' | 'callbacks' | 'resume');

/**
 * Options of `trainInWorker`, for a network whose module gives O: those of `train`, where a config may stand for the
 * object. Classes that are not core's need an entry in the tables of `serveTraining`.
 */
export interface WorkerTrainOptions<O extends Output = Tensor> extends Omit<TrainOptions<O>, MadeInWorker> {
  /** Made anew in the worker by its config. */
  readonly loss: Loss<O, Targets> | TypedConfig;
  /**
   * Made anew in the worker by its config, with all that it has remembered. When the training has ended, an optimizer that
   * you gave has the state that `train` would leave it with. A config saves the way back.
   */
  readonly optimizer: Optimizer | TypedConfig;
  /** `{ type: 'WeightPenalty', l2: 0.001 }`. Default none. */
  readonly penalty?: TypedConfig;
  /** The learning rate of each step; default the optimizer's at all of them. */
  readonly schedule?: Schedule | TypedConfig;
  /** What changes gradients before the optimizer gets them, in this order: `[clipByNorm(1)]`. Default none. */
  readonly transforms?: readonly ({ readonly config: TypedConfig } | TypedConfig)[];
  /** Evaluated after every epoch. */
  readonly validation?: WorkerData;
  /** What validation finds beside the loss: `[{ type: 'F1', average: 'macro' }]`. Default none. */
  readonly metrics?: readonly TypedConfig[];
  /** Called in this order; names must differ. Default none. */
  readonly callbacks?: readonly CallbackConfig[];
  /** Goes on from where another training was, in a worker or not: what `takeState` and `ModelCheckpoint` gave. */
  readonly resume?: TrainState;
  /** Options of the worker's `createBackend`: `{ threads: 2 }`. Default none. */
  readonly backend?: Readonly<Record<string, unknown>>;
  /**
   * Memory that the worker takes over in the place of a copy: `[x.data.buffer]`. Your own arrays of it are empty from then
   * on. Default none.
   */
  readonly transfer?: readonly ArrayBufferLike[];
  /**
   * How many events the worker may be ahead of the one that you have in hand; default 64. With 0 it waits at each for you
   * to ask for the next, as `train` does.
   */
  readonly eventsAhead?: number;
  /** The events at which your network has the weights of the moment; default `done` alone. */
  readonly weightsAt?: 'done' | 'epoch-end';
}
