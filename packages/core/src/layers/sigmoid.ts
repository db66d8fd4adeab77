import type { TypedConfig } from '../json.js';
import { multiply, sigmoid, subtract } from '../ops.js';
import { scope } from '../scope.js';
import type { Tensor } from '../tensor.js';
import { Activation } from './layer.js';

/** y = 1 / (1 + exp(-x)); y' = y (1 - y). */
export class Sigmoid extends Activation<Tensor> {
  get config(): TypedConfig {
    return { type: 'Sigmoid' };
  }

  protected apply(x: Tensor): [y: Tensor, saved: Tensor] {
    const y = sigmoid(x);
    return [y, y];
  }

  protected gradient(y: Tensor, dY: Tensor): Tensor {
    return scope(() => multiply(dY, multiply(y, subtract(1, y))));
  }
}
