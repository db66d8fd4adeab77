import type { DType, FloatDType, TypedArray, TypedArrayOf } from '../backend.js';
import { NablaError } from '../validation/errors.js';

const ARRAYS = { float32: Float32Array, float64: Float64Array, int32: Int32Array, uint8: Uint8Array } as const;

/** Bytes of one element. */
export const BYTES_PER_ELEMENT: Readonly<Record<DType, number>> = { float32: 4, float64: 8, int32: 4, uint8: 1 };

/**
 * Returns a typed array of `length` zeros.
 *
 * @example
 * ```ts
 * const data = allocate('float32', 3); // a Float32Array of 0, 0, 0
 * ```
 */
export function allocate<D extends DType>(dtype: D, length: number): TypedArrayOf[D];
export function allocate(dtype: DType, length: number): TypedArray {
  // Callers in JavaScript have no compiler.
  if (Object.hasOwn(ARRAYS, dtype)) return new ARRAYS[dtype](length);
  throw new NablaError('dtype', `unknown dtype. Expected ${Object.keys(ARRAYS).join(', ')}. Received ${dtype}.`);
}

/**
 * Returns the dtype of a typed array, or undefined for other array types such as Int8Array.
 *
 * @example
 * ```ts
 * const dtype = dtypeOf(Float32Array.of(1, 2)); // 'float32'
 * ```
 */
export function dtypeOf(data: ArrayBufferView): DType | undefined {
  // By tag, not `instanceof`: arrays may come from another realm.
  const tag = (data as Partial<TypedArray> | undefined)?.[Symbol.toStringTag];
  return (Object.keys(ARRAYS) as DType[]).find((dtype) => ARRAYS[dtype].name === tag);
}

/**
 * Whether a dtype is float32 or float64.
 *
 * @example
 * ```ts
 * const float = isFloat('int32'); // false
 * ```
 */
export function isFloat(dtype: DType): dtype is FloatDType {
  return dtype === 'float32' || dtype === 'float64';
}
