import type { TypedConfig } from '../config/json.js';
import { elu } from '../ops/activations.js';
import type { Tensor } from '../tensors/tensor.js';
import { checkNotNegative } from '../validation/arguments.js';
import { Activation } from './activation.js';

/**
 * Exponential linear unit: x where x > 0, else alpha (exp(x) - 1) (Clevert et al. 2016). `alpha` is >= 0. Default: 1.
 *
 * @example
 * ```ts
 * const layers = [new Dense(128), new ELU(), new Dense(10)];
 * ```
 */
export class ELU extends Activation {
  readonly alpha: number;

  constructor(alpha = 1) {
    super();
    this.alpha = checkNotNegative('ELU alpha', alpha);
  }

  get config(): TypedConfig {
    return { type: 'ELU', alpha: this.alpha };
  }

  protected apply(x: Tensor): Tensor {
    return elu(x, this.alpha);
  }
}
