import { scope } from '../../tensors/scope.js';
import { checkRank, checkSameShape } from '../../tensors/shape.js';
import { isTracked } from '../../tensors/tape.js';
import { type Tensor, wrap } from '../../tensors/tensor.js';
import { logSoftmax } from '../composed.js';
import { oneHot } from '../indexing.js';
import { checkFloats, checkLabels, checkOneBackend } from '../operands.js';
import { add, divide, exp, multiply, subtract, sum, where } from '../ops.js';
import { type CustomVjp, customVjp, isOne } from './custom-vjp.js';

/** A loss and its gradient. The caller owns both tensors. */
export interface LossAndGradient {
  /** [] The loss. */
  readonly loss: Tensor;
  /** `dLoss/dOutputs`, of the outputs' shape. */
  readonly gradient: Tensor;
}

/**
 * Computes softmax cross-entropy and its gradient from logits [n, classes] and int32 labels [n]:
 *
 * - `loss = −scale · Σ t · log(softmax(logits))`, with
 *   `t = (1 − labelSmoothing) · oneHot(labels) + labelSmoothing / classes`
 * - `gradient = scale · (softmax(logits) − t)`
 *
 * A label outside [0, classes) makes the loss and its row of the gradient NaN.
 *
 * @example
 * ```ts
 * const labels = tensor(backend, [1], 'int32');
 * const { loss, gradient } = labelCrossEntropy(tensor(backend, [[0, 0]]), labels, 0, 1); // log(2) and [[0.5, -0.5]]
 * ```
 */
export function labelCrossEntropy(
  logits: Tensor,
  labels: Tensor,
  labelSmoothing: number,
  scale: number,
): LossAndGradient {
  checkLabelled(logits, labels);
  const kernel = logits.backend.fused?.softmaxCrossEntropy;
  if (kernel !== undefined && !isTracked(logits)) {
    const made = kernel(logits.operand(), labels.operand(), labelSmoothing, scale);
    return { loss: wrap(logits, made.loss, []), gradient: wrap(logits, made.dLogits) };
  }
  return scope(() => {
    const { terms, logs, smoothed } = crossEntropy(logits, targetsOf(labels, logits), labelSmoothing);
    return { loss: multiply(sum(terms), -scale), gradient: multiply(subtract(exp(logs), smoothed), scale) };
  });
}

/** Like `oneHot`, but with a row of NaN for a label outside the classes. */
function targetsOf(labels: Tensor, logits: Tensor): Tensor {
  const rows = oneHot(labels, logits.shape[1] ?? 0, logits.dtype);
  // A row of zeros becomes 0 / 0; the others do not change.
  return divide(rows, sum(rows, { axis: 1, keepDimensions: true }));
}

/**
 * Returns the loss of `labelCrossEntropy` as an operation on the logits, in one kernel if the backend has it. Labels
 * are constants.
 *
 * @example
 * ```ts
 * const loss = softmaxCrossEntropy(tensor(backend, [[0, 0]]), tensor(backend, [1], 'int32'), 0, 1); // log(2)
 * ```
 */
export function softmaxCrossEntropy(logits: Tensor, labels: Tensor, labelSmoothing: number, scale: number): Tensor {
  checkLabelled(logits, labels);
  const composed = () => targetCrossEntropy(logits, targetsOf(labels, logits), labelSmoothing, scale);
  if (logits.backend.fused?.softmaxCrossEntropy === undefined) return scope(composed);
  const forward = () => {
    const { loss, gradient } = labelCrossEntropy(logits, labels, labelSmoothing, scale);
    return { output: loss, saved: [gradient] };
  };
  const vjp: CustomVjp = (dY, [gradient]) => [isOne(dY) ? gradient : multiply(gradient as Tensor, dY)];
  return customVjp('softmaxCrossEntropy', [logits], forward, vjp, composed);
}

function checkLabelled(logits: Tensor, labels: Tensor): void {
  const op = 'labelCrossEntropy';
  checkFloats(op, [logits]);
  checkRank(op, logits.shape, 2);
  checkOneBackend(op, [logits, labels]);
  checkSameShape(op, labels.shape, logits.shape.slice(0, 1));
  checkLabels(op, labels);
}

/**
 * Returns the loss of `labelCrossEntropy` for target probabilities [n, classes], whose rows must sum to 1.
 *
 * @example
 * ```ts
 * const loss = targetCrossEntropy(tensor(backend, [[0, 0]]), tensor(backend, [[0.5, 0.5]]), 0, 1); // log(2)
 * ```
 */
export const targetCrossEntropy = (logits: Tensor, targets: Tensor, labelSmoothing: number, scale: number): Tensor =>
  scope(() => multiply(sum(crossEntropy(logits, targets, labelSmoothing).terms), -scale));

/**
 * Returns the loss of each row, [n]: for int32 labels [n] as `softmaxCrossEntropy`, for target probabilities
 * [n, classes] as `targetCrossEntropy`. `classWeights` [classes] multiply the terms of the classes. Default: 1 each.
 *
 * @example
 * ```ts
 * const labels = tensor(backend, [1, 0], 'int32');
 * const losses = crossEntropyRows(tensor(backend, [[0, 0], [0, 0]]), labels, 0); // [log(2), log(2)]
 * ```
 */
export function crossEntropyRows(
  logits: Tensor,
  targets: Tensor,
  labelSmoothing: number,
  classWeights?: Tensor,
): Tensor {
  const areLabels = targets.dtype === 'int32';
  if (areLabels) checkLabelled(logits, targets);
  return scope(() => {
    const probabilities = areLabels ? targetsOf(targets, logits) : targets;
    const { terms } = crossEntropy(logits, probabilities, labelSmoothing);
    const weighted = classWeights === undefined ? terms : multiply(terms, classWeights);
    return multiply(sum(weighted, { axis: 1 }), -1);
  });
}

/** Returns the negated terms of the loss, [n, classes], and their factors. */
function crossEntropy(logits: Tensor, targets: Tensor, labelSmoothing: number) {
  const classes = logits.shape[1] ?? 0;
  const smoothed =
    labelSmoothing === 0 ? targets : add(multiply(targets, 1 - labelSmoothing), labelSmoothing / classes);
  const logs = logSoftmax(logits);
  // A target of 0 adds nothing, also where its log-probability is -Infinity (0 * Infinity would be NaN).
  const terms = where(smoothed, multiply(smoothed, logs), 0);
  return { terms, logs, smoothed };
}
