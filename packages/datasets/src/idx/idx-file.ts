import { readFile, stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { checkOptionNames, isNablaError, NablaError } from '@nablajs/core';
import { type IdxArray, MAX_HEADER_BYTES, parseIdx, parseIdxHeader } from './idx.js';

/** The default limit on the size of an IDX file, 1 GiB: twice the largest known one (EMNIST by class). */
export const MAX_IDX_BYTES: number = 2 ** 30;

/** Options of `readIdxFile`. */
export interface ReadIdxOptions {
  /** The largest size in bytes to accept, both compressed and uncompressed. Default: 1 GiB. */
  readonly maxBytes?: number;
}

/**
 * Reads an IDX file, plain or gzip. It recognises gzip by the file's first bytes, and inflates no more than the IDX
 * header announces.
 *
 * @throws NablaError `data` if the file is missing, too large, damaged, or not IDX.
 *
 * @example
 * ```ts
 * const { shape, data } = await readIdxFile('mnist/t10k-images-idx3-ubyte.gz');
 * console.log(shape); // [10000, 28, 28]
 * ```
 */
export async function readIdxFile(path: string, options: ReadIdxOptions = {}): Promise<IdxArray> {
  checkOptionNames('readIdxFile', options, ['maxBytes']);
  return parseIdx(await readIdxBytes(path, options), path);
}

/** Reads an IDX file, at most as many bytes as its header announces. */
export async function readIdxBytes(path: string, options: ReadIdxOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
  const maxBytes = options.maxBytes ?? MAX_IDX_BYTES;
  const stored = await readStored(path, maxBytes);
  return stored[0] === 0x1f && stored[1] === 0x8b ? inflate(stored, path, maxBytes) : stored;
}

async function readStored(path: string, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const { size } = await checkedStat(path);
    if (size > maxBytes) throw tooLarge(path, size, maxBytes);
    return await readFile(path);
  } catch (error) {
    if (isNablaError(error)) throw error;
    throw new NablaError('data', `${path}: cannot be read (${reason(error)}).`, { cause: error });
  }
}

/** Refuses pipes and devices: reading them might never end. */
async function checkedStat(path: string): Promise<{ size: number }> {
  const stats = await stat(path);
  if (!stats.isFile()) throw new NablaError('data', `${path}: expected a file. Received a folder or a device.`);
  return stats;
}

async function inflate(stored: Uint8Array, path: string, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const gunzip = createGunzip({ chunkSize: 2 ** 18 });
  gunzip.end(stored);
  const chunks: Uint8Array[] = [];
  let received = 0;
  let announced: number | undefined;
  try {
    for await (const chunk of gunzip as AsyncIterable<Uint8Array>) {
      chunks.push(chunk);
      received += chunk.length;
      if (announced === undefined && received >= MAX_HEADER_BYTES) announced = announcedBytes(chunks, path, maxBytes);
      if (announced !== undefined && received > announced) throw expandsTooFar(path, announced);
    }
  } catch (error) {
    if (isNablaError(error)) throw error;
    throw new NablaError('data', `${path}: damaged gzip data (${reason(error)}). Download the file again.`, {
      cause: error,
    });
  }
  return Buffer.concat(chunks, received);
}

function announcedBytes(chunks: readonly Uint8Array[], path: string, maxBytes: number): number {
  const { totalBytes } = parseIdxHeader(Buffer.concat(chunks), path);
  if (totalBytes > maxBytes) throw tooLarge(path, totalBytes, maxBytes);
  return totalBytes;
}

function expandsTooFar(path: string, announced: number): NablaError {
  const problem = `the gzip data expands beyond the ${announced} bytes that its IDX header announces`;
  return new NablaError('data', `${path}: ${problem}. Download the file again.`);
}

function tooLarge(path: string, size: number, maxBytes: number): NablaError {
  return new NablaError('data', `${path}: expected at most ${maxBytes} bytes. Received ${size}; raise maxBytes.`);
}

/** Returns the message of anything that was thrown. */
export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
