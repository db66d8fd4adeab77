import { huber } from '../ops/composed.js';
import { subtract } from '../ops/ops.js';
import { checkPositive } from '../validation/arguments.js';
import { ElementwiseLoss } from './loss.js';

/**
 * Huber loss for regression with outliers: the mean of e^2 / 2 where |e| <= delta, else delta (|e| - delta / 2), with
 * e = y - t (Huber 1964, as PyTorch's `HuberLoss`). `delta` is > 0. Default: 1.
 *
 * @example
 * ```ts
 * await fit(model, trainSet, { loss: new Huber(0.5), optimizer: new Adam(), epochs: 10 });
 * ```
 */
export class Huber extends ElementwiseLoss {
  readonly delta: number;

  constructor(delta = 1) {
    super({ type: 'Huber', delta }, (outputs, targets) => huber(subtract(outputs, targets), delta));
    this.delta = checkPositive('Huber delta', delta);
  }
}
