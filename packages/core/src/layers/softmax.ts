import { softmax } from '../ops/composed.js';
import { Lambda } from './lambda.js';

/**
 * Turns logits into probabilities over the last axis, `exp(x) / Σ exp(x)`, for inference. To train, leave it out and
 * use `SoftmaxCrossEntropy`: it works on logits, where `log(softmax(x))` would lose digits.
 *
 * @example
 * ```ts
 * const classifier = new Sequential(backend, { inputShape: [4], layers: [new Dense(3), new Softmax()] });
 * ```
 */
export class Softmax extends Lambda {
  constructor() {
    super({ type: 'Softmax' }, (x) => softmax(x));
  }
}
