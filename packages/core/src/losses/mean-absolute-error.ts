import { abs } from '../ops/composed.js';
import { subtract } from '../ops/ops.js';
import { ElementwiseLoss } from './loss.js';

/**
 * Mean absolute error: the mean of `|y − t|` over all elements of outputs y and targets t of the same shape and dtype,
 * as PyTorch's `L1Loss`. The gradient is 0 where `y = t`.
 *
 * @example
 * ```ts
 * await fit(model, trainSet, { loss: new MeanAbsoluteError(), optimizer: new Adam(), epochs: 10 });
 * ```
 */
export class MeanAbsoluteError extends ElementwiseLoss {
  constructor() {
    super({ type: 'MeanAbsoluteError' }, (outputs, targets) => abs(subtract(outputs, targets)));
  }
}
