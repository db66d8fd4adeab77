import { checkPositive } from '../arguments.js';
import { abs, sign, square } from '../composed.js';
import type { TypedConfig } from '../json.js';
import { greater, multiply, subtract, where } from '../ops.js';
import type { Tensor } from '../tensor.js';
import { ElementwiseLoss } from './loss.js';

/**
 * Mean of e^2 / 2 where |e| <= delta, else delta (|e| - delta / 2), with e = y - t (Huber 1964, as PyTorch's HuberLoss).
 * Gradient e, or delta sign(e), over elements.
 */
export class Huber extends ElementwiseLoss {
  readonly delta: number;
  readonly kinks: readonly number[];

  constructor(delta = 1) {
    super();
    this.delta = checkPositive('Huber delta', delta);
    this.kinks = [-this.delta, this.delta];
  }

  get config(): TypedConfig {
    return { type: 'Huber', delta: this.delta };
  }

  protected elements(outputs: Tensor, targets: Tensor): { values: Tensor; gradients: Tensor } {
    const error = subtract(outputs, targets);
    const size = abs(error);
    const far = greater(size, this.delta);
    const linear = multiply(subtract(size, this.delta / 2), this.delta);
    return {
      values: where(far, linear, multiply(square(error), 0.5)),
      gradients: where(far, multiply(sign(error), this.delta), error),
    };
  }
}
