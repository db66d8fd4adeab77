import { softplus } from '../ops/activations.js';
import { Lambda } from './lambda.js';

/**
 * Softplus: `log(1 + exp(x))`, without overflow.
 *
 * @example
 * ```ts
 * const layers = [new Dense(128), new Softplus(), new Dense(10)];
 * ```
 */
export class Softplus extends Lambda {
  constructor() {
    super({ type: 'Softplus' }, (x) => softplus(x));
  }
}
