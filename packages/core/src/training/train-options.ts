/** What training takes. */
import type { Callback, Training } from '../callbacks/callback.js';
import type { Dataset, HostTargets } from '../data/dataset.js';
import type { Loss, Targets } from '../losses/loss.js';
import type { Metric } from '../metrics/metric.js';
import type { Output } from '../networks/module.js';
import type { GradientTransform } from '../optimization/gradient-transforms.js';
import type { Penalty } from '../optimization/penalty.js';
import type { Optimizer } from '../optimizers/optimizer.js';
import type { Schedule } from '../schedules/schedule.js';
import type { Tensor } from '../tensors/tensor.js';

/** Options of `train` and `fit`, for a network whose module gives O: a tensor, or `[Tensor, Tensor]`, say. */
export interface TrainOptions<O extends Output = Tensor> {
  /** Gets what the network gives and what the data set gives: a tensor where it is one, an array where it is an array. */
  readonly loss: Loss<O, Targets>;
  readonly optimizer: Optimizer;
  /** Passes over the data, >= 1; a training that is resumed counts those it has behind it. */
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
  /**
   * How many steps are computed before the host reads the loss of the first of them, so that a device with slow reads is
   * not awaited at each step; default what the backend asks for, or 0. Their events come late. The weights get the same
   * bits: where a loss or gradient is not finite, the device skips that step and those after it until the host has read it.
   */
  readonly stepsAhead?: number;
  /**
   * A batch of more rows runs in parts of this many, whose gradients are summed in order: memory stays flat. Default what
   * the backend asks for, or 512. Part of what determines the bits of the result.
   */
  readonly chunkRows?: number;
  /** Added to the loss of each batch, `new WeightPenalty({ l2: 0.001 })`; validation goes without it. Default none. */
  readonly penalty?: Penalty;
  /** The learning rate of each step; default the optimizer's at all of them. */
  readonly schedule?: Schedule;
  /** What changes gradients before the optimizer gets them, in this order: `[clipByNorm(1)]`. Default none. */
  readonly transforms?: readonly GradientTransform[];
  /** Evaluated after every epoch. */
  readonly validation?: Dataset<HostTargets>;
  /** In the place of `validation`: this share of the examples, in (0, 1), those at the end, which training then leaves out. */
  readonly validationSplit?: number;
  /** Steps between two validations within an epoch; default none there. The end of an epoch always has one. */
  readonly validateEvery?: number;
  /** What validation finds beside the loss and, for a classifier, the accuracy. Default none. */
  readonly metrics?: readonly Metric[];
  /** Called in this order; names must differ. Default none. */
  readonly callbacks?: readonly Callback[];
  /** Goes on from where another training was: `resumeFrom(state)`. */
  readonly resume?: (training: Training) => Promise<void>;
}
