/**
 * Reads HDF5 files, by the specification of The HDF Group (version 3.0 of the file format), as far as Keras and h5py
 * write them: arrays of numbers in one piece or in chunks, texts as attributes, groups of both kinds. Links are never
 * followed.
 */
import { isNablaError, type Shape, sizeOf } from '@nablajs/core';
import type { HostTensor } from '../model/host-tensor.js';
import { type Layout, readArray, readLayout } from './arrays.js';
import { readHeader } from './header.js';
import { type Cursor, Source, textOf } from './source.js';
import { damaged, type Hdf5Group } from './tree.js';
import { type ElementKind, type Filter, readFilters, readKind, readShape } from './types.js';

const MAX_DEPTH = 32;
/** \x89HDF, and ends of lines that programs for texts would change. */
const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
const NONE = Number.POSITIVE_INFINITY;

/**
 * Reads all groups, arrays of numbers and attributes of text. Throws NablaError `data` for a damaged file, arrays far
 * larger than the file, and parts of the format that neither Keras nor h5py writes by default.
 *
 * @example
 * ```ts
 * const kernel = readHdf5(bytes).groups.get('vars')?.arrays.get('0');
 * ```
 */
export function readHdf5(bytes: Uint8Array): Hdf5Group {
  const source = new Source(bytes);
  try {
    const root = readObject(source, rootOf(source), 0);
    if ('arrays' in root) return root;
  } catch (error) {
    if (isNablaError(error)) throw error;
    // A stack or a typed array that a damaged number has made too large.
    throw damaged(`the file is damaged (${error instanceof Error ? error.message : error})`);
  }
  throw damaged('its root is no group');
}

/** Reads the superblock (II.A). */
function rootOf(source: Source): number {
  const cursor = source.at(0);
  const isHdf5 = SIGNATURE.every((byte, at) => source.bytes[at] === byte);
  if (!isHdf5) throw damaged('this is no HDF5 file');
  const version = cursor.skip(8).u8();
  if (version > 3) throw damaged(`a file of version ${version}, which is not read`);
  if (version >= 2) {
    checkSizes(cursor.u8(), cursor.u8());
    return cursor.skip(1 + 24).u64();
  }
  checkSizes(cursor.skip(4).u8(), cursor.u8());
  return cursor.skip(1 + 8 + (version === 1 ? 4 : 0) + 32 + 8).u64();
}

function checkSizes(offsets: number, lengths: number): void {
  if (offsets !== 8 || lengths !== 8) throw damaged('its addresses have other than 8 bytes, which is not read');
}

/** What an object's header says, piece by piece. */
interface Pieces {
  readonly attributes: Map<string, string | readonly string[]>;
  readonly links: Map<string, number>;
  shape?: Shape | undefined;
  kind?: ElementKind;
  layout?: Layout;
  filters: readonly Filter[];
  isGroup: boolean;
}

function readObject(source: Source, address: number, depth: number): Hdf5Group | HostTensor | object {
  if (depth > MAX_DEPTH) throw damaged(`groups are more than ${MAX_DEPTH} deep`);
  const pieces: Pieces = { attributes: new Map(), links: new Map(), filters: [], isGroup: false };
  for (const { type, cursor } of readHeader(source, address)) readMessage(pieces, type, cursor);
  const { shape, kind, layout, filters, attributes, links } = pieces;
  if (shape !== undefined && kind !== undefined && layout !== undefined) {
    return ['text', 'texts', 'other'].includes(kind.kind) ? {} : readArray(source, kind, shape, layout, filters);
  }
  if (!pieces.isGroup) return {};
  const groups = new Map<string, Hdf5Group>();
  const arrays = new Map<string, HostTensor>();
  for (const [name, at] of links) {
    const made = readObject(source, at, depth + 1);
    if ('arrays' in made) groups.set(name, made);
    else if ('data' in made) arrays.set(name, made);
  }
  return { attributes, groups, arrays };
}

function readMessage(pieces: Pieces, type: number, cursor: Cursor): void {
  switch (type) {
    case 0x01:
      pieces.shape = readShape(cursor);
      return;
    case 0x02:
      pieces.isGroup = true;
      checkCompact(cursor, 'groups with many members');
      return;
    case 0x03:
      pieces.kind = readKind(cursor);
      return;
    case 0x06:
      pieces.isGroup = true;
      readLink(pieces.links, cursor);
      return;
    case 0x08:
      pieces.layout = readLayout(cursor);
      return;
    case 0x0b:
      pieces.filters = readFilters(cursor);
      return;
    case 0x0c:
      readAttribute(pieces.attributes, cursor);
      return;
    case 0x11:
      pieces.isGroup = true;
      readTree(pieces.links, cursor.source, cursor.u64(), heapOf(cursor.source, cursor.u64()), 0);
      return;
    case 0x15:
      checkCompact(cursor, 'many attributes');
      return;
    default:
  }
}

