import type { TypedConfig } from '../config/json.js';
import { crossEntropyRows, softmaxCrossEntropy, targetCrossEntropy } from '../ops/fused.js';
import { checkRank, checkSameShape, sameShape } from '../tensors/shape.js';
import type { Tensor } from '../tensors/tensor.js';
import { checkFraction, checkOptions } from '../validation/arguments.js';
import { formatShape, NablaError } from '../validation/errors.js';
import { checkSingle, type Loss } from './loss.js';

/** Options of `SoftmaxCrossEntropy`. */
export interface SoftmaxCrossEntropyOptions {
  /** Mixes the target with the uniform distribution (Szegedy et al. 2016); in [0, 1), default 0. */
  readonly labelSmoothing?: number;
}

/**
 * -mean over rows of log softmax(logits)[target], computed from logits [n, classes], never as log(softmax). Targets
 * are int32 labels [n], or probabilities (one-hot rows, say) [n, classes] in the logits' dtype.
 *
 * A label outside [0, classes) makes the loss NaN, and its row of the gradient; the labels are on the backend, where no
 * error can be thrown. Training and `evaluate` check the labels of a data set before they upload them, and throw.
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

  /** The loss of each example, [n]. Core composes it of operations, on any backend. */
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
