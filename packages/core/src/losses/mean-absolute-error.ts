import { abs, sign } from '../composed.js';
import type { TypedConfig } from '../json.js';
import { subtract } from '../ops.js';
import type { Tensor } from '../tensor.js';
import { ElementwiseLoss } from './loss.js';

/** Mean of |y - t| over all elements; targets have the outputs' shape and dtype. Gradient sign(y - t) / elements, 0 at 0. */
export class MeanAbsoluteError extends ElementwiseLoss {
  readonly kinks: readonly number[] = [0];

  get config(): TypedConfig {
    return { type: 'MeanAbsoluteError' };
  }

  protected elements(outputs: Tensor, targets: Tensor): { values: Tensor; gradients: Tensor } {
    const error = subtract(outputs, targets);
    return { values: abs(error), gradients: sign(error) };
  }
}
