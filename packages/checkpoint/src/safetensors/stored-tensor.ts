/** A tensor in a safetensors file: its elements are bytes, of a type that nabla computes with or only stores. */
import {
  BYTES_PER_ELEMENT,
  type DenseArray,
  type DType,
  dense,
  dtypeOf,
  formatShape,
  NablaError,
  type Shape,
  sizeOf,
} from '@nablajs/core';
import { halfValue } from './half.js';

/** The element types in files: the types of tensors, and others that files of other libraries have. */
export type StoredDType =
  | DType
  | 'float16'
  | 'bfloat16'
  | 'int8'
  | 'int16'
  | 'uint16'
  | 'uint32'
  | 'int64'
  | 'uint64'
  | 'bool';

export const STORED_BYTES_PER_ELEMENT: Readonly<Record<StoredDType, number>> = {
  ...BYTES_PER_ELEMENT,
  float16: 2,
  bfloat16: 2,
  int8: 1,
  int16: 2,
  uint16: 2,
  uint32: 4,
  int64: 8,
  uint64: 8,
  bool: 1,
};

/** A tensor as a safetensors file has it. */
export interface StoredTensor {
  readonly dtype: StoredDType;
  readonly shape: Shape;
  /** Row-major and little-endian. May be a view of a file or of the caller's array. */
  readonly bytes: Uint8Array;
}

/** Wraps a tensor without copying it. Throws NablaError `argument` if the data do not fit the shape. */
export function storedTensor(name: string, { data, shape }: DenseArray): StoredTensor {
  const dtype = dtypeOf(data);
  if (dtype === undefined || data.length !== sizeOf(shape)) {
    throw new NablaError(
      'argument',
      `encodeSafetensors: '${name}': expected ${sizeOf(shape)} elements for the shape ${formatShape(shape)}. ` +
        `Received ${data.length} of ${dtype ?? data.constructor.name}.`,
    );
  }
  return { dtype, shape, bytes: bytesOf(data) };
}

export function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/**
 * Copies into a core array of a type that keeps every value: float32 for float16 and bfloat16, int32 for integers of 8
 * and 16 bits, uint8 for bool, float64 for larger integers (exact up to 2^53).
 */
export function denseOf({ dtype, shape, bytes }: StoredTensor): DenseArray {
  // A copy is aligned, which typed arrays need; the elements may be unaligned in the file.
  const { buffer } = new Uint8Array(bytes);
  switch (dtype) {
    case 'int8':
      return dense(Int32Array.from(new Int8Array(buffer)), shape);
    case 'int16':
      return dense(Int32Array.from(new Int16Array(buffer)), shape);
    case 'uint16':
      return dense(Int32Array.from(new Uint16Array(buffer)), shape);
    case 'uint32':
      return dense(Float64Array.from(new Uint32Array(buffer)), shape);
    case 'int64':
      return dense(Float64Array.from(new BigInt64Array(buffer), Number), shape);
    case 'uint64':
      return dense(Float64Array.from(new BigUint64Array(buffer), Number), shape);
    case 'float16':
      return dense(Float32Array.from(new Uint16Array(buffer), halfValue), shape);
    case 'bfloat16':
      // The upper half of a float32.
      return dense(new Float32Array(Uint32Array.from(new Uint16Array(buffer), (half) => half * 65536).buffer), shape);
    case 'float32':
      return dense(new Float32Array(buffer), shape);
    case 'float64':
      return dense(new Float64Array(buffer), shape);
    case 'int32':
      return dense(new Int32Array(buffer), shape);
    case 'uint8':
    case 'bool':
      return dense(new Uint8Array(buffer), shape);
  }
}
