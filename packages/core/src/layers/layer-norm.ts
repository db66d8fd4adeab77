import type { TypedConfig } from '../config/json.js';
import type { Context } from '../modules/module.js';
import { layerNorm } from '../ops/layer-normalization.js';
import type { Tensor } from '../tensors/tensor.js';
import { checkPositiveInteger } from '../validation/arguments.js';
import { type LayerNormOptions, Norm } from './norm.js';

/**
 * Normalises over the channels, the last axis, or over several of the last axes (Ba et al. 2016):
 * `(x − mean) / √(variance + ε) · scale + offset`, where ε is `epsilon`. It computes the same in training and after it.
 * Parameters are `scale` and `offset`, which start as 1 and 0; their shape is that of the axes. This is PyTorch's
 * `LayerNorm(channels)`.
 *
 * Throws NablaError `shape` in `build` if an axis has no elements, or if one is open and has parameters.
 *
 * @example
 * ```ts
 * const layers = [new Dense(128), new LayerNorm(), new GELU(), new Dense(10)];
 * const ofImages = new LayerNorm({ axes: 3, affine: false }); // over [height, width, channels], without parameters
 * ```
 */
export class LayerNorm extends Norm {
  /** Over how many axes it normalises, the last ones. */
  override readonly axes: number;

  constructor(options: LayerNormOptions = {}) {
    super('LayerNorm', options, ['axes']);
    this.axes = checkPositiveInteger('LayerNorm axes', options.axes ?? 1);
  }

  /** The layer as JSON. */
  get config(): TypedConfig {
    return { type: 'LayerNorm', epsilon: this.epsilon, affine: this.affine, axes: this.axes };
  }

  /** Returns the normalised input, of the same shape. */
  call(context: Context, x: Tensor): Tensor {
    return layerNorm(x, this.parameter(context, 'scale'), this.parameter(context, 'offset'), this.epsilon, this.axes);
  }
}
