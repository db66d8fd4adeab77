import type { TypedConfig } from '../json.js';
import { add, multiply, sigmoid, subtract } from '../ops.js';
import { scope } from '../scope.js';
import type { Tensor } from '../tensor.js';
import { Activation } from './layer.js';

interface Saved {
  readonly x: Tensor;
  readonly s: Tensor;
}

/** y = x s with s = sigmoid(x), also called swish (Elfwing et al. 2018); y' = s (1 + x (1 - s)). */
export class SiLU extends Activation<Saved> {
  get config(): TypedConfig {
    return { type: 'SiLU' };
  }

  protected apply(x: Tensor): [y: Tensor, saved: Saved] {
    const s = sigmoid(x);
    return [multiply(x, s), { x, s }];
  }

  protected gradient({ x, s }: Saved, dY: Tensor): Tensor {
    return scope(() => multiply(dY, multiply(s, add(multiply(x, subtract(1, s)), 1))));
  }
}
