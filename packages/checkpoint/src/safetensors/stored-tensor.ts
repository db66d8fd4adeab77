/** A tensor as a safetensors file holds it: its elements are bytes, of a type that nabla computes in or only stores. */
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

/** The element types of files: those of tensors, and two that take less room. */
export type StoredDType = DType | 'float16' | 'int8';

export const STORED_BYTES_PER_ELEMENT: Readonly<Record<StoredDType, number>> = {
  ...BYTES_PER_ELEMENT,
  float16: 2,
  int8: 1,
};

export interface StoredTensor {
  readonly dtype: StoredDType;
  readonly shape: Shape;
  /** Row-major and little-endian. They may be a view of a file, or of the caller's array. */
  readonly bytes: Uint8Array;
}

/** A view of the tensor's elements. Throws a NablaError of code `argument` for data that do not fit the shape. */
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

/** A copy as core has it: float16 becomes float32, int8 becomes int32; both keep every value. */
export function denseOf({ dtype, shape, bytes }: StoredTensor): DenseArray {
  if (dtype === 'int8') return dense(Int32Array.from(int8Of(bytes)), shape);
  if (dtype === 'float16') return dense(Float32Array.from(uint16Of(bytes), halfValue), shape);
  const data = allocate(dtype, sizeOf(shape));
  // Byte by byte: elements may lie anywhere in a file, and a typed array over them would have to be aligned.
  bytesOf(data).set(bytes);
  return dense(data, shape);
}

function int8Of({ buffer, byteOffset, byteLength }: Uint8Array): Int8Array {
  return new Int8Array(buffer, byteOffset, byteLength);
}

/** A copy, which is aligned. */
function uint16Of(bytes: Uint8Array): Uint16Array {
  return new Uint16Array(Uint8Array.from(bytes).buffer);
}
