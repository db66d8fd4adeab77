import { silu } from '../ops/activations.js';
import { Lambda } from './lambda.js';

/**
 * Sigmoid linear unit, also called swish: `x · sigmoid(x)` (Elfwing et al. 2018).
 *
 * @example
 * ```ts
 * const layers = [new Dense(128), new SiLU(), new Dense(10)];
 * ```
 */
export class SiLU extends Lambda {
  constructor() {
    super({ type: 'SiLU' }, (x) => silu(x));
  }
}
