import type { TypedConfig } from '../config/json.js';
import { binaryCrossEntropy } from '../ops/composed.js';
import type { Tensor } from '../tensors/tensor.js';
import { ElementwiseLoss } from './loss.js';

/**
 * Mean over all elements of -t log sigmoid(x) - (1 - t) log(1 - sigmoid(x)), computed from logits x as
 * max(x, 0) - x t + log1p(exp(-|x|)). Targets in [0, 1] have the logits' shape and dtype.
 *
 * A confident and right answer keeps its digits in both: at t = 1 and a large x, neither the loss nor the gradient is
 * rounded to 0.
 */
export class BinaryCrossEntropy extends ElementwiseLoss {
  get config(): TypedConfig {
    return { type: 'BinaryCrossEntropy' };
  }

  protected elements(logits: Tensor, targets: Tensor): Tensor {
    return binaryCrossEntropy(logits, targets);
  }
}
