import { elu } from '../ops/activations.js';
import { checkNotNegative } from '../validation/arguments.js';
import { Lambda } from './lambda.js';

/**
 * Exponential linear unit: `x` where `x > 0`, else `α (exp(x) − 1)` (Clevert et al. 2016). α is `alpha`, >= 0.
 * Default: 1.
 *
 * @example
 * ```ts
 * const layers = [new Dense(128), new ELU(), new Dense(10)];
 * ```
 */
export class ELU extends Lambda {
  constructor(alpha = 1) {
    checkNotNegative('ELU alpha', alpha);
    super({ type: 'ELU', alpha }, (x) => elu(x, alpha));
  }
}
