/** Operations that move elements without computing on them, and those of indices. */

import { record } from '../autodiff/tape.js';
import type { Shape } from '../backend.js';
import { type DType, dtypeOf, isFloat } from '../tensors/dtype.js';
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
import { checkDType, isTensor, Tensor, upload } from '../tensors/tensor.js';
import { checkOptions } from '../validation/arguments.js';
import { describe, unexpected } from '../validation/describe.js';
import { NablaError } from '../validation/errors.js';
import { checkDense, checkFloat, checkLabels, checkOneBackend, checkTogether } from './operands.js';

/**
 * The dimensions of x in another order: dimension i of the result is dimension `axes[i]` of x, negative ones counting
 * from the end. A NablaError of code `shape` unless each axis is there once. dX = dY, put back.
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

/** [m, n] to [n, m]. */
export function transpose(x: Tensor): Tensor {
  checkDense('transpose', [x]);
  checkRank('transpose', x.shape, 2);
  return permute(x, [1, 0]);
}

/**
 * The block of x that begins at `starts` and has `shape`, in which -1 stands for whatever is left. A NablaError of code
 * `shape` where x has no such block. dX is dY in its place, and 0 elsewhere.
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
 * x with `value` around it: as many elements before and behind each dimension as `widths` says. A NablaError of code
 * `shape` unless each is a whole number >= 0. dX is what dY has in its place.
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

/** x as the block that begins at `starts` of a tensor of `shape`. */
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
  /** Along which the tensors lie one behind the other, negative counting from the end; default 0. */
  readonly axis?: number;
}

/**
 * Tensors of one dtype one behind the other along an axis; all other dimensions are equal. A NablaError of code `shape`
 * where they are not, `argument` for no tensor. Each gets its part of dY.
 */
export function concat(tensors: readonly Tensor[], options: ConcatOptions = {}): Tensor {
  if (!Array.isArray(tensors)) {
    throw unexpected('concat', 'an array of tensors', tensors, 'write concat([a, b])');
  }
  checkOptions('concat', options, ['axis'], '{ axis: 1 }');
  checkDense('concat', tensors);
  const backend = checkTogether('concat', tensors);
  // A copy: the caller may change the array before the derivative runs.
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
 * Rows of x [rows, ...] at `indices`: an Int32Array [n], checked against the rows, or an int32 tensor of any shape. The
 * result is [...indices, ...]. Tensors are on the backend, where no error can be thrown: an index outside [0, rows)
 * gives a row of NaN, or of 0 where x is no float. dX adds up dY over equal indices.
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
 * [rows, ...] of zeros, to which each part of x [...indices, ...] is added at its index, an int32 tensor: the transpose
 * of `gather`. An index outside [0, rows) adds nothing, and has a gradient of NaN. dX = dY at the indices.
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

/** int32 labels [n] to [n, classes]: 1 at the label, else 0; a row of zeros for a label outside the classes. */
export function oneHot(labels: Tensor, classes: number, dtype: DType): Tensor {
  checkRank('oneHot', labels.shape, 1);
  checkDType('oneHot', labels.backend, dtype);
  checkLabels('oneHot', labels);
  const shape: Shape = [labels.size, classes];
  checkShape('oneHot', shape);
  return new Tensor(labels.backend, labels.backend.oneHot(labels.operand(), classes, dtype), shape, dtype);
}

/** To another dtype: floats round to nearest, a float to an integer drops its fraction, and its gradient. */
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
