import { square } from '../composed.js';
import type { TypedConfig } from '../json.js';
import { subtract } from '../ops.js';
import type { Tensor } from '../tensor.js';
import { ElementwiseLoss } from './loss.js';

/** Mean of (y - t)^2 over all elements; targets have the outputs' shape and dtype. */
export class MeanSquaredError extends ElementwiseLoss {
  get config(): TypedConfig {
    return { type: 'MeanSquaredError' };
  }

  protected elements(outputs: Tensor, targets: Tensor): Tensor {
    return square(subtract(outputs, targets));
  }
}
