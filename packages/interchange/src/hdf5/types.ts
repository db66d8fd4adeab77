/** Messages of an object's header: shapes, types of elements, filters. */
import { type Shape, sizeOf } from '@nablajs/core';
import type { StoredType } from '../model/elements.js';
import type { Cursor } from './source.js';
import { damaged } from './tree.js';

/** A type of elements. */
export interface ElementKind {
  /** `text` has a fixed number of bytes, `texts` are elsewhere in the file; `other` is not read. */
  readonly kind: StoredType | 'text' | 'texts' | 'other';
  /** Bytes of one element. */
  readonly size: number;
}

const FLOATS: Readonly<Record<number, StoredType>> = { 2: 'float16', 4: 'float32', 8: 'float64' };
const SIGNED: Readonly<Record<number, StoredType>> = { 1: 'int8', 2: 'int16', 4: 'int32', 8: 'int64' };
const UNSIGNED: Readonly<Record<number, StoredType>> = { 1: 'uint8', 2: 'uint16', 4: 'uint32', 8: 'uint64' };

/** Reads a datatype message (format specification IV.A.2.d). */
export function readKind(cursor: Cursor): ElementKind {
  const kind = cursor.u8() & 15;
  const bits = cursor.u8();
  const size = cursor.skip(2).u32();
  const isBig = (bits & 1) === 1;
  const number = (types: Readonly<Record<number, StoredType>>): ElementKind => {
    const type = types[size];
    if (isBig && type !== undefined) throw damaged('its numbers are in the order of big-endian machines');
    return { kind: type ?? 'other', size };
  };
  switch (kind) {
    case 0:
      return number((bits & 8) === 8 ? SIGNED : UNSIGNED);
    case 1:
      return number(FLOATS);
    case 3:
      return { kind: 'text', size };
    case 9:
      return { kind: (bits & 15) === 1 ? 'texts' : 'other', size };
    default:
      return { kind: 'other', size };
  }
}

/** Reads a dataspace message (IV.A.2.b). Undefined for one without elements. */
export function readShape(cursor: Cursor): Shape | undefined {
  const version = cursor.u8();
  const rank = cursor.u8();
  cursor.skip(1);
  if (version === 1) cursor.skip(5);
  else if (version === 2) {
    if (cursor.u8() === 2) return undefined;
  } else throw damaged(`a shape of version ${version}`);
  if (rank > 32) throw damaged(`a shape of ${rank} dimensions`);
  const shape = Array.from({ length: rank }, () => cursor.u64());
  if (!Number.isSafeInteger(sizeOf(shape))) throw damaged('an array larger than any file');
  return shape;
}

/** Undoes what was done to the bytes of each chunk. */
export type Filter = 'deflate' | 'shuffle' | 'check sum';

const FILTERS: Readonly<Record<number, Filter>> = { 1: 'deflate', 2: 'shuffle', 3: 'check sum' };

/** Reads a filter pipeline message (IV.A.2.l). */
export function readFilters(cursor: Cursor): readonly Filter[] {
  const version = cursor.u8();
  const count = cursor.u8();
  if (version === 1) cursor.skip(6);
  return Array.from({ length: count }, () => {
    const id = cursor.u16();
    const nameLength = version === 1 || id >= 256 ? cursor.u16() : 0;
    cursor.skip(2);
    const values = cursor.u16();
    cursor.skip(version === 1 ? 8 * Math.ceil(nameLength / 8) : nameLength).skip(4 * values);
    if (version === 1 && values % 2 === 1) cursor.skip(4);
    const filter = FILTERS[id];
    if (filter === undefined) throw damaged(`its arrays are packed by the filter ${id}, which is not read`);
    return filter;
  });
}
