import type { TypedConfig } from '../json.js';
import { gelu, geluGradient } from '../normal-cdf.js';
import { scope } from '../scope.js';
import type { Tensor } from '../tensor.js';
import { Activation } from './layer.js';

/**
 * y = x Phi(x) with the normal distribution function Phi, exact, without the tanh approximation (Hendrycks and Gimpel
 * 2016); y' = Phi(x) + x phi(x). Both keep their digits for large negative x.
 */
export class GELU extends Activation<Tensor> {
  get config(): TypedConfig {
    return { type: 'GELU' };
  }

  protected apply(x: Tensor): [y: Tensor, saved: Tensor] {
    return [gelu(x), x];
  }

  protected gradient(x: Tensor, dY: Tensor): Tensor {
    return scope(() => geluGradient(dY, x));
  }
}
