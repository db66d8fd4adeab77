import { abs, negate, relu } from '../composed.js';
import type { TypedConfig } from '../json.js';
import { add, exp, greater, log1p, multiply, sigmoid, subtract, where } from '../ops.js';
import type { Tensor } from '../tensor.js';
import { ElementwiseLoss } from './loss.js';

/**
 * Mean over all elements of -t log sigmoid(x) - (1 - t) log(1 - sigmoid(x)), computed from logits x as
 * max(x, 0) - x t + log1p(exp(-|x|)). Targets in [0, 1] have the logits' shape and dtype. Gradient (sigmoid(x) - t) /
 * elements.
 *
 * A confident and right answer keeps its digits in both: at t = 1 and a large x, neither the loss nor the gradient is
 * rounded to 0.
 */
export class BinaryCrossEntropy extends ElementwiseLoss {
  get config(): TypedConfig {
    return { type: 'BinaryCrossEntropy' };
  }

  protected elements(logits: Tensor, targets: Tensor): { values: Tensor; gradients: Tensor } {
    const below = negate(abs(logits));
    // The probability of the less likely class, which keeps its digits where that of the other one rounds to 1.
    const unlikely = sigmoid(below);
    return {
      values: add(subtract(relu(logits), multiply(logits, targets)), log1p(exp(below))),
      gradients: where(
        greater(logits, 0),
        subtract(subtract(1, targets), unlikely), // sigmoid(x) = 1 - sigmoid(-x)
        subtract(unlikely, targets),
      ),
    };
  }
}
