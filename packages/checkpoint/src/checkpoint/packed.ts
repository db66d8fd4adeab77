/**
 * A checkpoint as a single file: a tar archive (POSIX ustar), which `tar -xf` unpacks. It has no times and no owners;
 * the manifest comes first, then the other files by name. Only this exact form is read, so any changed byte is noticed.
 */
import { NablaError } from '@nablajs/core';
import { damaged, show } from '../damage.js';
import type { CheckpointFiles } from './checkpoint.js';
import { MANIFEST_FILE } from './manifest.js';

const BLOCK = 512;
/** Two empty blocks. */
const END = new Uint8Array(2 * BLOCK);
/** 11 octal digits hold sizes up to 8 GiB; no file of a checkpoint is that large. */
const SIZE_DIGITS = 11;
const FILE_NAME = /^[a-z0-9][a-z0-9._-]{0,99}$/;

/**
 * Packs the files of a checkpoint into one tar archive. Equal files give equal bytes.
 *
 * @throws NablaError `argument` if a file name has characters other than `a-z`, `0-9`, `.`, `_` and `-`.
 *
 * @example
 * ```ts
 * await writeFile('checkpoint.tar', packCheckpoint(await encodeCheckpoint(state)));
 * ```
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

/** The parts of the archive in order, without copies. */
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
 * Unpacks an archive that `packCheckpoint` made. The files are views of `bytes`, for `decodeCheckpoint`.
 *
 * @param name Names the archive in errors. Default: `checkpoint`.
 * @throws NablaError `data` if the archive is truncated or damaged, or if another program made it.
 *
 * @example
 * ```ts
 * const { state } = await decodeCheckpoint(unpackCheckpoint(await readFile('checkpoint.tar')));
 * ```
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
      throw damaged(`${name}: ${file}`, `truncated: expected ${next - at} bytes. Received ${bytes.length - at}`);
    }
    if (!bytes.subarray(end, next).every((byte) => byte === 0)) {
      throw damaged(`${name}: ${file}`, 'expected zeros after it. Received something else; the archive is damaged');
    }
    if (files.size > 0 && compareNames(last, file) >= 0) {
      throw damaged(`${name}: ${file}`, `expected the files in order. Received it after ${last}`);
    }
    files.set(file, bytes.subarray(start, end));
    last = file;
    at = next;
  }
  return files;
}

/** Whether only the two empty blocks of the end are left. An empty block anywhere else is refused as a header. */
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
  throw damaged(name, `${place}. Received something else; the archive is truncated, damaged, or not from nabla`);
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
  // The checksum is computed with spaces in its own place.
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
