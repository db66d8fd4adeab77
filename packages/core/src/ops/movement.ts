/** Operations that move elements without computing on them, and operations with indices. */

import type { DType, Shape } from '../backend.js';
import { dtypeOf, isFloat } from '../tensors/dtype.js';
import {
  checkRank,
  checkSameShape,
  checkShape,
  concatenatedShape,
  normaliseAxis,
  paddedShape,
  permutation,
  reduction,
  rowShape,
  sizeOf,
  slicedShape,
} from '../tensors/shape.js';
import { record } from '../tensors/tape.js';
import { checkDType, isTensor, Tensor, upload } from '../tensors/tensor.js';
import { checkOptions } from '../validation/arguments.js';
import { describe, unexpected } from '../validation/describe.js';
import { NablaError } from '../validation/errors.js';
import { checkDense, checkFloat, checkLabels, checkOneBackend, checkTogether } from './operands.js';

/**
 * Reorders the dimensions of x: dimension i of the result is dimension `axes[i]` of x; negative axes count from the
 * end. Throws a NablaError of code `shape` unless each axis occurs once. dX = dY, in the original order.
 *
 * @example
 * ```ts
 * const channelsFirst = permute(images, [0, 3, 1, 2]); // [n, height, width, channels] to [n, channels, height, width]
 * ```
 */
export function permute(x: Tensor, axes: readonly number[]): Tensor {
  checkDense('permute', [x]);
  const order = permutation(x.shape, axes);
  const storage = x.backend.permute(x.operand(), order);
  const shape = order.map((axis) => x.shape[axis] as number);
  return record(
    'permute',
    [x],
    new Tensor(x.backend, storage, shape, x.dtype),
    () => [],
    (dY) => [
      permute(
        dY,
        order.map((_, axis) => order.indexOf(axis)),
      ),
    ],
  );
}

/**
 * Transposes a matrix: [m, n] becomes [n, m].
 *
 * @example
 * ```ts
 * const y = transpose(tensor(backend, [[1, 2, 3]])); // shape [3, 1]
 * ```
 */
export function transpose(x: Tensor): Tensor {
  checkDense('transpose', [x]);
  checkRank('transpose', x.shape, 2);
  return permute(x, [1, 0]);
}

/**
 * Returns the block of x that starts at `starts` and has `shape`, where -1 takes what is left. Throws a NablaError of
 * code `shape` if x has no such block. dX is dY in its place, and 0 elsewhere.
 *
 * @example
 * ```ts
 * const firstTwoRows = slice(x, [0, 0], [2, -1]);
 * ```
 */
export function slice(x: Tensor, starts: readonly number[], shape: Shape): Tensor {
  checkDense('slice', [x]);
  const resolved = slicedShape(x.shape, starts, shape);
  const begin = [...starts];
  return record(
    'slice',
    [x],
    new Tensor(x.backend, x.backend.slice(x.operand(), begin, resolved), resolved, x.dtype),
    () => [],
    (dY) => [padded(dY, begin, x.shape, 0)],
  );
}

/**
 * Surrounds x with `value` (default: 0): `widths` has the numbers of elements to add before and after each dimension.
 * Throws a NablaError of code `shape` unless they are whole numbers >= 0. dX is the block of dY in the place of x.
 *
 * @example
 * ```ts
 * const framed = pad(tensor(backend, [[1]]), [[1, 1], [0, 0]]); // [[0], [1], [0]]
 * ```
 */
export function pad(x: Tensor, widths: readonly (readonly [before: number, after: number])[], value = 0): Tensor {
  checkDense('pad', [x]);
  const shape = paddedShape(x.shape, widths);
  if (typeof value !== 'number') {
    throw unexpected('pad', 'a number as the value', value);
  }
  const starts = widths.map(([before]) => before);
  return padded(x, starts, shape, value);
}

/** Returns a tensor of `shape` with x as the block that starts at `starts`. */
function padded(x: Tensor, starts: readonly number[], shape: Shape, value: number): Tensor {
  return record(
    'pad',
    [x],
    new Tensor(x.backend, x.backend.pad(x.operand(), starts, shape, value), shape, x.dtype),
    () => [],
    (dY) => [slice(dY, starts, x.shape)],
  );
}

/** Options of `concat`. */
export interface ConcatOptions {
  /** The axis to join along; a negative one counts from the end. Default: 0. */
  readonly axis?: number;
}

/**
 * Joins tensors of the same dtype along an axis; all other dimensions must be equal. Throws a NablaError of code
 * `shape` if they are not, and `argument` for an empty list. Each tensor gets its part of dY.
 *
 * @example
 * ```ts
 * const features = concat([x, y], { axis: -1 });
 * ```
 */
