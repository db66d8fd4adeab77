import type { Shape } from '../backend.js';
import type { TypedConfig } from '../config/json.js';
import type { Blueprint, Context } from '../modules/module.js';
import { checkGroups, groupNorm } from '../ops/layer-normalization.js';
import type { Tensor } from '../tensors/tensor.js';
import { checkPositiveInteger } from '../validation/arguments.js';
import { Norm, type NormOptions } from './norm.js';

/**
 * Splits the channels of inputs [..., channels] into `groups` groups, and normalises each group over its channels and
 * all positions, each example by itself: `(x − mean) / √(variance + ε) · scale + offset`, where ε is `epsilon` (Wu and
 * He 2018). It computes the same in training and after it, for any batch size. The number of channels must be a
 * multiple of `groups`. Parameters are `scale` and `offset` [channels], which start as 1 and 0.
 *
 * @example
 * ```ts
 * const normalize = new GroupNorm(8); // 8 groups; 1 group normalises all channels together
 * const model = new Sequential(backend, { inputShape: [28, 28, 32], layers: [normalize, new ReLU()] });
 * ```
 */
export class GroupNorm extends Norm {
  readonly groups: number;

  constructor(groups: number, options: NormOptions = {}) {
    super('GroupNorm', options, []);
    this.groups = checkPositiveInteger('GroupNorm groups', groups);
  }

  /** The layer as JSON. */
  get config(): TypedConfig {
    return { type: 'GroupNorm', groups: this.groups, epsilon: this.epsilon, affine: this.affine };
  }

  /** Returns the shape of the input, and the parameters. */
  override build(...inputShapes: readonly Shape[]): Blueprint {
    const blueprint = super.build(...inputShapes);
    checkGroups('GroupNorm', this.groups, inputShapes[0]?.at(-1) ?? 0);
    return blueprint;
  }

  /** Returns the normalised input, of the same shape. */
  call(context: Context, x: Tensor): Tensor {
    const [scale, offset] = [this.parameter(context, 'scale'), this.parameter(context, 'offset')];
    return groupNorm(x, this.groups, scale, offset, this.epsilon);
  }
}
