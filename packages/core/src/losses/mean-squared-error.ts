import { square } from '../ops/composed.js';
import { subtract } from '../ops/ops.js';
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
  constructor() {
    super({ type: 'MeanSquaredError' }, (outputs, targets) => square(subtract(outputs, targets)));
  }
}
