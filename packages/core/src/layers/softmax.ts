import { softmax } from '../composed.js';
import type { TypedConfig } from '../json.js';
import type { Tensor } from '../tensor.js';
import { Activation } from './activation.js';

/**
 * Probabilities over the last axis, for inference. Train on logits with `SoftmaxCrossEntropy` instead of ending the
 * network in this layer: log(softmax) loses what the loss keeps.
 */
export class Softmax extends Activation {
  get config(): TypedConfig {
    return { type: 'Softmax' };
  }

  protected apply(x: Tensor): Tensor {
    return softmax(x);
  }
}
