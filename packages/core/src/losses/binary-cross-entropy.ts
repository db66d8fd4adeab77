import { softplus } from '../composed.js';
import type { TypedConfig } from '../json.js';
import { multiply, sigmoid, subtract } from '../ops.js';
import type { Tensor } from '../tensor.js';
import { ElementwiseLoss } from './loss.js';

/**
 * Mean over all elements of -t log sigmoid(x) - (1 - t) log(1 - sigmoid(x)), computed from logits x as
 * softplus(x) - x t. Targets in [0, 1] have the logits' shape and dtype. Gradient (sigmoid(x) - t) / elements.
 */
export class BinaryCrossEntropy extends ElementwiseLoss {
  get config(): TypedConfig {
    return { type: 'BinaryCrossEntropy' };
  }

  protected elements(logits: Tensor, targets: Tensor): { values: Tensor; gradients: Tensor } {
    return {
      values: subtract(softplus(logits), multiply(logits, targets)),
      gradients: subtract(sigmoid(logits), targets),
    };
  }
}
