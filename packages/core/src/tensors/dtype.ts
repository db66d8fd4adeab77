import { NablaError } from '../validation/errors.js';

/** Element types. Arithmetic is defined on the two float types; int32 carries labels and indices; uint8 is for upload. */
export type DType = 'float32' | 'float64' | 'int32' | 'uint8';

/** The element types that weights, activations and gradients may have. */
export type FloatDType = 'float32' | 'float64';

/** The typed array of each dtype. */
export interface TypedArrayOf {
  float32: Float32Array;
  float64: Float64Array;
  int32: Int32Array;
  uint8: Uint8Array;
}

/** Elements on the host; the dtype is known from the type of the array. */
export type TypedArray = TypedArrayOf[DType];

/** Bytes of one element. */
export const BYTES_PER_ELEMENT: Readonly<Record<DType, number>> = { float32: 4, float64: 8, int32: 4, uint8: 1 };

/** A zero-filled typed array of `length` elements. */
export function allocate<D extends DType>(dtype: D, length: number): TypedArrayOf[D];
export function allocate(dtype: DType, length: number): TypedArray {
  switch (dtype) {
    case 'float32':
      return new Float32Array(length);
    case 'float64':
      return new Float64Array(length);
    case 'int32':
      return new Int32Array(length);
    case 'uint8':
      return new Uint8Array(length);
    default:
      // Callers in JavaScript have no compiler.
      throw new NablaError(
        'dtype',
        `unknown dtype. Expected ${Object.keys(BYTES_PER_ELEMENT).join(', ')}. Received ${dtype}.`,
      );
  }
}

/** The dtype that a typed array holds, or undefined for an array type that has none (Int8Array, for one). */
export function dtypeOf(data: ArrayBufferView): DType | undefined {
  // By tag, not `instanceof`: arrays may come from another realm.
  switch ((data as Partial<TypedArray> | undefined)?.[Symbol.toStringTag]) {
    case 'Float32Array':
      return 'float32';
    case 'Float64Array':
      return 'float64';
    case 'Int32Array':
      return 'int32';
    case 'Uint8Array':
      return 'uint8';
    default:
      return undefined;
  }
}

/** True for float32 and float64. */
export function isFloat(dtype: DType): dtype is FloatDType {
  return dtype === 'float32' || dtype === 'float64';
}
