import { softplus } from '../composed.js';
import type { TypedConfig } from '../json.js';
import { multiply, sigmoid } from '../ops.js';
import { scope } from '../scope.js';
import type { Tensor } from '../tensor.js';
import { Activation } from './layer.js';

/** y = log(1 + exp(x)), without overflow; y' = sigmoid(x). */
export class Softplus extends Activation<Tensor> {
  get config(): TypedConfig {
    return { type: 'Softplus' };
  }

  protected apply(x: Tensor): [y: Tensor, saved: Tensor] {
    return [softplus(x), x];
  }

  protected gradient(x: Tensor, dY: Tensor): Tensor {
    return scope(() => multiply(dY, sigmoid(x)));
  }
}
