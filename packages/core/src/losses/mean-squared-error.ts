import { square } from '../composed.js';
import type { TypedConfig } from '../json.js';
import { multiply, subtract } from '../ops.js';
import type { Tensor } from '../tensor.js';
import { ElementwiseLoss } from './loss.js';

/** Mean of (y - t)^2 over all elements; targets have the outputs' shape and dtype. Gradient 2 (y - t) / elements. */
export class MeanSquaredError extends ElementwiseLoss {
  get config(): TypedConfig {
    return { type: 'MeanSquaredError' };
  }

  protected elements(outputs: Tensor, targets: Tensor): { values: Tensor; gradients: Tensor } {
    const error = subtract(outputs, targets);
    return { values: square(error), gradients: multiply(error, 2) };
  }
}
