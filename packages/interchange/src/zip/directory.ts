/** The directory at the end of a ZIP file. */
import type { NablaError } from '@nablajs/core';
import { damaged } from '../model/damage.js';

/** What the directory says of a file. */
export interface ZipEntry {
  readonly name: string;
  readonly isDeflated: boolean;
  readonly crc: number;
  readonly storedBytes: number;
  readonly bytes: number;
  /** Where its local header begins. */
  readonly at: number;
}

interface Limits {
  readonly maxEntries: number;
  readonly maxBytes: number;
}

const [END, END64, LOCATOR64, CENTRAL] = [0x06054b50, 0x06064b50, 0x07064b50, 0x02014b50];
/** Deflate makes at most 1032 bytes of one. */
const MOST_RATIO = 1032;

/** Reads and checks the directory. Folders are left out. */
export function readDirectory(bytes: Uint8Array, file: string, { maxEntries, maxBytes }: Limits): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fail = (problem: string): NablaError => damaged(file, `${problem}; not a valid ZIP file`);
  const { count, start, end } = readEnd(view, fail);
  if (count > maxEntries) throw damaged(file, `expected at most ${maxEntries} entries. Received ${count}`);
  const entries: ZipEntry[] = [];
  const seen = new Set<string>();
  let at = start;
  let total = 0;
  for (let index = 0; index < count; index++) {
    if (at + 46 > end || view.getUint32(at, true) !== CENTRAL) throw fail(`entry ${index} is missing`);
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((by) => view.getUint16(at + by, true));
    const next = at + 46 + (nameBytes ?? 0) + (extraBytes ?? 0) + (commentBytes ?? 0);
    if (next > end) throw fail(`entry ${index} is truncated`);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + (nameBytes ?? 0)));
    const sizes = sizesOf(view, at, at + 46 + (nameBytes ?? 0), extraBytes ?? 0);
    const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
    const entry = { name, isDeflated: method === 8, crc: view.getUint32(at + 16, true), ...sizes };
    at = next;
    checkPath(name, file);
    if (seen.size === seen.add(name).size) throw fail(`the path '${name}' is there twice`);
    if (name.endsWith('/')) continue;
    if ((flags & 0x2041) !== 0) throw damaged(file, `'${name}' is encrypted; decrypt the file first`);
    if (method !== 0 && method !== 8) throw damaged(file, `'${name}' is compressed by method ${method}, not deflate`);
    checkSizes(entry, bytes.length, fail);
    total += entry.bytes;
    if (total > maxBytes)
      throw damaged(file, `expected entries of at most ${maxBytes} bytes. Received ${total} or more`);
    entries.push(entry);
  }
  return entries;
}

function checkSizes({ name, isDeflated, storedBytes, bytes, at }: ZipEntry, fileBytes: number, fail: Fail): void {
  if (at + 30 + storedBytes > fileBytes) throw fail(`'${name}' is truncated`);
  const isPossible = isDeflated ? bytes <= MOST_RATIO * storedBytes : bytes === storedBytes;
  if (!isPossible) throw fail(`'${name}' cannot have ${bytes} bytes, of ${storedBytes}`);
}

/** Throws for a path that would be outside the folder into which somebody writes it. */
function checkPath(name: string, file: string): void {
  const parts = name.split('/');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: such a path is what is refused
  const isPlain = name !== '' && !/[\\:\u0000-\u001f\u007f\ufffd]/.test(name) && !name.startsWith('/');
  if (isPlain && parts.every((part) => part !== '..' && part !== '.') && name.length < 4096) return;
  throw damaged(file, `expected paths inside a folder. Received ${JSON.stringify(name.slice(0, 60))}`);
}

type Fail = (problem: string) => NablaError;

/** Finds the end record, which a comment of up to 65,535 bytes may follow. */
function readEnd(view: DataView, fail: Fail) {
  const last = view.byteLength - 22;
  for (let at = last; at >= Math.max(0, last - 0xffff); at--) {
    if (view.getUint32(at, true) !== END || at + 22 + view.getUint16(at + 20, true) !== view.byteLength) continue;
    const large = at >= 20 && view.getUint32(at - 20, true) === LOCATOR64 ? wholeAt(view, at - 12) : undefined;
    if (large !== undefined && (large + 56 > at || view.getUint32(large, true) !== END64)) break;
    const [count, size, start] =
      large === undefined
        ? [view.getUint16(at + 10, true), view.getUint32(at + 12, true), view.getUint32(at + 16, true)]
        : [wholeAt(view, large + 32), wholeAt(view, large + 40), wholeAt(view, large + 48)];
    if (start + size > (large ?? at)) throw fail('the directory is truncated');
    return { count, start, end: start + size };
  }
  throw fail('expected the directory at its end');
}

/** Returns the sizes and the place of an entry, which its extra field has if 32 bits are too few. */
function sizesOf(view: DataView, at: number, extraAt: number, extraBytes: number) {
  const [storedBytes, bytes, start] = [20, 24, 42].map((by) => view.getUint32(at + by, true)) as [
    number,
    number,
    number,
  ];
  const large = { storedBytes, bytes, at: start };
  for (let field = extraAt; field + 4 <= extraAt + extraBytes; ) {
    const [id, size] = [view.getUint16(field, true), view.getUint16(field + 2, true)];
    let from = field + 4;
    field = from + size;
    if (id !== 1 || field > extraAt + extraBytes) continue;
    for (const key of ['bytes', 'storedBytes', 'at'] as const) {
      if (large[key] !== 0xffffffff || from + 8 > field) continue;
      large[key] = wholeAt(view, from);
      from += 8;
    }
  }
  return large;
}

/** A 64-bit number. What 2^53 and more is rounded to is beyond any file, and refused as such. */
const wholeAt = (view: DataView, at: number): number => Number(view.getBigUint64(at, true));
