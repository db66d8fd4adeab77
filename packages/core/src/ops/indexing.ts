/** Operations that take or add parts of a tensor. */

import type { DType, Shape } from '../backend.js';
import { dtypeOf } from '../tensors/dtype.js';
import { scope } from '../tensors/scope.js';
import {
  checkRank,
  checkSameShape,
  checkShape,
  normaliseAxis,
  type SlicedAxis,
  type SliceRange,
  sameShape,
  sizeOf,
  slicedAxes,
} from '../tensors/shape.js';
import { record } from '../tensors/tape.js';
import { checkDType, isTensor, type Tensor, upload, wrap } from '../tensors/tensor.js';
import { checkOptions } from '../validation/arguments.js';
import { describe } from '../validation/describe.js';
import { formatShape, NablaError } from '../validation/errors.js';
import { block, type ConcatOptions, padded, partialGradient, permute } from './movement.js';
import { checkDense, checkFloats, checkLabels, checkOneBackend } from './operands.js';

/**
 * Returns a part of x, as NumPy's `x[...]`: `ranges` has for each axis an index, which drops the axis, or
 * `[start, end, step]`. Axes after the last range are taken whole. Negative indices count from the end, a negative step
 * walks backwards, and the ends of a range are cut to the axis. Throws NablaError `shape` for an index outside of its
 * axis. dX is dY in its place, and 0 elsewhere; adding it to a gradient that is there costs the size of dY.
 *
 * @example
 * ```ts
 * const firstTwoRows = slice(x, [[0, 2]]);
 * const lastColumn = slice(x, [[], -1]);
 * const everyOtherRowBackwards = slice(x, [[undefined, undefined, -2]]);
 * ```
 */
export function slice(x: Tensor, ranges: readonly SliceRange[]): Tensor {
  checkDense('slice', [x]);
  const axes = slicedAxes(x.shape, ranges);
  const shape = axes.filter((_, axis) => typeof ranges[axis] !== 'number').map(({ count }) => count);
  return scope(() => {
    const y = strided(x, axes);
    return sameShape(y.shape, shape) ? y : y.reshape(shape);
  });
}

const origin = (shape: Shape): number[] => shape.map(() => 0);

function strided(x: Tensor, axes: readonly SlicedAxis[]): Tensor {
  const counts = axes.map(({ count }) => count);
  const lows = axes.map(({ start, count, step }) => (count === 0 ? 0 : Math.min(start, start + (count - 1) * step)));
  if (axes.every(({ step }) => step === 1)) return block(x, lows, counts);
  const strides = axes.map(({ count, step }) => (count > 1 ? Math.abs(step) : 1));
  const whole = counts.map((count, axis) => count * (strides[axis] as number));
  const lengths = whole.map((length, axis) => Math.min(length, (x.shape[axis] as number) - (lows[axis] as number)));
  let y = block(x, lows, lengths);
  if (strides.some((stride) => stride > 1)) {
    // Reshapes each axis to [count, stride], and takes the first of each stride.
    const interleaved = sameShape(y.shape, whole) ? y : padded(y, origin(whole), whole, 0);
    const pairs = interleaved.reshape(counts.flatMap((count, axis) => [count, strides[axis] as number]));
    const firsts = counts.flatMap((count) => [count, 1]);
    y = block(pairs, origin(firsts), firsts).reshape(counts);
  }
  for (const [axis, { count, step }] of axes.entries()) {
    if (step >= 0 || count <= 1) continue;
    const backwards = Int32Array.from({ length: count }, (_, i) => count - 1 - i);
    y = gather(y, backwards, { axis });
  }
  return y;
}

/**
 * Divides x along an axis (default: 0) into a number of equal parts, or into parts of given lengths. Throws NablaError
 * `shape` if they do not add up to the axis. dX has each part's dY in its place.
 *
 * @example
 * ```ts
 * const [input, forget, cell, output] = split(tensor(backend, [1, 2, 3, 4, 5, 6, 7, 8]), 4); // [1, 2], [3, 4] …
 * const [first, rest] = split(x, [1, 59]);
 * ```
 */
export function split(x: Tensor, parts: number | readonly number[], options: ConcatOptions = {}): Tensor[] {
  checkOptions('split', options, ['axis'], '{ axis: 1 }');
  checkDense('split', [x]);
  const axis = normaliseAxis('split', options.axis ?? 0, x.shape.length);
  const length = x.shape[axis] as number;
  const isDivisor = Number.isInteger(parts) && (parts as number) >= 1 && length % (parts as number) === 0;
  const lengths = isDivisor ? new Array<number>(parts as number).fill(length / (parts as number)) : parts;
  const isCount = (own: unknown): boolean => Number.isInteger(own) && (own as number) >= 0;
  if (!Array.isArray(lengths) || !lengths.every(isCount) || lengths.reduce((sum, own) => sum + own, 0) !== length) {
    throw new NablaError(
      'shape',
      `split: expected a number of equal parts, or lengths that add up to ${length}, axis ${axis} of ` +
        `${formatShape(x.shape)}. Received ${JSON.stringify(parts)}.`,
    );
  }
  let end = 0;
  return lengths.map((own) => {
    end += own;
    return slice(x, [...x.shape.slice(0, axis).map((): SliceRange => []), [end - own, end]]);
  });
}

