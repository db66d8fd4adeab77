import type { TypedConfig } from '../config/json.js';
import { square } from '../ops/composed.js';
import { subtract } from '../ops/ops.js';
import type { Tensor } from '../tensors/tensor.js';
import { ElementwiseLoss } from './loss.js';

/**
 * Mean squared error: the mean of (y - t)^2 over all elements. Targets have the outputs' shape and dtype.
 *
 * @example
 * ```ts
 * await fit(model, trainSet, { loss: new MeanSquaredError(), optimizer: new SGD(), epochs: 10 });
 * ```
 */
export class MeanSquaredError extends ElementwiseLoss {
  get config(): TypedConfig {
    return { type: 'MeanSquaredError' };
  }

  protected elements(outputs: Tensor, targets: Tensor): Tensor {
    return square(subtract(outputs, targets));
  }
}
