import type { TypedConfig } from '../config/json.js';
import { binaryCrossEntropy } from '../ops/composed.js';
import type { Tensor } from '../tensors/tensor.js';
import { ElementwiseLoss } from './loss.js';

/**
 * Binary cross-entropy for yes-or-no questions, on logits: the network ends without a Sigmoid. The mean over all
 * elements of -t log sigmoid(x) - (1 - t) log(1 - sigmoid(x)), computed as max(x, 0) - x t + log1p(exp(-|x|)). Targets
 * t in [0, 1] have the logits' shape and dtype.
 *
 * Loss and gradient keep their digits for a confident, right answer: at t = 1 and a large x neither rounds to 0.
 *
 * @example
 * ```ts
 * await fit(model, trainSet, { loss: new BinaryCrossEntropy(), optimizer: new Adam(), epochs: 10 });
 * ```
 */
export class BinaryCrossEntropy extends ElementwiseLoss {
  get config(): TypedConfig {
    return { type: 'BinaryCrossEntropy' };
  }

  protected elements(logits: Tensor, targets: Tensor): Tensor {
    return binaryCrossEntropy(logits, targets);
  }
}
