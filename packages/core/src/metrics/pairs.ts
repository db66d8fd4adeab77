/** Checks the outputs and targets of the built-in metrics. */

import type { TypedArray } from '../backend.js';
import type { HostTargets } from '../data/dataset.js';
import { largestAt } from '../math/largest-at.js';
import { dtypeOf } from '../tensors/dtype.js';
import type { DenseArray } from '../tensors/host-array.js';
import { sameShape, sizeOf } from '../tensors/shape.js';
import { formatShape, NablaError } from '../validation/errors.js';

/** Returns the only array of outputs and the only one of targets, or throws. */
export function onlyPair(
  metric: string,
  outputs: DenseArray | readonly DenseArray[],
  targets: HostTargets,
): readonly [outputs: DenseArray, targets: DenseArray] {
  const [y, ...moreOutputs] = [outputs].flat() as readonly DenseArray[];
  const [t, ...moreTargets] = [targets].flat() as readonly DenseArray[];
  if (y !== undefined && t !== undefined && moreOutputs.length + moreTargets.length === 0) return [y, t];
  throw new NablaError(
    'argument',
    `${metric}: expected one output and one array of targets. Received ${moreOutputs.length + 1} and ` +
      `${moreTargets.length + 1}; write a custom metric that passes matching pairs to this one.`,
  );
}

/** Drops dimensions of 1 at the end: [n, 1] is [n]. */
function withoutOnes(shape: readonly number[]): readonly number[] {
  return shape.length > 1 && shape.at(-1) === 1 ? withoutOnes(shape.slice(0, -1)) : shape;
}

/** Returns outputs and targets of the same shape, apart from dimensions of 1 at the end. */
export function elementPairs(
  metric: string,
  outputs: DenseArray | readonly DenseArray[],
  targets: HostTargets,
): readonly [outputs: DenseArray, targets: DenseArray] {
  const [y, t] = onlyPair(metric, outputs, targets);
  if (sameShape(withoutOnes(y.shape), withoutOnes(t.shape))) return [y, t];
  throw new NablaError(
    'shape',
    `${metric}: targets must have the shape of the outputs, ${formatShape(y.shape)}. Received ${formatShape(t.shape)}.`,
  );
}

/** Calls `visit` with each output and whether its target is 1; a target must be 0 or 1. */
export function eachDecision(
  metric: string,
  outputs: DenseArray | readonly DenseArray[],
  targets: HostTargets,
  visit: (output: number, isPositive: boolean) => void,
): void {
  const [y, t] = elementPairs(metric, outputs, targets);
  for (let i = 0; i < t.data.length; i++) {
    const target = t.data[i] as number;
    if (target !== 0 && target !== 1) {
      throw new NablaError('data', `${metric}: expected targets of 0 or 1. Received ${target}.`);
    }
    visit(y.data[i] as number, target === 1);
  }
}

/**
 * Calls `visit` with each row of outputs [..., classes] and its true class. Targets are int32 classes [...], or
 * probabilities of the outputs' shape, whose largest marks the class.
 */
export function eachRow(
  metric: string,
  outputs: DenseArray | readonly DenseArray[],
  targets: HostTargets,
  visit: (row: TypedArray, truth: number) => void,
): void {
  const [y, t] = onlyPair(metric, outputs, targets);
  const classes = y.shape.at(-1) ?? 0;
  const areLabels = dtypeOf(t.data) === 'int32';
  const expected = areLabels ? y.shape.slice(0, -1) : y.shape;
  if (y.shape.length < 2 || !sameShape(t.shape, expected)) {
    throw new NablaError(
      'shape',
      `${metric}: expected outputs [n, classes] and int32 labels [n] or probabilities [n, classes]. ` +
        `Received outputs ${formatShape(y.shape)} and targets ${formatShape(t.shape)}.`,
    );
  }
  const rows = sizeOf(y.shape.slice(0, -1));
  for (let row = 0; row < rows; row++) {
    const [start, end] = [row * classes, (row + 1) * classes];
    const truth = areLabels ? (t.data[row] as number) : largestAt(t.data.subarray(start, end));
    if (truth < 0 || truth >= classes) {
      throw new NablaError('data', `${metric}: expected labels of 0 to ${classes - 1}. Received ${truth}.`);
    }
    visit(y.data.subarray(start, end), truth);
  }
}
