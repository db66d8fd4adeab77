import { softmax, softmaxGradient } from '../composed.js';
import type { TypedConfig } from '../json.js';
import { scope } from '../scope.js';
import type { Tensor } from '../tensor.js';
import { Activation } from './layer.js';

/**
 * Probabilities over the last axis, for inference. Train on logits with `SoftmaxCrossEntropy` instead of ending the
 * network in this layer: log(softmax) loses what the loss keeps.
 *
 * Backward: dX = y (dY - sum of dY y over the last axis).
 */
export class Softmax extends Activation<Tensor> {
  get config(): TypedConfig {
    return { type: 'Softmax' };
  }

  protected apply(x: Tensor): [y: Tensor, saved: Tensor] {
    const y = softmax(x);
    return [y, y];
  }

  protected gradient(y: Tensor, dY: Tensor): Tensor {
    return scope(() => softmaxGradient(dY, y));
  }
}
