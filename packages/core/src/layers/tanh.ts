import { square } from '../composed.js';
import type { TypedConfig } from '../json.js';
import { multiply, subtract, tanh } from '../ops.js';
import { scope } from '../scope.js';
import type { Tensor } from '../tensor.js';
import { Activation } from './layer.js';

/** y = tanh(x); y' = 1 - y^2. */
export class Tanh extends Activation<Tensor> {
  get config(): TypedConfig {
    return { type: 'Tanh' };
  }

  protected apply(x: Tensor): [y: Tensor, saved: Tensor] {
    const y = tanh(x);
    return [y, y];
  }

  protected gradient(y: Tensor, dY: Tensor): Tensor {
    return scope(() => multiply(dY, subtract(1, square(y))));
  }
}
