import { sigmoid } from '../ops/ops.js';
import { Lambda } from './lambda.js';

/**
 * Sigmoid: `1 / (1 + exp(−x))`. Train a classifier on logits with `BinaryCrossEntropy` instead of ending it in this
 * layer.
 *
 * @example
 * ```ts
 * const layers = [new Dense(128), new Sigmoid(), new Dense(10)];
 * ```
 */
export class Sigmoid extends Lambda {
  constructor() {
    super({ type: 'Sigmoid' }, (x) => sigmoid(x));
  }
}
