import type { TypedConfig } from '../config/json.js';
import { gelu } from '../ops/normal-cdf.js';
import type { Tensor } from '../tensors/tensor.js';
import { Activation } from './activation.js';

/**
 * x Phi(x) with the normal distribution function Phi, exact, without the tanh approximation (Hendrycks and Gimpel
 * 2016). Value and gradient keep their digits for large negative x.
 */
export class GELU extends Activation {
  get config(): TypedConfig {
    return { type: 'GELU' };
  }

  protected apply(x: Tensor): Tensor {
    return gelu(x);
  }
}
