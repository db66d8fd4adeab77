import type { Dataset, HostTargets } from '../data/dataset.js';
import type { Loss, LossSum, Targets } from '../losses/loss.js';
import type { Penalty } from '../losses/penalty.js';
import type { Metric } from '../metrics/metric.js';
import type { Output } from '../modules/module.js';
import type { Network } from '../networks/network.js';
import type { Optimizer } from '../optimizers/optimizer.js';
import type { Schedule } from '../schedules/schedule.js';
import type { Tensor } from '../tensors/tensor.js';
import type { Callback, Training } from './callback.js';
import type { GradientTransform } from './gradient-transforms.js';
import type { StepBatch, StepTools } from './step.js';
import type { TrainEvent } from './train-events.js';

/** Options of `train` and `fit`. O is what the network returns: a tensor, or for example `[Tensor, Tensor]`. */
export interface TrainOptions<O extends Output = Tensor> {
  /**
   * Computes the loss from the network's output and the data set's targets, or from arrays of several, such as `new
   * MeanSquaredError()`.
   */
  readonly loss: Loss<O, Targets>;
  /** Updates the weights, such as `new Adam({ learningRate: 0.001 })`. */
  readonly optimizer: Optimizer;
  /** How many times to go through the data, >= 1. A resumed one counts those already done. */
  readonly epochs: number;
  /** Examples per step; 'full' takes all. The last batch of an epoch may be smaller. Default: 32. */
  readonly batchSize?: number | 'full';
  /** Whether each epoch has a new random order. Default: true. */
  readonly shuffle?: boolean;
  /** Determines the shuffling and the dropout masks: a whole number in [0, 2^53). Default: 0. */
  readonly seed?: number;
  /** Stops training after the current step. Default: none. */
  readonly signal?: AbortSignal;
  /**
   * How many steps the device may run ahead before the host reads a loss. Helps where reading is slow. Events arrive
   * that many steps late; the weights are the same to the bit. Default: what the backend asks for, or 0.
   */
  readonly stepsAhead?: number;
  /**
   * Into how many parts to cut each batch, at least: a power of two. Memory then holds one part at a time. Another
   * number rounds differently. More parts are made until none has more than 2,048 rows. Default: 1; with `BatchNorm`,
   * or a module with `wholeBatch`, batches are cut only if you give a number: then each part has its own statistics.
   */
  readonly parts?: number;
  /** Replaces the call of the network and its loss: see `Step`. Default: `loss` of the network's output. */
  step?(batch: StepBatch<Targets>, tools: StepTools<O>): LossSum | Tensor;
  /** Added to the training loss, such as `new WeightPenalty({ l2: 0.001 })`, but not to validation. Default: none. */
  readonly penalty?: Penalty;
  /** Changes the learning rate from step to step, such as `new CosineDecay()`. Default: it stays as it is. */
  readonly schedule?: Schedule;
  /** Change the gradients before the optimizer uses them, in this order: `[clipByNorm(1)]`. Default: none. */
  readonly transforms?: readonly GradientTransform[];
  /** A data set to evaluate after every epoch. Default: none. */
  readonly validation?: Dataset<HostTargets>;
  /** Keeps this share of the examples, in (0, 1), for validation instead: the last ones. Default: none. */
  readonly validationSplit?: number;
  /** Also validates every `validateEvery` steps within an epoch. Default: only at the end of each epoch. */
  readonly validateEvery?: number;
  /**
   * What validation measures besides the loss and a classifier's accuracy: `[new F1()]`. `Accuracy`, `BinaryAccuracy`
   * and `MAE` are measured in training too, unless there is a `step`, or several outputs or targets: the log of an
   * epoch has `accuracy` and `val_accuracy`. Default: none.
   */
  readonly metrics?: readonly Metric[];
  /** Take part between steps, in this order: `[new EarlyStopping()]`. Their names must differ. Default: none. */
  readonly callbacks?: readonly Callback[];
  /** Continues an earlier training: `resumeFrom(state)`. Default: starts at the first epoch. */
  readonly resume?: (training: Training) => Promise<void>;
  /**
   * Spreads the training over several processes: `shards({ communicator })` of `@nablajs/core/shards`. Default: this
   * process trains alone.
   */
  readonly distribution?: Distribution;
}

/** How a training spreads over several processes. `shards` of `@nablajs/core/shards` makes one. */
export interface Distribution {
  /** @internal Returns the trainer that runs in place of core's own. */
  trainer(
    model: Network,
    dataset: Dataset<HostTargets>,
    options: TrainOptions<Output>,
  ): { events(): AsyncGenerator<TrainEvent, void, undefined>; dispose(): void };
}
