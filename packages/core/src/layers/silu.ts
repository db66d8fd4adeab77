import { silu, siluGradient } from '../composed.js';
import type { TypedConfig } from '../json.js';
import { scope } from '../scope.js';
import type { Tensor } from '../tensor.js';
import { Activation } from './layer.js';

/** y = x s with s = sigmoid(x), also called swish (Elfwing et al. 2018); y' = s (1 + x (1 - s)). */
export class SiLU extends Activation<Tensor> {
  get config(): TypedConfig {
    return { type: 'SiLU' };
  }

  protected apply(x: Tensor): [y: Tensor, saved: Tensor] {
    return [silu(x), x];
  }

  protected gradient(x: Tensor, dY: Tensor): Tensor {
    return scope(() => siluGradient(dY, x));
  }
}
