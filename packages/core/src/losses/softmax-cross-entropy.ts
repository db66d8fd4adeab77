import type { TypedConfig } from '../config/json.js';
import { crossEntropyRows, softmaxCrossEntropy, targetCrossEntropy } from '../ops/fused/cross-entropy.js';
import { checkRank, checkSameShape, sameShape } from '../tensors/shape.js';
import type { Tensor } from '../tensors/tensor.js';
import { checkFraction, checkOptions } from '../validation/arguments.js';
import { formatShape, NablaError } from '../validation/errors.js';
import { checkSingle, type Loss } from './loss.js';

/** Options of `SoftmaxCrossEntropy`. */
export interface SoftmaxCrossEntropyOptions {
  /** Mixes the target with the uniform distribution (Szegedy et al. 2016), in [0, 1). Default: 0. */
  readonly labelSmoothing?: number;
}

/**
 * Cross-entropy for classes, on logits [n, classes]: the network ends without a Softmax. The mean over the rows of
 * -log softmax(logits)[target]. Targets are int32 labels [n], or probabilities such as one-hot rows [n, classes] in the
 * logits' dtype.
 *
 * Training and `evaluate` throw for a label outside [0, classes). If you call `compute` yourself, such a label makes
 * the loss and its row of the gradient NaN, because kernels cannot throw.
 *
 * @example
 * ```ts
 * const loss = new SoftmaxCrossEntropy({ labelSmoothing: 0.1 });
 * await fit(model, trainSet, { loss, optimizer: new Adam(), epochs: 10 });
 * ```
 */
export class SoftmaxCrossEntropy implements Loss {
  readonly classification = true;
  readonly labelSmoothing: number;

  constructor(options: SoftmaxCrossEntropyOptions = {}) {
    checkOptions('SoftmaxCrossEntropy', options, ['labelSmoothing'], '{ labelSmoothing: 0.1 }');
    this.labelSmoothing = checkFraction('SoftmaxCrossEntropy labelSmoothing', options.labelSmoothing ?? 0);
  }

  get config(): TypedConfig {
    return { type: 'SoftmaxCrossEntropy', labelSmoothing: this.labelSmoothing };
  }

  compute(logits: Tensor, targets: Tensor, rows: number): Tensor {
    checkTargets(logits, targets);
    const crossEntropy = targets.dtype === 'int32' ? softmaxCrossEntropy : targetCrossEntropy;
    return crossEntropy(logits, targets, this.labelSmoothing, 1 / rows);
  }

  /** Returns the loss of each example, [n]. */
  examples(logits: Tensor, targets: Tensor): Tensor {
    checkTargets(logits, targets);
    return crossEntropyRows(logits, targets, this.labelSmoothing, 1);
  }
}

function checkTargets(logits: Tensor, targets: Tensor): void {
  checkSingle('SoftmaxCrossEntropy', logits, targets);
  checkRank('SoftmaxCrossEntropy', logits.shape, 2);
  if (targets.dtype === 'int32') {
    if (sameShape(targets.shape, logits.shape.slice(0, 1))) return;
    throw new NablaError(
      'shape',
      `SoftmaxCrossEntropy: expected one label for each row of the logits ${formatShape(logits.shape)}. ` +
        `Received labels of shape ${formatShape(targets.shape)}.`,
    );
  }
  if (targets.shape.length === 1) {
    throw new NablaError(
      'dtype',
      `SoftmaxCrossEntropy: expected int32 labels, or probabilities ${formatShape(logits.shape)}. Received ` +
        `${targets.dtype} ${formatShape(targets.shape)}; keep labels in an Int32Array, or cast(labels, 'int32').`,
    );
  }
  checkSameShape('SoftmaxCrossEntropy', logits.shape, targets.shape);
}
