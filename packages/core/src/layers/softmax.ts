import type { TypedConfig } from '../config/json.js';
import { softmax } from '../ops/composed.js';
import type { Tensor } from '../tensors/tensor.js';
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
