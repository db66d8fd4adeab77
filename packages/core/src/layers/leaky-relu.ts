import type { TypedConfig } from '../config/json.js';
import { leakyRelu } from '../ops/activations.js';
import type { Tensor } from '../tensors/tensor.js';
import { checkNotNegative } from '../validation/arguments.js';
import { Activation } from './activation.js';

/**
 * Leaky ReLU: x where x > 0, else slope x (Maas et al. 2013). The derivative at 0 is `slope`, >= 0. Default: 0.01.
 *
 * @example
 * ```ts
 * const layers = [new Dense(128), new LeakyReLU(0.1), new Dense(10)];
 * ```
 */
export class LeakyReLU extends Activation {
  readonly slope: number;

  constructor(slope = 0.01) {
    super();
    this.slope = checkNotNegative('LeakyReLU slope', slope);
  }

  get config(): TypedConfig {
    return { type: 'LeakyReLU', slope: this.slope };
  }

  protected apply(x: Tensor): Tensor {
    return leakyRelu(x, this.slope);
  }
}
