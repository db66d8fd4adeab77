import { huber } from '../ops/composed.js';
import { subtract } from '../ops/ops.js';
import { checkPositive } from '../validation/arguments.js';
import { ElementwiseLoss } from './loss.js';

/**
 * Huber loss for regression with outliers: the mean of `e² / 2` where `|e| ≤ δ`, else `δ (|e| − δ / 2)`, with
 * `e = y − t` (Huber 1964, as PyTorch's `HuberLoss`). δ is `delta`, > 0. Default: 1.
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
