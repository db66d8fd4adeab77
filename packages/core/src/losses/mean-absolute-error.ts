import type { TypedConfig } from '../config/json.js';
import { abs } from '../ops/composed.js';
import { subtract } from '../ops/ops.js';
import type { Tensor } from '../tensors/tensor.js';
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
