import { square } from '../ops/composed.js';
import { subtract } from '../ops/ops.js';
import { ElementwiseLoss } from './loss.js';

/**
 * Mean squared error: the mean of `(y − t)²` over all elements of outputs y and targets t of the same shape and dtype,
 * as PyTorch's `MSELoss`.
 *
 * @example
 * ```ts
 * await fit(model, trainSet, { loss: new MeanSquaredError(), optimizer: new SGD(), epochs: 10 });
 * ```
 */
export class MeanSquaredError extends ElementwiseLoss {
  constructor() {
    super({ type: 'MeanSquaredError' }, (outputs, targets) => square(subtract(outputs, targets)));
  }
}
