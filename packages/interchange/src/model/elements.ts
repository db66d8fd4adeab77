/** Elements as files have them: bytes of some type, in either byte order. */
import { halfValue } from '@nablajs/checkpoint/portable';
import { type Shape, sizeOf } from '@nablajs/core';
import type { ElementType, HostData, HostTensor } from './host-tensor.js';

/** The types of elements in files: those of a `HostTensor`, and two that become float32. */
export type StoredType = ElementType | 'float16' | 'bfloat16';

/** Bytes of one element. */
export const ELEMENT_BYTES: Readonly<Record<StoredType, number>> = {
  float16: 2,
  bfloat16: 2,
  float32: 4,
  float64: 8,
  int8: 1,
  int16: 2,
  int32: 4,
  int64: 8,
  uint8: 1,
  uint16: 2,
  uint32: 4,
  uint64: 8,
  bool: 1,
};

/** The type in memory. */
export const heldAs = (type: StoredType): ElementType => (type === 'float16' || type === 'bfloat16' ? 'float32' : type);

/** Copies, so the elements are aligned. */
export function decodeElements(type: StoredType, bytes: Uint8Array, isLittleEndian = true): HostData {
  const size = ELEMENT_BYTES[type];
  // Not slice: that of Node's Buffer does not copy.
  const copy = new Uint8Array(bytes.subarray(0, bytes.length - (bytes.length % size)));
  if (!isLittleEndian) reverseEach(copy, size);
  const { buffer, byteOffset } = copy;
  const length = copy.length / size;
  switch (type) {
    case 'float32':
      return new Float32Array(buffer, byteOffset, length);
    case 'float64':
      return new Float64Array(buffer, byteOffset, length);
    case 'int8':
      return new Int8Array(buffer, byteOffset, length);
    case 'int16':
      return new Int16Array(buffer, byteOffset, length);
    case 'int32':
      return new Int32Array(buffer, byteOffset, length);
    case 'uint16':
      return new Uint16Array(buffer, byteOffset, length);
    case 'uint8':
      return copy;
    case 'bool':
      return copy.map((byte) => (byte === 0 ? 0 : 1));
    case 'uint32':
      return Float64Array.from(new Uint32Array(buffer, byteOffset, length));
    case 'int64':
      return Float64Array.from(new BigInt64Array(buffer, byteOffset, length), Number);
    case 'uint64':
      return Float64Array.from(new BigUint64Array(buffer, byteOffset, length), Number);
    case 'float16':
      return Float32Array.from(new Uint16Array(buffer, byteOffset, length), halfValue);
    case 'bfloat16':
      return upperHalves(new Uint16Array(buffer, byteOffset, length));
  }
}

/** Little-endian. Numbers beyond a type's range wrap around. */
export function encodeElements({ type, data }: Pick<HostTensor, 'type' | 'data'>): Uint8Array {
  const stored =
    type === 'uint32'
      ? Uint32Array.from(data)
      : type === 'int64'
        ? BigInt64Array.from(data, (value) => BigInt(value))
        : type === 'uint64'
          ? BigUint64Array.from(data, (value) => BigInt(value))
          : data;
  return new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength);
}

/** Reverses the bytes of each element. */
function reverseEach(bytes: Uint8Array, size: number): void {
  for (let at = 0; size > 1 && at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
}

/** A bfloat16 is the upper half of a float32. */
function upperHalves(halves: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(halves, (half) => half * 65536).buffer);
}

/** Returns an array whose dimension i is dimension `axes[i]` of the given one. */
export function permuted<T extends { readonly shape: Shape; readonly data: HostData }>(
  array: T,
  axes: readonly number[],
): T {
  const { shape, data } = array;
  const strides = axes.map((axis) => sizeOf(shape.slice(axis + 1)));
  const turned = axes.map((axis) => shape[axis] as number);
  if (axes.every((axis, at) => axis === at)) return { ...array, data: data.slice() };
  return { ...array, shape: turned, data: gathered(data, turned, strides, 0) };
}

/** Copies elements into row-major order: those at `offset` plus the sum of each index times its stride. */
export function gathered(data: HostData, shape: Shape, strides: readonly number[], offset: number): HostData {
  const Made = data.constructor as new (length: number) => HostData;
  const result = new Made(sizeOf(shape));
  const rank = shape.length;
  const [columns, step] = rank === 0 ? [1, 1] : [shape[rank - 1] as number, strides[rank - 1] as number];
  const index = new Array<number>(Math.max(0, rank - 1)).fill(0);
  let from = offset;
  for (let to = 0; to < result.length; ) {
    for (let column = 0; column < columns; column++) result[to++] = data[from + column * step] as number;
    for (let axis = rank - 2; axis >= 0; axis--) {
      from += strides[axis] as number;
      index[axis] = (index[axis] as number) + 1;
      if ((index[axis] as number) < (shape[axis] as number)) break;
      from -= (strides[axis] as number) * (shape[axis] as number);
      index[axis] = 0;
    }
  }
  return result;
}
