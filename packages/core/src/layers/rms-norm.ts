import type { Shape } from '../backend.js';
import type { TypedConfig } from '../config/json.js';
import { channelsOf } from '../modules/channels.js';
import type { Blueprint, Context, Module } from '../modules/module.js';
import { rmsNorm } from '../ops/layer-normalization.js';
import type { Tensor } from '../tensors/tensor.js';
import { checkOptions, checkPositive } from '../validation/arguments.js';
import type { NormOptions } from './layer-norm.js';

/**
 * Divides by the root of the mean square over the channels, the last axis (Zhang and Sennrich 2019): x / sqrt(mean(x^2)
 * + epsilon) scale. It does not subtract the mean. The parameter `scale` [channels] starts as 1.
 *
 * @example
 * ```ts
 * const layers = [new Dense(128), new RMSNorm(), new SiLU(), new Dense(10)];
 * ```
 */
export class RMSNorm implements Module {
  readonly epsilon: number;

  constructor(options: NormOptions = {}) {
    checkOptions('RMSNorm', options, ['epsilon'], '{ epsilon: 1e-5 }');
    this.epsilon = checkPositive('RMSNorm epsilon', options.epsilon ?? 1e-6);
  }

  get config(): TypedConfig {
    return { type: 'RMSNorm', epsilon: this.epsilon };
  }

  build(...inputShapes: readonly Shape[]): Blueprint {
    const { inputShape, channels } = channelsOf('RMSNorm', inputShapes);
    return { outputShape: inputShape, parameters: { scale: { shape: [channels], initializer: 1 } } };
  }

  call(context: Context, x: Tensor): Tensor {
    return rmsNorm(x, context.parameter('scale'), this.epsilon);
  }
}
