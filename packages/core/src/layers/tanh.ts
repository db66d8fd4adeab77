import type { TypedConfig } from '../config/json.js';
import { tanh } from '../ops/ops.js';
import type { Tensor } from '../tensors/tensor.js';
import { Activation } from './activation.js';

/** The hyperbolic tangent. */
export class Tanh extends Activation {
  get config(): TypedConfig {
    return { type: 'Tanh' };
  }

  protected apply(x: Tensor): Tensor {
    return tanh(x);
  }
}
