import { softplus } from '../composed.js';
import type { TypedConfig } from '../json.js';
import type { Tensor } from '../tensor.js';
import { Activation } from './activation.js';

/** log(1 + exp(x)), without overflow. */
export class Softplus extends Activation {
  get config(): TypedConfig {
    return { type: 'Softplus' };
  }

  protected apply(x: Tensor): Tensor {
    return softplus(x);
  }
}
