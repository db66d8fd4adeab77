import { leakyRelu } from '../ops/activations.js';
import { checkNotNegative } from '../validation/arguments.js';
import { Lambda } from './lambda.js';

/**
 * Leaky ReLU: `x` where `x > 0`, else `slope · x` (Maas et al. 2013). The derivative at 0 is `slope`, >= 0.
 * Default: 0.01.
 *
 * @example
 * ```ts
 * const layers = [new Dense(128), new LeakyReLU(0.1), new Dense(10)];
 * ```
 */
export class LeakyReLU extends Lambda {
  constructor(slope = 0.01) {
    checkNotNegative('LeakyReLU slope', slope);
    super({ type: 'LeakyReLU', slope }, (x) => leakyRelu(x, slope));
  }
}
