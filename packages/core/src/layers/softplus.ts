import type { TypedConfig } from '../config/json.js';
import { softplus } from '../ops/activations.js';
import type { Tensor } from '../tensors/tensor.js';
import { Activation } from './activation.js';

/**
 * Softplus: log(1 + exp(x)), without overflow.
 *
 * @example
 * ```ts
 * const layers = [new Dense(128), new Softplus(), new Dense(10)];
 * ```
 */
export class Softplus extends Activation {
  get config(): TypedConfig {
    return { type: 'Softplus' };
  }

  protected apply(x: Tensor): Tensor {
    return softplus(x);
  }
}
