import type { TypedConfig } from '../config/json.js';
import { sigmoid } from '../ops/ops.js';
import type { Tensor } from '../tensors/tensor.js';
import { Activation } from './activation.js';

/**
 * Sigmoid: 1 / (1 + exp(-x)). Train a classifier on logits with `BinaryCrossEntropy` instead of ending it in this
 * layer.
 *
 * @example
 * ```ts
 * const layers = [new Dense(128), new Sigmoid(), new Dense(10)];
 * ```
 */
export class Sigmoid extends Activation {
  get config(): TypedConfig {
    return { type: 'Sigmoid' };
  }

  protected apply(x: Tensor): Tensor {
    return sigmoid(x);
  }
}