/** The newest files keep many links, or attributes, in another structure, which is not read. */
function checkCompact(cursor: Cursor, what: string): void {
  const flags = cursor.skip(1).u8();
  // Both messages may have a number before the address: of 8 bytes for links, of 2 for attributes.
  if ((flags & 1) === 1) cursor.skip(what === 'many attributes' ? 2 : 8);
  if (cursor.u64() !== NONE)
    throw damaged(`${what} in the form of libver='latest', which is not read; save it without`);
}

/** A link message (IV.A.2.g). Only links to objects of this file count. */
function readLink(links: Map<string, number>, cursor: Cursor): void {
  const flags = cursor.skip(1).u8();
  const type = (flags & 8) === 8 ? cursor.u8() : 0;
  cursor.skip(((flags & 4) === 4 ? 8 : 0) + ((flags & 16) === 16 ? 1 : 0));
  const name = textOf(cursor.take(cursor.sized(2 ** (flags & 3))));
  if (type === 0) links.set(name, cursor.u64());
}

/** Returns where the names of a group's members begin (III.D). */
const heapOf = (source: Source, address: number): number => source.at(address).expect('HEAP').skip(20).u64();

/** Walks along the tree of a group's members (III.A.1, node type 0). */
function readTree(links: Map<string, number>, source: Source, address: number, heap: number, depth: number): void {
  if (depth > MAX_DEPTH) throw damaged('a tree of members is wrong');
  source.step();
  const cursor = source.at(address).expect('TREE');
  if (cursor.u8() !== 0) throw damaged('a tree of members is wrong');
  const level = cursor.u8();
  const count = cursor.u16();
  cursor.skip(16 + 8);
  for (let at = 0; at < count; at++) {
    const child = cursor.u64();
    cursor.skip(8);
    if (level > 0) readTree(links, source, child, heap, depth + 1);
    else readMembers(links, source, child, heap);
  }
}

/** A symbol table node (III.B). */
function readMembers(links: Map<string, number>, source: Source, address: number, heap: number): void {
  const cursor = source.at(address).expect('SNOD').skip(2);
  const count = cursor.u16();
  for (let at = 0; at < count; at++) {
    source.step();
    const name = heap + cursor.u64();
    const header = cursor.u64();
    const kind = cursor.u32();
    cursor.skip(20);
    // 2 is a link by name.
    if (kind !== 2) links.set(textAt(source, name), header);
  }
}

/** A text that ends with a zero. */
function textAt({ bytes }: Source, address: number): string {
  const end = address < bytes.length ? bytes.indexOf(0, address) : -1;
  if (end < 0) throw damaged('a name lies outside of the file');
  return textOf(bytes.subarray(address, end));
}

/** An attribute message (IV.A.2.m) of text. */
function readAttribute(attributes: Map<string, string | readonly string[]>, cursor: Cursor): void {
  const version = cursor.u8();
  const flags = cursor.u8();
  if (version > 3 || (version > 1 && flags !== 0)) return;
  const padded = (length: number): number => (version === 1 ? 8 * Math.ceil(length / 8) : length);
  const [nameSize, kindSize, shapeSize] = [cursor.u16(), cursor.u16(), cursor.u16()];
  if (version === 3) cursor.skip(1);
  const name = textOf(cursor.take(nameSize));
  let at = cursor.position - nameSize + padded(nameSize);
  const part = (length: number): Cursor => {
    const own = cursor.source.at(at);
    at += padded(length);
    return own;
  };
  const kind = readKind(part(kindSize));
  const shape = readShape(part(shapeSize));
  if (shape === undefined) return;
  const count = sizeOf(shape);
  // Keras writes an empty list as one of numbers.
  if (count === 0) attributes.set(name, []);
  if (count === 0 || (kind.kind !== 'text' && kind.kind !== 'texts')) return;
  const data = cursor.source.at(at);
  const texts = textsIn(data, kind, count);
  attributes.set(name, shape.length === 0 ? (texts[0] as string) : texts);
}

function textsIn(data: Cursor, { kind, size }: ElementKind, count: number): string[] {
  const { source } = data;
  source.expand(count * Math.max(size, 1));
  const texts: string[] = [];
  for (let at = 0; at < count; at++) {
    source.step();
    if (kind === 'text') texts.push(textOf(data.take(size)));
    else {
      const length = data.u32();
      const heap = data.u64();
      texts.push(textOf(inGlobalHeap(source, heap, data.u32()).subarray(0, length)));
    }
  }
  return texts;
}

/** Finds an object among those that are elsewhere (III.E). */
function inGlobalHeap(source: Source, address: number, wanted: number): Uint8Array {
  if (address === NONE || address === 0) return new Uint8Array();
  const cursor = source.at(address).expect('GCOL').skip(4);
  const end = address + cursor.u64();
  while (cursor.position < end) {
    source.step();
    const index = cursor.u16();
    const size = cursor.skip(6).u64();
    if (index === wanted) {
      source.expand(size);
      return cursor.take(size);
    }
    if (index === 0) break;
    cursor.skip(8 * Math.ceil(size / 8));
  }
  throw damaged('a text is not where it should be');
}
