import type { TypedConfig } from '../config/json.js';
import { gelu } from '../ops/normal-cdf.js';
import type { Tensor } from '../tensors/tensor.js';
import { Activation } from './activation.js';

/**
 * Gaussian error linear unit: x Phi(x) with the normal distribution function Phi (Hendrycks and Gimpel 2016). Exact,
 * without the tanh approximation; value and gradient keep their digits for large negative x.
 *
 * @example
 * ```ts
 * const layers = [new Dense(128), new GELU(), new Dense(10)];
 * ```
 */
export class GELU extends Activation {
  get config(): TypedConfig {
    return { type: 'GELU' };
  }

  protected apply(x: Tensor): Tensor {
    return gelu(x);
  }
}