/** Options of `gather`. */
export interface GatherOptions {
  /** The axis that the indices count along; a negative one counts from the end. Default: 0. */
  readonly axis?: number;
}

/**
 * Returns what x has at `indices` along an axis, as numpy.take: x [..., n, ...] and an Int32Array [m] or an int32
 * tensor of any shape give [..., ...indices, ...]. An index of an Int32Array outside [0, n) throws; kernels cannot
 * throw, so one of a tensor gives NaN, or 0 if x is not a float. dX adds up dY over equal indices.
 *
 * @example
 * ```ts
 * const embeddings = gather(table, Int32Array.of(3, 1, 3));
 * const channels = gather(images, Int32Array.of(2, 1, 0), { axis: -1 });
 * ```
 */
export function gather(x: Tensor, indices: Int32Array | Tensor, options: GatherOptions = {}): Tensor {
  checkOptions('gather', options, ['axis'], '{ axis: 1 }');
  checkDense('gather', [x]);
  const axis = normaliseAxis('gather', options.axis ?? 0, x.shape.length);
  const n = x.shape[axis] as number;
  if (!isTensor(indices)) return scope(() => gather(x, uploadIndices(x, indices, n), options));
  checkIndices('gather', x, indices);
  const [before, rest] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)];
  const outer = sizeOf(before);
  const width = sizeOf(rest);
  const shape = [...before, ...indices.shape, ...rest];
  checkShape('gather', shape);
  if (outer === 1) return rowsAt(x, n, width, indices, shape);
  return scope(() => {
    const inFront = permute(x.reshape([outer, n, width]), [1, 0, 2]);
    return permute(rowsAt(inFront, n, outer * width, indices, [indices.size, outer, width]), [1, 0, 2]).reshape(shape);
  });
}

/** Gathers along the first axis, of length `rows`; x may have more axes of length 1 in front. */
function rowsAt(x: Tensor, rows: number, width: number, indices: Tensor, shape: Shape): Tensor {
  const storage = x.backend.gather(x.operand([rows, width]), indices.operand([indices.size]));
  const y = wrap(x, storage, shape);
  return record('gather', [x], y, [indices], (dY, [saved]) => {
    const kernel = x.backend.fused?.addRows;
    const [parts, at] = [dY.reshape([indices.size, width]), (saved as Tensor).reshape([-1])];
    const add = kernel && ((sum: Tensor) => kernel(sum.operand([rows, width]), parts.operand(), at.operand()));
    return [partialGradient(parts, add, () => scatterAdd(parts, at, rows).reshape(x.shape))];
  });
}

function uploadIndices(x: Tensor, indices: Int32Array, rows: number): Tensor {
  if (dtypeOf(indices) !== 'int32') {
    throw new NablaError(
      'dtype',
      `gather: expected indices, an Int32Array or an int32 tensor. Received ${describe(indices)}.`,
    );
  }
  const bad = indices.find((index) => index < 0 || index >= rows);
  if (bad !== undefined) throw new NablaError('argument', `gather: index ${bad} is outside [0, ${rows}).`);
  return upload(x.backend, { layout: 'dense', shape: [indices.length], data: indices });
}

function checkIndices(op: string, x: Tensor, indices: Tensor): void {
  checkDense(op, [indices]);
  checkOneBackend(op, [x, indices]);
  if (indices.dtype === 'int32') return;
  throw new NablaError('dtype', `${op}: expected int32 indices. Received ${indices.dtype}; use cast().`);
}

/**
 * Adds each part of x [...indices, ...] to zeros [rows, ...] at its index, an int32 tensor: the transpose of `gather`.
 * An index outside [0, rows) adds nothing and has a gradient of NaN. `dX = dY` at the indices.
 *
 * @example
 * ```ts
 * const sums = scatterAdd(values, groups, 10); // values [n, ...], groups int32 [n]
 * ```
 */
export function scatterAdd(x: Tensor, indices: Tensor, rows: number): Tensor {
  checkFloats('scatterAdd', [x]);
  checkIndices('scatterAdd', x, indices);
  const rank = indices.shape.length;
  checkSameShape('scatterAdd', x.shape.slice(0, rank), indices.shape);
  const rest = x.shape.slice(rank);
  const shape = [rows, ...rest];
  checkShape('scatterAdd', shape);
  const n = indices.size;
  const storage = x.backend.scatterAdd(x.operand([n, sizeOf(rest)]), indices.operand([n]), rows);
  const y = wrap(x, storage, shape);
  return record('scatterAdd', [x], y, [indices], (dY, [at]) => [gather(dY, at as Tensor)]);
}

/**
 * Turns int32 labels [n] into [n, classes]: 1 at the label, else 0. A label outside the classes gives a row of zeros.
 *
 * @example
 * ```ts
 * const rows = oneHot(tensor(backend, [2, 0], 'int32'), 3, 'float32'); // [[0, 0, 1], [1, 0, 0]]
 * ```
 */
export function oneHot(labels: Tensor, classes: number, dtype: DType): Tensor {
  checkRank('oneHot', labels.shape, 1);
  checkDType('oneHot', labels.backend, dtype);
  checkLabels('oneHot', labels);
  const shape: Shape = [labels.size, classes];
  checkShape('oneHot', shape);
  return wrap(labels, labels.backend.oneHot(labels.operand(), classes, dtype), shape, dtype);
}
