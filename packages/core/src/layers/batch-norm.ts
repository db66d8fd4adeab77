import type { Shape } from '../backend.js';
import type { TypedConfig } from '../config/json.js';
import { channelsOf } from '../modules/channels.js';
import type { Blueprint, Context } from '../modules/module.js';
import { relu } from '../ops/composed.js';
import { batchNorm } from '../ops/fused/normalization.js';
import { add, divide, multiply, sqrt, subtract } from '../ops/ops.js';
import { fill, type Tensor } from '../tensors/tensor.js';
import { unexpected } from '../validation/describe.js';
import { formatShape, NablaError } from '../validation/errors.js';
import { Norm, type NormOptions } from './norm.js';

/** Options of `BatchNorm`. */
export interface BatchNormOptions extends NormOptions {
  /**
   * The weight of the newest batch in the running statistics, in [0, 1]. Keras' momentum is 1 minus this. Default: 0.1.
   */
  readonly momentum?: number;
}

/**
 * Normalises each channel, the last axis, over the batch and all positions (Ioffe and Szegedy 2015):
 * `(x − mean) / √(variance + ε) · scale + offset`, where ε is `epsilon`. Formulas and defaults are those of PyTorch's
 * BatchNorm1d and BatchNorm2d. `scale` and `offset` [channels] are trained; `affine: false` leaves them out. A ReLU
 * that follows runs in the same kernel.
 *
 * While training, mean and variance are those of the whole batch. The trainer therefore cuts a batch into parts only if
 * its option `parts` says so; each part then uses its own statistics. A batch, and each of its parts, needs at least
 * two values per channel.
 *
 * Each step also updates `runningMean` and `runningVariance`: `running ← (1 − momentum) · running + momentum · new`,
 * where the new variance divides by `n − 1`. If a module calls it several times in a step, only the last call updates
 * them. `forward`, `predict` and `evaluate` use these running statistics. So does training once the layer is frozen
 * (`Network.freeze`): then it leaves them as they are.
 *
 * Throws NablaError `argument` for an option outside its range, and `shape` while training for a batch with only one
 * value per channel.
 *
 * @example
 * ```ts
 * const layers = [new Conv2d(16, 3, { bias: false }), new BatchNorm(), new ReLU()];
 * ```
 */
export class BatchNorm extends Norm {
  readonly momentum: number;

  constructor(options: BatchNormOptions = {}) {
    super('BatchNorm', options, ['momentum']);
    this.momentum = options.momentum ?? 0.1;
    if (!(this.momentum >= 0 && this.momentum <= 1)) {
      throw unexpected('BatchNorm momentum', 'a number in [0, 1]', this.momentum);
    }
  }

  /** The layer as JSON. */
  get config(): TypedConfig {
    return { type: 'BatchNorm', momentum: this.momentum, epsilon: this.epsilon, affine: this.affine };
  }

  /** Returns the shape of the input, and the parameters. */
  override build(...inputShapes: readonly Shape[]): Blueprint {
    const { inputShape: outputShape, channels } = channelsOf('BatchNorm', inputShapes);
    const scale = { shape: [channels], initializer: 1 };
    const offset = { shape: [channels], initializer: 'zeros' } as const;
    const running = { runningMean: { ...offset, trainable: false }, runningVariance: { ...scale, trainable: false } };
    return { outputShape, parameters: { ...(this.affine && { scale, offset }), ...running }, wholeBatch: true };
  }

  /** Returns the normalised input, of the same shape. */
  call(context: Context, x: Tensor): Tensor {
    const [mean, variance] = [context.parameter('runningMean'), context.parameter('runningVariance')];
    const constant = (value: number) => fill(x.backend, mean.shape, value, x.dtype);
    const scale = this.parameter(context, 'scale') ?? constant(1);
    const offset = this.parameter(context, 'offset') ?? constant(0);
    if (context.training && !context.isFrozen('runningMean'))
      return this.#normalize(context, x, scale, offset, mean, variance);
    const factor = divide(scale, sqrt(add(variance, this.epsilon)));
    const y = add(multiply(subtract(x, mean), factor), offset);
    return context.activation === 'relu' ? relu(y) : y;
  }

  #normalize(context: Context, x: Tensor, scale: Tensor, offset: Tensor, mean: Tensor, variance: Tensor): Tensor {
    const rows = x.size / scale.size;
    if (rows < 2) {
      throw new NablaError(
        'shape',
        'BatchNorm: training needs at least two values of each channel. ' +
          `Received ${formatShape(x.shape)}; choose another batchSize.`,
      );
    }
    const made = batchNorm(x.reshape([rows, scale.size]), scale, offset, this.epsilon, context.activation);
    const blend = (running: Tensor, value: Tensor, factor: number) =>
      add(multiply(running, 1 - this.momentum), multiply(value, factor));
    context.update('runningMean', blend(mean, made.mean, this.momentum));
    context.update('runningVariance', blend(variance, made.variance, (this.momentum * rows) / (rows - 1)));
    return made.y.reshape(x.shape);
  }

  /** Whether a ReLU that follows runs in the same kernel. */
  get fuses(): boolean {
    return true;
  }
}
