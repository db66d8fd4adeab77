/**
 * One file of several: a tar archive (POSIX ustar), which `tar -xf` takes apart. Of all the archives that hold the same
 * files one is ours: no times, no owners, the manifest first, then by name. Reading accepts that one alone, so that no
 * byte of an archive can change unseen.
 */
import { NablaError } from '@nablajs/core';
import { damaged, show } from '../damage.js';
import type { CheckpointFiles } from './checkpoint.js';
import { MANIFEST_FILE } from './manifest.js';

const BLOCK = 512;
/** Two empty blocks. */
const END = new Uint8Array(2 * BLOCK);
/** Twelve octal digits less one would hold 8 GiB; no file of a checkpoint is that large. */
const SIZE_DIGITS = 11;
const FILE_NAME = /^[a-z0-9][a-z0-9._-]{0,99}$/;

/**
 * The files of a checkpoint as one, for a download or a disk: a tar archive. Equal files give equal bytes. Throws a
 * NablaError of code `argument` for a name that is not made of `a-z`, `0-9`, `.`, `_` and `-`.
 */
export function packCheckpoint(files: CheckpointFiles): Uint8Array<ArrayBuffer> {
  const parts = partsOf(files);
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** What `packCheckpoint` puts one behind the other, not copied. */
function partsOf(files: CheckpointFiles): readonly Uint8Array[] {
  const sorted = [...files].sort(([a], [b]) => compareNames(a, b));
  const parts = sorted.flatMap(([name, bytes]) => {
    if (!FILE_NAME.test(name)) {
      const expected = 'expected names of a-z, 0-9, ., _ and -, at most 100';
      throw new NablaError('argument', `packCheckpoint: ${expected}. Received ${show(name)}.`);
    }
    return [headerOf(name, bytes.length), bytes, new Uint8Array(paddingOf(bytes.length))];
  });
  return [...parts, END];
}

/**
 * The files in what `packCheckpoint` gave, as views of `bytes`; `name` is for messages. `decodeCheckpoint` then says
 * whether they are whole. Throws a NablaError of code `data` where the archive is cut short or damaged, or made by
 * another program.
 */
export function unpackCheckpoint(bytes: Uint8Array, name = 'checkpoint'): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  let at = 0;
  let last = '';
  while (!isEnd(bytes, at)) {
    const { file, size } = readFileHeader(bytes, at, name);
    const [start, end] = [at + BLOCK, at + BLOCK + size];
    const next = end + paddingOf(size);
    if (next > bytes.length) {
      throw damaged(`${name}: ${file}`, `cut short: expected ${next - at} bytes. Received ${bytes.length - at}`);
    }
    if (!bytes.subarray(end, next).every((byte) => byte === 0)) {
      throw damaged(`${name}: ${file}`, 'expected zeros behind it. Received something else; the archive is damaged');
    }
    if (files.size > 0 && compareNames(last, file) >= 0) {
      throw damaged(`${name}: ${file}`, `expected the files in order. Received it behind ${last}`);
    }
    files.set(file, bytes.subarray(start, end));
    last = file;
    at = next;
  }
  return files;
}

/** The whole rest is two empty blocks. Any other empty block is no header, and refused as one. */
function isEnd(bytes: Uint8Array, at: number): boolean {
  return bytes.length - at === END.length && bytes.subarray(at).every((byte) => byte === 0);
}

function readFileHeader(bytes: Uint8Array, at: number, name: string): { file: string; size: number } {
  const header = bytes.subarray(at, at + BLOCK);
  const text = new TextDecoder('latin1').decode(header);
  const file = text.slice(0, 100).replace(/\0+$/, '');
  const size = Number.parseInt(text.slice(124, 124 + SIZE_DIGITS), 8);
  const isOurs =
    FILE_NAME.test(file) && size >= 0 && headerOf(file, size).every((byte, index) => byte === header[index]);
  if (isOurs) return { file, size };
  const place = `expected the header of a file at byte ${at} of ${bytes.length}, or the end`;
  throw damaged(name, `${place}. Received something else; the archive is cut short, damaged, or not nabla's`);
}

function paddingOf(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK;
}

function compareNames(a: string, b: string): number {
  const first = Number(b === MANIFEST_FILE) - Number(a === MANIFEST_FILE);
  return first !== 0 ? first : a < b ? -1 : Number(a > b);
}

/** POSIX.1-2017, pax, "ustar Interchange Format". */
function headerOf(name: string, size: number): Uint8Array {
  const header = new Uint8Array(BLOCK);
  const put = (at: number, value: string) => header.set(new TextEncoder().encode(value), at);
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0');
  put(0, name);
  put(100, `${octal(0o644, 7)}\0`);
  put(108, `${octal(0, 7)}\0`);
  put(116, `${octal(0, 7)}\0`);
  put(124, `${octal(size, SIZE_DIGITS)}\0`);
  put(136, `${octal(0, SIZE_DIGITS)}\0`);
  // The checksum is that of the header with spaces in the place of the checksum.
  put(148, ' '.repeat(8));
  put(156, '0');
  put(257, 'ustar\0');
  put(263, '00');
  put(148, `${octal(sum(header), 6)}\0 `);
  return header;
}

function sum(bytes: Uint8Array): number {
  return bytes.reduce((total, byte) => total + byte, 0);
}
