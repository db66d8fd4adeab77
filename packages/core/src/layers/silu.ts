import type { TypedConfig } from '../config/json.js';
import { silu } from '../ops/composed.js';
import type { Tensor } from '../tensors/tensor.js';
import { Activation } from './activation.js';

/** x sigmoid(x), also called swish (Elfwing et al. 2018). */
export class SiLU extends Activation {
  get config(): TypedConfig {
    return { type: 'SiLU' };
  }

  protected apply(x: Tensor): Tensor {
    return silu(x);
  }
}
