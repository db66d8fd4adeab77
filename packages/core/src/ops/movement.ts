/** Operations that move whole tensors. `indexing.ts` has those that take a part. */

import type { DType, Shape } from '../backend.js';
import { isFloat } from '../tensors/dtype.js';
import { scope } from '../tensors/scope.js';
import {
  checkRank,
  checkSameShape,
  checkShape,
  concatenatedShape,
  normaliseAxis,
  paddedShape,
  permutation,
  reduction,
} from '../tensors/shape.js';
import { isTracked, type PartialGradient, record } from '../tensors/tape.js';
import { checkDType, type Tensor, wrap } from '../tensors/tensor.js';
import { checkOptions } from '../validation/arguments.js';
import { unexpected } from '../validation/describe.js';
import { checkDense, checkTogether } from './operands.js';
import { add } from './ops.js';

/**
 * Reorders the dimensions of x: dimension i of the result is dimension `axes[i]` of x; negative axes count from the
 * end. Throws NablaError `shape` unless each axis occurs once. `dX = dY`, in the original order.
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
  const back = order.map((_, axis) => order.indexOf(axis));
  return record('permute', [x], wrap(x, storage, shape), [], (dY) => [permute(dY, back)]);
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

/** Returns the block of x that starts at `starts` and has `shape`. */
export function block(x: Tensor, starts: readonly number[], shape: Shape): Tensor {
  const y = wrap(x, x.backend.slice(x.operand(), starts, shape), shape);
  return record('slice', [x], y, [], (dY) => {
    const kernel = x.backend.fused?.addBlock;
    const add = kernel && ((sum: Tensor) => kernel(sum.operand(), dY.operand(), starts));
    return [partialGradient(dY, add, () => padded(dY, starts, x.shape, 0))];
  });
}

/** Returns a gradient that is 0 outside x. The kernel adds it in place; `whole` returns all of it. */
export function partialGradient(
  x: Tensor,
  kernel: ((sum: Tensor) => unknown) | undefined,
  whole: () => Tensor,
): PartialGradient<Tensor> {
  return {
    addTo(sum) {
      if (sum === undefined) return whole();
      if (kernel === undefined || sum.isShared || isTracked(sum, x)) return add(sum, whole());
      sum.replaceStorage(kernel(sum));
      return sum;
    },
  };
}

/**
 * Surrounds x with `value` (default: 0): `widths` has the numbers of elements to add before and after each dimension.
 * Throws NablaError `shape` unless they are whole numbers >= 0. dX is the block of dY in the place of x.
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
export function padded(x: Tensor, starts: readonly number[], shape: Shape, value: number): Tensor {
  const y = wrap(x, x.backend.pad(x.operand(), starts, shape, value), shape);
  return record('pad', [x], y, [], (dY) => [block(dY, starts, x.shape)]);
}

/** Options of `concat`, `stack` and `split`. */
export interface ConcatOptions {
  /** The axis to join along; a negative one counts from the end. Default: 0. */
  readonly axis?: number;
}

function checkList(op: string, tensors: readonly Tensor[], options: ConcatOptions): void {
  if (!Array.isArray(tensors)) throw unexpected(op, 'an array of tensors', tensors, `write ${op}([a, b])`);
  checkOptions(op, options, ['axis'], '{ axis: 1 }');
  checkDense(op, tensors);
}

/**
 * Joins tensors of the same dtype along an axis; all other dimensions must be equal. Throws NablaError `shape` if they
 * are not, and `argument` for an empty list. Each tensor gets its part of dY.
 *
 * @example
 * ```ts
 * const features = concat([x, y], { axis: -1 });
 * ```
 */
export function concat(tensors: readonly Tensor[], options: ConcatOptions = {}): Tensor {
  checkList('concat', tensors, options);
  const backend = checkTogether('concat', tensors);
  // Copies the array: the caller may change it before the derivative runs.
  const inputs = [...tensors] as readonly Tensor[];
  const [first] = inputs as readonly [Tensor, ...Tensor[]];
  const axis = normaliseAxis('concat', options.axis ?? 0, first.shape.length);
  const shape = concatenatedShape(
    inputs.map((x) => x.shape),
    axis,
  );
  checkShape('concat', shape);
  const storage = backend.concat(inputs.map((x) => x.operand(reduction('concat', x.shape, axis, false).kernelShape)));
  return record('concat', inputs, wrap(first, storage, shape), [], (dY, _saved, needs) => {
    let start = 0;
    return inputs.map((x, at) => {
      const starts = shape.map((_, dimension) => (dimension === axis ? start : 0));
      start += x.shape[axis] as number;
      return needs[at] ? block(dY, starts, x.shape) : undefined;
    });
  });
}

/**
 * Joins tensors of one shape along a new axis, which counts them. Throws as `concat` does. Each tensor gets its part of
 * dY.
 *
 * @example
 * ```ts
 * const rows = stack([tensor(backend, [1, 2]), tensor(backend, [3, 4])]); // [[1, 2], [3, 4]]
 * ```
 */
export function stack(tensors: readonly Tensor[], options: ConcatOptions = {}): Tensor {
  checkList('stack', tensors, options);
  checkTogether('stack', tensors);
  const shape = tensors[0]?.shape ?? [];
  const axis = normaliseAxis('stack', options.axis ?? 0, shape.length + 1);
  for (const x of tensors) checkSameShape('stack', shape, x.shape);
  return scope(() =>
    concat(
      tensors.map((x) => x.reshape(shape.toSpliced(axis, 0, 1))),
      { axis },
    ),
  );
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
  const y = wrap(x, x.backend.cast(x.operand(), dtype), x.shape, dtype);
  return isFloat(dtype) && isFloat(x.dtype) ? record('cast', [x], y, [], (dY) => [cast(dY, x.dtype)]) : y;
}
