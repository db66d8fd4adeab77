import type { TypedConfig } from '../config/json.js';
import { tanh } from '../ops/ops.js';
import type { Tensor } from '../tensors/tensor.js';
import { Activation } from './activation.js';

/**
 * Hyperbolic tangent.
 *
 * @example
 * ```ts
 * const layers = [new Dense(128), new Tanh(), new Dense(10)];
 * ```
 */
export class Tanh extends Activation {
  get config(): TypedConfig {
    return { type: 'Tanh' };
  }

  protected apply(x: Tensor): Tensor {
    return tanh(x);
  }
}
