import { abs } from '../composed.js';
import type { TypedConfig } from '../json.js';
import { subtract } from '../ops.js';
import type { Tensor } from '../tensor.js';
import { ElementwiseLoss } from './loss.js';

/** Mean of |y - t| over all elements; targets have the outputs' shape and dtype. Where y = t, the gradient is 0. */
export class MeanAbsoluteError extends ElementwiseLoss {
  get config(): TypedConfig {
    return { type: 'MeanAbsoluteError' };
  }

  protected elements(outputs: Tensor, targets: Tensor): Tensor {
    return abs(subtract(outputs, targets));
  }
}
