import { type GeluOptions, gelu } from '../ops/activations.js';
import { checkApproximation, checkOptions } from '../validation/arguments.js';
import { Lambda } from './lambda.js';

/**
 * Gaussian error linear unit: `x Φ(x)` with the normal distribution function Φ (Hendrycks and Gimpel 2016). Value and
 * gradient keep their digits for large negative x. With `approximate: 'tanh'`, Φ(x) is
 * `(1 + tanh(√(2 / π) (x + 0.044715 x³))) / 2`, as in PyTorch. Use it for models that were trained with it.
 *
 * @example
 * ```ts
 * const layers = [new Dense(128), new GELU(), new Dense(10)];
 * const approximate = new GELU({ approximate: 'tanh' });
 * ```
 */
export class GELU extends Lambda {
  constructor(options: GeluOptions = {}) {
    checkOptions('GELU', options, ['approximate'], "{ approximate: 'tanh' }");
    const approximate = checkApproximation('GELU approximate', options.approximate ?? 'none');
    super({ type: 'GELU', approximate }, (x) => gelu(x, { approximate }));
  }
}
