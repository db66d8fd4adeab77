import type { Shape } from '../backend.js';
import type { TypedConfig } from '../config/json.js';
import { channelsOf } from '../modules/channels.js';
import type { Blueprint, Context, Module } from '../modules/module.js';
import { layerNorm } from '../ops/layer-normalization.js';
import type { Tensor } from '../tensors/tensor.js';
import { checkOptions, checkPositive } from '../validation/arguments.js';

/** Options of `LayerNorm`, `GroupNorm` and `RMSNorm`. */
export interface NormOptions {
  /** Added to the variance before the square root: a number > 0. Default: 1e-5, for `RMSNorm` 1e-6. */
  readonly epsilon?: number;
}

/**
 * Normalises over the channels, the last axis (Ba et al. 2016): (x - mean) / sqrt(variance + epsilon) scale + offset.
 * It computes the same in training and after it. Parameters are `scale` and `offset` [channels], which start as 1 and
 * 0. This is PyTorch's `LayerNorm(channels)`.
 *
 * @example
 * ```ts
 * const layers = [new Dense(128), new LayerNorm(), new GELU(), new Dense(10)];
 * ```
 */
export class LayerNorm implements Module {
  readonly epsilon: number;

  constructor(options: NormOptions = {}) {
    checkOptions('LayerNorm', options, ['epsilon'], '{ epsilon: 1e-6 }');
    this.epsilon = checkPositive('LayerNorm epsilon', options.epsilon ?? 1e-5);
  }

  get config(): TypedConfig {
    return { type: 'LayerNorm', epsilon: this.epsilon };
  }

  build(...inputShapes: readonly Shape[]): Blueprint {
    const { inputShape, channels } = channelsOf('LayerNorm', inputShapes);
    const scale = { shape: [channels], initializer: 1 };
    const offset = { shape: [channels], initializer: 'zeros' } as const;
    return { outputShape: inputShape, parameters: { scale, offset } };
  }

  call(context: Context, x: Tensor): Tensor {
    return layerNorm(x, context.parameter('scale'), context.parameter('offset'), this.epsilon);
  }
}
