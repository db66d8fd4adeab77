import { square } from '../composed.js';
import type { TypedConfig } from '../json.js';
import { gelu, normalCdf } from '../normal-cdf.js';
import { add, exp, multiply } from '../ops.js';
import { scope } from '../scope.js';
import type { Tensor } from '../tensor.js';
import { Activation } from './layer.js';

/** 1 / sqrt(2 pi) */
const NORMAL_DENSITY_AT_0 = 0.3989422804014327;

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
    return scope(() => {
      const density = multiply(exp(multiply(square(x), -0.5)), NORMAL_DENSITY_AT_0);
      return multiply(dY, add(normalCdf(x), multiply(x, density)));
    });
  }
}