export function concat(tensors: readonly Tensor[], options: ConcatOptions = {}): Tensor {
  if (!Array.isArray(tensors)) {
    throw unexpected('concat', 'an array of tensors', tensors, 'write concat([a, b])');
  }
  checkOptions('concat', options, ['axis'], '{ axis: 1 }');
  checkDense('concat', tensors);
  const backend = checkTogether('concat', tensors);
  // Copies the array: the caller may change it before the derivative runs.
  const inputs = [...tensors] as readonly Tensor[];
  const [first] = inputs as readonly [Tensor, ...Tensor[]];
  const axis = normaliseAxis('concat', options.axis ?? 0, first.shape.length);
  const lengths = inputs.map(({ shape }) => shape[axis] as number);
  const shape = concatenatedShape(
    inputs.map((x) => x.shape),
    axis,
  );
  const storage = backend.concat(inputs.map((x) => x.operand(reduction('concat', x.shape, axis, false).kernelShape)));
  return record(
    'concat',
    inputs,
    new Tensor(backend, storage, shape, first.dtype),
    () => [],
    (dY, _saved, needs) => {
      let start = 0;
      return inputs.map((x, at) => {
        const starts = shape.map((_, dimension) => (dimension === axis ? start : 0));
        start += lengths[at] as number;
        return needs[at] ? slice(dY, starts, x.shape) : undefined;
      });
    },
  );
}

/**
 * Returns the rows of x [rows, ...] at `indices`, an Int32Array [n] or an int32 tensor of any shape: [...indices, ...].
 * An index of an Int32Array outside [0, rows) throws; kernels cannot throw, so one of a tensor gives a row of NaN, or
 * of 0 if x is not a float. dX adds up dY over equal indices.
 *
 * @example
 * ```ts
 * const embeddings = gather(table, Int32Array.of(3, 1, 3));
 * ```
 */
export function gather(x: Tensor, indices: Int32Array | Tensor): Tensor {
  checkDense('gather', [x]);
  const [rows, ...rest] = rowShape('gather', x.shape);
  if (!isTensor(indices)) {
    const at = uploadIndices(x, indices, rows);
    try {
      return gather(x, at);
    } finally {
      at.dispose();
    }
  }
  checkIndices('gather', x, indices);
  const shape = [...indices.shape, ...rest];
  checkShape('gather', shape);
  const storage = x.backend.gather(x.operand([rows, sizeOf(rest)]), indices.operand([indices.size]));
  return record(
    'gather',
    [x],
    new Tensor(x.backend, storage, shape, x.dtype),
    () => [indices],
    (dY, [at]) => [scatterAdd(dY, at as Tensor, rows)],
  );
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
 * An index outside [0, rows) adds nothing and has a gradient of NaN. dX = dY at the indices.
 *
 * @example
 * ```ts
 * const sums = scatterAdd(values, groups, 10); // values [n, ...], groups int32 [n]
 * ```
 */
export function scatterAdd(x: Tensor, indices: Tensor, rows: number): Tensor {
  checkDense('scatterAdd', [x]);
  checkFloat('scatterAdd', x);
  checkIndices('scatterAdd', x, indices);
  const rank = indices.shape.length;
  checkSameShape('scatterAdd', x.shape.slice(0, rank), indices.shape);
  const rest = x.shape.slice(rank);
  const shape = [rows, ...rest];
  checkShape('scatterAdd', shape);
  const n = indices.size;
  const storage = x.backend.scatterAdd(x.operand([n, sizeOf(rest)]), indices.operand([n]), rows);
  return record(
    'scatterAdd',
    [x],
    new Tensor(x.backend, storage, shape, x.dtype),
    () => [indices],
    (dY, [at]) => [gather(dY, at as Tensor)],
  );
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
  return new Tensor(labels.backend, labels.backend.oneHot(labels.operand(), classes, dtype), shape, dtype);
}

/**
 * Converts x to another dtype. Floats round to nearest. A float to an integer drops its fraction and its gradient.
 *
 * @example
 * ```ts
 * const wide = cast(x, 'float64');
 * ```
 */
export function cast(x: Tensor, dtype: DType): Tensor {
  checkDense('cast', [x]);
  checkDType('cast', x.backend, dtype);
  const y = new Tensor(x.backend, x.backend.cast(x.operand(), dtype), x.shape, dtype);
  return isFloat(dtype) && isFloat(x.dtype)
    ? record(
        'cast',
        [x],
        y,
        () => [],
        (dY) => [cast(dY, x.dtype)],
      )
    : y;
}
