/** IDX, the file format of MNIST; big-endian. */
import { NablaError, type Shape, sizeOf, type TypedArray } from '@nablajs/core';

/** The content of an IDX file: row-major elements and their shape. */
export interface IdxArray {
  readonly dtype: 'uint8' | 'int32' | 'float32' | 'float64';
  readonly shape: Shape;
  readonly data: TypedArray;
}

export interface IdxHeader {
  readonly type: IdxType;
  readonly shape: Shape;
  /** The byte at which the elements start. */
  readonly headerBytes: number;
  /** The length of the whole file, in bytes. */
  readonly totalBytes: number;
}

interface IdxType {
  readonly name: string;
  readonly bytes: number;
  /** Reads `count` elements from `view`, which covers exactly their bytes. */
  read(view: DataView<ArrayBuffer>, count: number): Omit<IdxArray, 'shape'>;
}

/** The longest possible header: 4 bytes and 255 dimensions. */
export const MAX_HEADER_BYTES: number = 4 + 4 * 255;

// Signed bytes and shorts become int32, which keeps every value.
const TYPES: ReadonlyMap<number, IdxType> = new Map<number, IdxType>([
  [
    0x08,
    {
      name: 'unsigned byte',
      bytes: 1,
      read: (view, count) => ({ dtype: 'uint8', data: new Uint8Array(view.buffer, view.byteOffset, count) }),
    },
  ],
  [0x09, { name: 'signed byte', bytes: 1, read: (view, count) => int32(count, (i) => view.getInt8(i)) }],
  [0x0b, { name: 'short', bytes: 2, read: (view, count) => int32(count, (i) => view.getInt16(2 * i)) }],
  [0x0c, { name: 'int', bytes: 4, read: (view, count) => int32(count, (i) => view.getInt32(4 * i)) }],
  [
    0x0d,
    {
      name: 'float',
      bytes: 4,
      read: (view, count) => ({ dtype: 'float32', data: fill(new Float32Array(count), (i) => view.getFloat32(4 * i)) }),
    },
  ],
  [
    0x0e,
    {
      name: 'double',
      bytes: 8,
      read: (view, count) => ({ dtype: 'float64', data: fill(new Float64Array(count), (i) => view.getFloat64(8 * i)) }),
    },
  ],
]);

function int32(count: number, at: (index: number) => number): Omit<IdxArray, 'shape'> {
  return { dtype: 'int32', data: fill(new Int32Array(count), at) };
}

function fill<T extends TypedArray>(array: T, at: (index: number) => number): T {
  for (let i = 0; i < array.length; i++) array[i] = at(i);
  return array;
}

/**
 * Parses the header of an IDX file. `name` is for messages. Throws NablaError `data` if the header is incomplete or
 * invalid.
 */
export function parseIdxHeader(bytes: Uint8Array, name: string): IdxHeader {
  const [zero0 = 0, zero1 = 0, code = 0, rank = 0] = bytes;
  if (bytes.length < 4) {
    throw damaged(name, `expected a header of at least 8 bytes. Received ${bytes.length} bytes`);
  }
  if (zero0 !== 0 || zero1 !== 0) {
    throw damaged(name, `not an IDX file: expected the magic bytes 00 00. Received ${hex(zero0)} ${hex(zero1)}`);
  }
  const type = TYPES.get(code);
  if (type === undefined) {
    const known = [...TYPES.keys()].map(hex).join(', ');
    throw damaged(name, `unknown IDX element type: expected one of ${known}. Received ${hex(code)}`);
  }
  if (rank === 0) throw damaged(name, 'expected at least one dimension. Received 0');
  const headerBytes = 4 + 4 * rank;
  if (bytes.length < headerBytes) {
    throw damaged(name, `truncated: a header of ${rank} dimensions has ${headerBytes} bytes. Received ${bytes.length}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, headerBytes);
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const totalBytes = headerBytes + sizeOf(shape) * type.bytes;
  if (!Number.isSafeInteger(totalBytes)) throw damaged(name, `dimensions ${shape.join(' x ')} are too large`);
  return { type, shape, headerBytes, totalBytes };
}

/**
 * Parses the bytes of an IDX file. Unsigned bytes share the memory of `bytes`; other integers become int32, floats
 * float32, and doubles float64.
 *
 * @param name Names the file in errors.
 * @throws NablaError `data` if the file is not IDX, has an unknown type, is truncated, or has bytes left over.
 *
 * @example
 * ```ts
 * const response = await fetch('/t10k-labels-idx1-ubyte');
 * const { shape, data } = parseIdx(new Uint8Array(await response.arrayBuffer()), 'the labels');
 * ```
 */
export function parseIdx(bytes: Uint8Array<ArrayBuffer>, name: string): IdxArray {
  const { type, shape, headerBytes, totalBytes } = parseIdxHeader(bytes, name);
  if (bytes.length !== totalBytes) {
    const problem = bytes.length < totalBytes ? 'truncated' : 'bytes left over';
    const announced = `${shape.join(' x ')} elements of type ${type.name} need ${totalBytes} bytes`;
    throw damaged(name, `${problem}: ${announced}. Received ${bytes.length}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + headerBytes, totalBytes - headerBytes);
  return { shape, ...type.read(view, sizeOf(shape)) };
}

function hex(byte: number): string {
  return `0x${byte.toString(16).padStart(2, '0')}`;
}

function damaged(name: string, problem: string): NablaError {
  return new NablaError('data', `${name}: ${problem}. Check that it is the right file and download it again.`);
}
