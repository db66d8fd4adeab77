import { tanh } from '../ops/ops.js';
import { Lambda } from './lambda.js';

/**
 * Hyperbolic tangent: `(exp(x) − exp(−x)) / (exp(x) + exp(−x))`.
 *
 * @example
 * ```ts
 * const layers = [new Dense(128), new Tanh(), new Dense(10)];
 * ```
 */
export class Tanh extends Lambda {
  constructor() {
    super({ type: 'Tanh' }, (x) => tanh(x));
  }
}
