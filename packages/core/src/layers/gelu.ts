import { square } from '../composed.js';
import type { TypedConfig } from '../json.js';
import { add, erf, exp, multiply } from '../ops.js';
import { scope } from '../scope.js';
import type { Tensor } from '../tensor.js';
import { Activation } from './layer.js';

const SQRT_HALF = Math.SQRT1_2;
/** 1 / sqrt(2 pi) */
const NORMAL_DENSITY_AT_0 = 0.3989422804014327;

/** Phi(x) = (1 + erf(x / sqrt 2)) / 2, the normal distribution function. */
function normalDistribution(x: Tensor): Tensor {
  return multiply(add(erf(multiply(x, SQRT_HALF)), 1), 0.5);
}

/** y = x Phi(x), exact, without the tanh approximation (Hendrycks and Gimpel 2016); y' = Phi(x) + x phi(x). */
export class GELU extends Activation<Tensor> {
  get config(): TypedConfig {
    return { type: 'GELU' };
  }

  protected apply(x: Tensor): [y: Tensor, saved: Tensor] {
    return [scope(() => multiply(x, normalDistribution(x))), x];
  }

  protected gradient(x: Tensor, dY: Tensor): Tensor {
    return scope(() => {
      const density = multiply(exp(multiply(square(x), -0.5)), NORMAL_DENSITY_AT_0);
      return multiply(dY, add(normalDistribution(x), multiply(x, density)));
    });
  }
}
