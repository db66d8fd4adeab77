/** A tensor in a safetensors file: its elements are bytes, of a type that nabla computes with or only stores. */
import {
  allocate,
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

/** The element types in files: the types of tensors, and two that take less space. */
export type StoredDType = DType | 'float16' | 'int8';

export const STORED_BYTES_PER_ELEMENT: Readonly<Record<StoredDType, number>> = {
  ...BYTES_PER_ELEMENT,
  float16: 2,
  int8: 1,
};

export interface StoredTensor {
  readonly dtype: StoredDType;
  readonly shape: Shape;
  /** Row-major and little-endian. May be a view of a file or of the caller's array. */
  readonly bytes: Uint8Array;
}

/** Wraps a tensor without copying it. Throws a NablaError with code `argument` if the data do not fit the shape. */
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

/** Copies into a core array. float16 becomes float32 and int8 becomes int32, which keep every value. */
export function denseOf({ dtype, shape, bytes }: StoredTensor): DenseArray {
  if (dtype === 'int8') return dense(Int32Array.from(int8Of(bytes)), shape);
  if (dtype === 'float16') return dense(Float32Array.from(uint16Of(bytes), halfValue), shape);
  const data = allocate(dtype, sizeOf(shape));
  // Copies bytes: the elements may be unaligned in the file, which a typed array over them does not allow.
  bytesOf(data).set(bytes);
  return dense(data, shape);
}

function int8Of({ buffer, byteOffset, byteLength }: Uint8Array): Int8Array {
  return new Int8Array(buffer, byteOffset, byteLength);
}

/** Copies, so that the elements are aligned. */
function uint16Of(bytes: Uint8Array): Uint16Array {
  return new Uint16Array(Uint8Array.from(bytes).buffer);
}
