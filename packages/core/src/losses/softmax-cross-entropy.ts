import type { FloatDType } from '../backend.js';
import type { TypedConfig } from '../config/json.js';
import { crossEntropyRows, softmaxCrossEntropy, targetCrossEntropy } from '../ops/fused/cross-entropy.js';
import { oneHot } from '../ops/indexing.js';
import { cast } from '../ops/movement.js';
import { multiply, sum } from '../ops/ops.js';
import { checkRank, checkSameShape, sameShape } from '../tensors/shape.js';
import type { Tensor } from '../tensors/tensor.js';
import { checkFraction, checkIgnored, checkNotNegative, checkOptions } from '../validation/arguments.js';
import { unexpected } from '../validation/describe.js';
import { formatShape, NablaError } from '../validation/errors.js';
import { checkSingle, kept, type Loss, type LossSum, lossSum, times, weightsOf } from './loss.js';

/** Options of `SoftmaxCrossEntropy`. */
export interface SoftmaxCrossEntropyOptions {
  /**
   * The share s of a uniform distribution in the targets t, `(1 − s) t + s / classes`, in [0, 1) (Szegedy et al.
   * 2016). Default: 0.
   */
  readonly labelSmoothing?: number;
  /** A label that counts for nothing, such as that of padding: PyTorch's `ignore_index`. Default: none. */
  readonly ignoreIndex?: number;
  /** A weight >= 0 for each class: PyTorch's `weight`. Default: 1 each. */
  readonly classWeights?: readonly number[];
}

/**
 * Cross-entropy for classes, on logits [n, …, classes]: the network ends without a Softmax. The mean over the rows of
 * the logits, for targets t:
 *
 * - `−log softmax(logits)[t]` for int32 labels [n, …]
 * - `−Σ t · log softmax(logits)` for probabilities, such as one-hot rows [n, …, classes] in the logits' dtype
 *
 * This is PyTorch's `CrossEntropyLoss`: with `classWeights` and labels the mean is weighted by the labels' weights.
 *
 * Training and `evaluate` throw for a label outside [0, classes) other than `ignoreIndex`. If you call `compute`
 * yourself, such a label makes the loss and its row of the gradient NaN.
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
  readonly ignoreIndex: number | undefined;
  readonly classWeights: readonly number[] | undefined;

  constructor(options: SoftmaxCrossEntropyOptions = {}) {
    const known = ['labelSmoothing', 'ignoreIndex', 'classWeights'];
    checkOptions('SoftmaxCrossEntropy', options, known, '{ labelSmoothing: 0.1 }');
    const { labelSmoothing = 0, ignoreIndex, classWeights } = options;
    this.labelSmoothing = checkFraction('SoftmaxCrossEntropy labelSmoothing', labelSmoothing);
    this.ignoreIndex = ignoreIndex;
    this.classWeights = classWeights;
    checkIgnored('SoftmaxCrossEntropy', ignoreIndex);
    if (classWeights !== undefined && !Array.isArray(classWeights)) {
      throw unexpected('SoftmaxCrossEntropy classWeights', 'an array of numbers', classWeights);
    }
    for (const weight of classWeights ?? []) checkNotNegative('SoftmaxCrossEntropy classWeights', weight);
  }

  get config(): TypedConfig {
    const { labelSmoothing, ignoreIndex, classWeights } = this;
    const more = { ...(ignoreIndex !== undefined && { ignoreIndex }), ...(classWeights && { classWeights }) };
    return { type: 'SoftmaxCrossEntropy', labelSmoothing, ...more };
  }

  compute(logits: Tensor, targets: Tensor, weights?: Tensor): LossSum {
    const { labelSmoothing, ignoreIndex, classWeights } = this;
    checkTargets(logits, targets);
    const areLabels = targets.dtype === 'int32';
    const places = logits.shape.slice(0, -1);
    const classes = logits.shape.at(-1) as number;
    const rows = logits.reshape([-1, classes]);
    const flat = (y: Tensor) => y.reshape(areLabels ? [rows.shape[0] as number] : rows.shape);
    if (weights === undefined && ignoreIndex === undefined && classWeights === undefined) {
      const crossEntropy = areLabels ? softmaxCrossEntropy : targetCrossEntropy;
      return { sum: crossEntropy(rows, flat(targets), labelSmoothing, 1), weight: rows.shape[0] as number };
    }
    const mask = kept(targets, ignoreIndex, logits.dtype);
    // An ignored label may be outside the classes: class 0 stands for it, with a weight of 0.
    const labels = mask === undefined ? targets : cast(multiply(cast(targets, logits.dtype), mask), 'int32');
    const ofClass = classWeights && weightsOf('SoftmaxCrossEntropy classWeights', logits, classWeights, classes);
    const losses = crossEntropyRows(rows, flat(labels), labelSmoothing, ofClass).reshape(places);
    const factors = times(places, mask, weights);
    const total = lossSum(losses, factors);
    if (!areLabels || ofClass === undefined) return total;
    const ofLabel = sum(multiply(oneHot(flat(labels), classes, ofClass.dtype as FloatDType), ofClass), { axis: 1 });
    return { sum: total.sum, weight: sum(times(places, ofLabel.reshape(places), factors) as Tensor) };
  }
}

function checkTargets(logits: Tensor, targets: Tensor): void {
  checkSingle('SoftmaxCrossEntropy', logits, targets);
  if (logits.shape.length < 2) checkRank('SoftmaxCrossEntropy', logits.shape, 2);
  if (targets.dtype === 'int32') {
    if (sameShape(targets.shape, logits.shape.slice(0, -1))) return;
    const advice = logits.shape.length > 2 && targets.shape.length === 1 ? '; is a Flatten layer missing?' : '.';
    throw new NablaError(
      'shape',
      `SoftmaxCrossEntropy: expected one label for each row of the logits ${formatShape(logits.shape)}. ` +
        `Received labels ${formatShape(targets.shape)}${advice}`,
    );
  }
  if (targets.shape.length < logits.shape.length) {
    throw new NablaError(
      'dtype',
      `SoftmaxCrossEntropy: expected int32 labels, or probabilities ${formatShape(logits.shape)}. Received ` +
        `${targets.dtype} ${formatShape(targets.shape)}; use an Int32Array, or cast().`,
    );
  }
  checkSameShape('SoftmaxCrossEntropy', logits.shape, targets.shape);
}
