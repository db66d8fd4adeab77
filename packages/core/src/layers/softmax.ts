import type { TypedConfig } from '../config/json.js';
import { softmax } from '../ops/composed.js';
import type { Tensor } from '../tensors/tensor.js';
import { Activation } from './activation.js';

/**
 * Turns logits into probabilities over the last axis, for inference. To train, leave it out and use
 * `SoftmaxCrossEntropy`: it works on logits, where log(softmax) would lose digits.
 *
 * @example
 * ```ts
 * const classifier = new Sequential(backend, { inputShape: [4], layers: [new Dense(3), new Softmax()] });
 * ```
 */
export class Softmax extends Activation {
  get config(): TypedConfig {
    return { type: 'Softmax' };
  }

  protected apply(x: Tensor): Tensor {
    return softmax(x);
  }
}
