import type { TypedConfig } from '../config/json.js';
import { silu } from '../ops/activations.js';
import type { Tensor } from '../tensors/tensor.js';
import { Activation } from './activation.js';

/**
 * Sigmoid linear unit, also called swish: x sigmoid(x) (Elfwing et al. 2018).
 *
 * @example
 * ```ts
 * const layers = [new Dense(128), new SiLU(), new Dense(10)];
 * ```
 */
export class SiLU extends Activation {
  get config(): TypedConfig {
    return { type: 'SiLU' };
  }

  protected apply(x: Tensor): Tensor {
    return silu(x);
  }
}
