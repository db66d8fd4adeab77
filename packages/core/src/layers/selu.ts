import { selu } from '../ops/activations.js';
import { Lambda } from './lambda.js';

/**
 * Scaled exponential linear unit (Klambauer et al. 2017): `λ x` where `x > 0`, else `λ α (exp(x) − 1)`, with
 * `λ = 1.0507…` and `α = 1.6732…`. With weights from `lecunNormal`, it keeps mean 0 and variance 1 from layer to layer.
 *
 * @example
 * ```ts
 * const layers = [new Dense(128, { initializer: 'lecunNormal' }), new SELU(), new Dense(10)];
 * ```
 */
export class SELU extends Lambda {
  constructor() {
    super({ type: 'SELU' }, (x) => selu(x));
  }
}
