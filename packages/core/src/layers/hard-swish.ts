import { hardSwish } from '../ops/activations.js';
import { Lambda } from './lambda.js';

/**
 * Hard swish: `x · min(max(0, x + 3), 6) / 6` (Howard et al. 2019), which is close to `SiLU` and needs no exponential.
 * The derivative is 0 at -3 and 1 at 3, as in PyTorch.
 *
 * @example
 * ```ts
 * const layers = [new Dense(128), new HardSwish(), new Dense(10)];
 * ```
 */
export class HardSwish extends Lambda {
  constructor() {
    super({ type: 'HardSwish' }, (x) => hardSwish(x));
  }
}
