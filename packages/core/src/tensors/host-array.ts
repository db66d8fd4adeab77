import type { CsrArray, DType, Shape, TypedArray } from '../backend.js';
import { describe, isObject, unexpected } from '../validation/describe.js';
import { NablaError } from '../validation/errors.js';
import { dtypeOf } from './dtype.js';
import { checkSameShape } from './shape.js';

/** Arrays on the host: what data sets return and what `predict` returns. */

/** Row-major elements with their shape. The type of the array is the dtype. */
export interface DenseArray {
  readonly layout: 'dense';
  readonly shape: Shape;
  readonly data: TypedArray;
}

/** Dense or sparse elements on the host. */
export type HostArray = DenseArray | CsrArray;

/**
 * Returns one value or an array of values as an array.
 *
 * @example
 * ```ts
 * const [one, two] = [listOf('a'), listOf(['a', 'b'])]; // ['a'] and ['a', 'b']
 * ```
 */
export function listOf<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? value : [value as T];
}

/**
 * Wraps row-major elements, without copying them, for data sets and `predict`. The length must fit the shape.
 *
 * @example
 * ```ts
 * const x = dense(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3]);
 * ```
 */
export function dense(data: TypedArray, shape: Shape): DenseArray {
  return { layout: 'dense', shape, data };
}

/** Nested arrays and tensors are the usual mistakes. */
export function checkHostArray(op: string, array: HostArray): void {
  if (
    isObject(array) &&
    typeof array['data'] !== 'function' &&
    (array['layout'] === 'dense' || array['layout'] === 'csr') &&
    Array.isArray(array['shape'])
  )
    return;
  throw unexpected(op, 'elements with their shape, such as dense(Float32Array.of(1, 2), [1, 2])', array);
}

/** Throws unless an array has the shape and the dtype of the tensor that it replaces. */
export function checkFits(
  op: string,
  tensor: { readonly shape: Shape; readonly dtype: DType },
  array: DenseArray,
): void {
  checkHostArray(op, array);
  checkSameShape(op, tensor.shape, array.shape);
  const dtype = dtypeOf(array.data);
  if (dtype === tensor.dtype) return;
  throw new NablaError('dtype', `${op}: expected ${tensor.dtype}. Received ${dtype ?? describe(array.data)}.`);
}
