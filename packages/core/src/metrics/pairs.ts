import type { TypedArray } from '../backend.js';
import { spreadWeights } from '../data/example-weights.js';
import { largestAt } from '../math/largest-at.js';
import { dtypeOf } from '../tensors/dtype.js';
import type { DenseArray } from '../tensors/host-array.js';
import { sameShape, sizeOf } from '../tensors/shape.js';
import { formatShape, NablaError } from '../validation/errors.js';
import type { MetricSum } from './metric.js';

export type Added = Parameters<MetricSum['add']>;

export function onlyPair(
  metric: string,
  [outputs, targets]: Added,
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

/**
 * Calls `visit` for each output of weight other than 0. Outputs and targets must have the same shape, apart from
 * dimensions of 1 at the end.
 */
export function eachElement(
  metric: string,
  batch: Added,
  visit: (output: number, target: number, weight: number, at: number) => void,
): void {
  const [y, t] = onlyPair(metric, batch);
  if (!sameShape(withoutOnes(y.shape), withoutOnes(t.shape))) {
    const [expected, received] = [y, t].map(({ shape }) => formatShape(shape));
    throw new NablaError(
      'shape',
      `${metric}: targets must have the shape of the outputs, ${expected}. Received ${received}.`,
    );
  }
  const weightAt = spreadWeights(metric, batch[2], y.shape);
  for (let at = 0; at < t.data.length; at++) {
    const weight = weightAt(at);
    if (weight !== 0) visit(y.data[at] as number, t.data[at] as number, weight, at);
  }
}

/** Calls `visit` for each output; its target must be 0 or 1. */
export function eachDecision(
  metric: string,
  batch: Added,
  visit: (output: number, isPositive: boolean, weight: number) => void,
): void {
  eachElement(metric, batch, (output, target, weight) => {
    if (target === 0 || target === 1) return visit(output, target === 1, weight);
    throw new NablaError('data', `${metric}: expected targets of 0 or 1. Received ${target}.`);
  });
}

/**
 * Calls `visit` for each row of outputs [..., classes] of weight other than 0. Targets are int32 classes [...], or
 * probabilities of the outputs' shape, whose largest marks the class.
 */
export function eachRow(
  metric: string,
  batch: Added,
  visit: (row: TypedArray, truth: number, weight: number) => void,
): void {
  const [y, t] = onlyPair(metric, batch);
  const [classes, places] = [y.shape.at(-1) ?? 0, y.shape.slice(0, -1)];
  const areLabels = dtypeOf(t.data) === 'int32';
  if (y.shape.length < 2 || !sameShape(t.shape, areLabels ? places : y.shape)) {
    throw new NablaError(
      'shape',
      `${metric}: expected outputs [n, ..., classes] and int32 labels [n, ...] or probabilities [n, ..., classes]. ` +
        `Received outputs ${formatShape(y.shape)} and targets ${formatShape(t.shape)}.`,
    );
  }
  const weightAt = spreadWeights(metric, batch[2], places);
  const rows = sizeOf(places);
  for (let row = 0; row < rows; row++) {
    const weight = weightAt(row);
    if (weight === 0) continue;
    const [start, end] = [row * classes, (row + 1) * classes];
    const truth = areLabels ? (t.data[row] as number) : largestAt(t.data.subarray(start, end));
    if (truth < 0 || truth >= classes) {
      throw new NablaError('data', `${metric}: expected labels of 0 to ${classes - 1}. Received ${truth}.`);
    }
    visit(y.data.subarray(start, end), truth, weight);
  }
}
