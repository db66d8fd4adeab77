import type { Shape } from '../backend.js';
import type { TypedConfig } from '../config/json.js';
import { channelsOf } from '../modules/channels.js';
import type { Blueprint, Context, Module } from '../modules/module.js';
import { checkGroups, groupNorm } from '../ops/layer-normalization.js';
import type { Tensor } from '../tensors/tensor.js';
import { checkOptions, checkPositive, checkPositiveInteger } from '../validation/arguments.js';
import type { NormOptions } from './layer-norm.js';

/**
 * Splits the channels of inputs [..., channels] into `groups` groups, and normalises each group over its channels and
 * all positions, each example by itself: (x - mean) / sqrt(variance + epsilon) scale + offset (Wu and He 2018). It
 * computes the same in training and after it, for any batch size. The number of channels must be a multiple of
 * `groups`. Parameters are `scale` and `offset` [channels], which start as 1 and 0.
 *
 * @example
 * ```ts
 * const normalize = new GroupNorm(8); // 8 groups; 1 group normalises all channels together
 * const model = new Sequential(backend, { inputShape: [28, 28, 32], layers: [normalize, new ReLU()] });
 * ```
 */
export class GroupNorm implements Module {
  readonly groups: number;
  readonly epsilon: number;

  constructor(groups: number, options: NormOptions = {}) {
    this.groups = checkPositiveInteger('GroupNorm groups', groups);
    checkOptions('GroupNorm', options, ['epsilon'], '{ epsilon: 1e-6 }');
    this.epsilon = checkPositive('GroupNorm epsilon', options.epsilon ?? 1e-5);
  }

  get config(): TypedConfig {
    return { type: 'GroupNorm', groups: this.groups, epsilon: this.epsilon };
  }

  build(...inputShapes: readonly Shape[]): Blueprint {
    const { inputShape, channels } = channelsOf('GroupNorm', inputShapes);
    checkGroups('GroupNorm', this.groups, channels);
    const scale = { shape: [channels], initializer: 1 };
    const offset = { shape: [channels], initializer: 'zeros' } as const;
    return { outputShape: inputShape, parameters: { scale, offset } };
  }

  call(context: Context, x: Tensor): Tensor {
    return groupNorm(x, this.groups, context.parameter('scale'), context.parameter('offset'), this.epsilon);
  }
}
