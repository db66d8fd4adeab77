/** The elements of arrays: in one piece, or in chunks that may be compressed. */
import { isNablaError, type Shape, sizeOf } from '@nablajs/core';
import { Inflate } from 'fflate';
import { decodeElements, heldAs, type StoredType } from '../model/elements.js';
import { type HostTensor, hostData } from '../model/host-tensor.js';
import type { Cursor, Source } from './source.js';
import { damaged } from './tree.js';
import type { ElementKind, Filter } from './types.js';

/** Where the bytes of an array are. */
export type Layout =
  | { readonly kind: 'compact'; readonly bytes: Uint8Array }
  | { readonly kind: 'contiguous'; readonly address: number }
  | { readonly kind: 'chunked'; readonly address: number; readonly chunk: Shape };

/** Reads a data layout message (format specification IV.A.2.i). */
export function readLayout(cursor: Cursor): Layout {
  const version = cursor.u8();
  const kind = cursor.u8();
  if (version !== 3 && !(version === 4 && kind < 2)) throw damaged(`a layout of version ${version}, which is not read`);
  if (kind === 0) return { kind: 'compact', bytes: cursor.take(cursor.u16()) };
  if (kind === 1) return { kind: 'contiguous', address: cursor.u64() };
  if (kind !== 2) throw damaged('an array that is spread over files');
  const rank = cursor.u8();
  const address = cursor.u64();
  // The last number is the size of an element.
  return { kind: 'chunked', address, chunk: Array.from({ length: rank }, () => cursor.u32()).slice(0, -1) };
}

/** Reads an array of numbers. */
export function readArray(
  source: Source,
  kind: ElementKind,
  shape: Shape,
  layout: Layout,
  filters: readonly Filter[],
): HostTensor {
  const length = sizeOf(shape) * kind.size;
  source.expand(length);
  const stored = kind.kind as StoredType;
  const type = heldAs(stored);
  if (layout.kind === 'chunked') {
    const bytes = new Uint8Array(length);
    readChunks(source, layout.address, { bytes, shape, chunk: layout.chunk, size: kind.size, filters }, 0);
    return { type, shape, data: decodeElements(stored, bytes) };
  }
  if (filters.length > 0) throw damaged('an array in one piece is packed');
  // Nothing was written to it.
  if (layout.kind === 'contiguous' && layout.address === Number.POSITIVE_INFINITY) {
    return { type, shape, data: hostData(type, sizeOf(shape)) };
  }
  const bytes = layout.kind === 'compact' ? layout.bytes : source.at(layout.address).take(length);
  if (bytes.length < length) throw damaged('an array is incomplete');
  return { type, shape, data: decodeElements(stored, bytes.subarray(0, length)) };
}

/** An array that is filled chunk by chunk. */
interface Target {
  readonly bytes: Uint8Array;
  readonly shape: Shape;
  readonly chunk: Shape;
  readonly size: number;
  readonly filters: readonly Filter[];
}

const MAX_LEVEL = 16;

/** Walks along the tree of chunks (III.A.1, node type 1). */
function readChunks(source: Source, address: number, target: Target, depth: number): void {
  if (address === Number.POSITIVE_INFINITY) return;
  const { shape, chunk } = target;
  if (depth > MAX_LEVEL || chunk.length !== shape.length || chunk.includes(0))
    throw damaged('a tree of chunks is wrong');
  source.step();
  const cursor = source.at(address).expect('TREE');
  if (cursor.u8() !== 1) throw damaged('a tree of chunks is wrong');
  const level = cursor.u8();
  const count = cursor.u16();
  cursor.skip(16);
  for (let at = 0; at < count; at++) {
    source.step();
    const stored = cursor.u32();
    const left = cursor.u32();
    const origin = shape.map(() => cursor.u64());
    cursor.skip(8);
    const child = cursor.u64();
    if (level > 0) readChunks(source, child, target, depth + 1);
    else copyChunk(target, origin, unpacked(source, child, stored, left, target));
  }
}

function unpacked(source: Source, address: number, stored: number, left: number, target: Target): Uint8Array {
  const { filters, size, chunk } = target;
  const length = sizeOf(chunk) * size;
  source.expand(length);
  let bytes = source.at(address).take(stored);
  for (const [at, filter] of [...filters.entries()].reverse()) {
    // A bit says that a filter was left out for this chunk.
    if (((left >>> at) & 1) === 1) continue;
    if (filter === 'deflate') bytes = inflate(bytes, length + 4);
    else if (filter === 'check sum') bytes = bytes.subarray(0, -4);
    else bytes = unshuffled(bytes, size);
  }
  if (bytes.length < length) throw damaged('a chunk is incomplete');
  return bytes;
}

/** Inflates step by step, to notice bombs. */
function inflate(stored: Uint8Array, most: number): Uint8Array {
  const bytes = new Uint8Array(most);
  let filled = 0;
  // The first two bytes are zlib's header.
  const stream = new Inflate((part) => {
    if (filled + part.length > most) throw damaged('a chunk is larger than it says');
    bytes.set(part, filled);
    filled += part.length;
  });
  try {
    for (let at = 2; at < stored.length; at += 2 ** 14) {
      stream.push(stored.subarray(at, at + 2 ** 14), at + 2 ** 14 >= stored.length);
    }
  } catch (error) {
    if (isNablaError(error)) throw error;
    throw damaged('a chunk cannot be inflated');
  }
  return bytes.subarray(0, filled);
}

/** Puts the bytes of each element together again. */
function unshuffled(bytes: Uint8Array, size: number): Uint8Array {
  const count = Math.floor(bytes.length / size);
  const made = bytes.slice();
  for (let byte = 0; byte < size; byte++) {
    for (let at = 0; at < count; at++) made[at * size + byte] = bytes[byte * count + at] as number;
  }
  return made;
}

/** Copies a chunk to its place, row by row; what lies outside of the array is left out. */
function copyChunk({ bytes, shape, chunk, size }: Target, origin: Shape, from: Uint8Array): void {
  if (origin.some((start, axis) => !(start < (shape[axis] as number)))) return;
  const last = shape.length - 1;
  const width = last < 0 ? 1 : Math.min(chunk[last] as number, (shape[last] as number) - (origin[last] as number));
  const rows = last < 0 ? 1 : sizeOf(chunk.slice(0, -1));
  for (let row = 0; row < rows; row++) {
    let rest = row;
    let [to, stride] = [last < 0 ? 0 : (origin[last] as number), last < 0 ? 1 : (shape[last] as number)];
    let isInside = true;
    for (let axis = last - 1; axis >= 0; axis--) {
      const position = (origin[axis] as number) + (rest % (chunk[axis] as number));
      rest = Math.floor(rest / (chunk[axis] as number));
      isInside &&= position < (shape[axis] as number);
      to += position * stride;
      stride *= shape[axis] as number;
    }
    if (!isInside) continue;
    const start = row * (chunk[last] ?? 1) * size;
    bytes.set(from.subarray(start, start + width * size), to * size);
  }
}
