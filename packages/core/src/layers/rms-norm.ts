import type { Shape } from '../backend.js';
import type { TypedConfig } from '../config/json.js';
import type { Context, ParameterSpec } from '../modules/module.js';
import { rmsNorm } from '../ops/layer-normalization.js';
import type { Tensor } from '../tensors/tensor.js';
import { checkPositiveInteger } from '../validation/arguments.js';
import { type LayerNormOptions, Norm } from './norm.js';

/**
 * Divides by the root mean square over the channels, the last axis, or over several of the last axes (Zhang and
 * Sennrich 2019): `x / √(mean(x²) + ε) · scale`, where ε is `epsilon`. It does not subtract the mean. The parameter
 * `scale` has the shape of these axes and starts as 1.
 *
 * @example
 * ```ts
 * const layers = [new Dense(128), new RMSNorm(), new SiLU(), new Dense(10)];
 * ```
 */
export class RMSNorm extends Norm {
  /** Over how many axes it normalises, the last ones. */
  override readonly axes: number;

  constructor(options: LayerNormOptions = {}) {
    super('RMSNorm', options, ['axes'], 1e-6);
    this.axes = checkPositiveInteger('RMSNorm axes', options.axes ?? 1);
  }

  /** The layer as JSON. */
  get config(): TypedConfig {
    return { type: 'RMSNorm', epsilon: this.epsilon, affine: this.affine, axes: this.axes };
  }

  /** Returns the normalised input, of the same shape. */
  call(context: Context, x: Tensor): Tensor {
    return rmsNorm(x, this.parameter(context, 'scale'), this.epsilon, this.axes);
  }

  /** The parameters for the last axes. */
  protected override parametersOf(shape: Shape): Record<string, ParameterSpec> {
    return { scale: { shape, initializer: 1 } };
  }
}
