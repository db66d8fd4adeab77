import type { TypedConfig } from '../config/json.js';
import { sigmoid } from '../ops/ops.js';
import type { Tensor } from '../tensors/tensor.js';
import { Activation } from './activation.js';

/** 1 / (1 + exp(-x)). */
export class Sigmoid extends Activation {
  get config(): TypedConfig {
    return { type: 'Sigmoid' };
  }

  protected apply(x: Tensor): Tensor {
    return sigmoid(x);
  }
}
