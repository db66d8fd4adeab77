/** The bytes of one file in a ZIP file. */
import { isNablaError, type NablaError } from '@nablajs/core';
import { Inflate } from 'fflate';
import { damaged } from '../model/damage.js';
import { crc32 } from './crc32.js';
import type { ZipEntry } from './directory.js';

const LOCAL = 0x04034b50;
/** How many bytes to inflate at once: a bomb makes at most 16 MB of them. */
const STEP = 2 ** 14;

/** Returns the bytes of an entry, and checks their length and their check sum. */
export function readEntry(file: Uint8Array, entry: ZipEntry, name: string): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const fail = (problem: string): NablaError => damaged(name, `${problem}; the ZIP file is damaged`);
  if (view.getUint32(entry.at, true) !== LOCAL) throw fail('its header is missing');
  const start = entry.at + 30 + view.getUint16(entry.at + 26, true) + view.getUint16(entry.at + 28, true);
  if (start + entry.storedBytes > file.length) throw fail('truncated');
  const stored = file.subarray(start, start + entry.storedBytes);
  const bytes = entry.isDeflated ? inflate(stored, entry.bytes, fail) : stored;
  if (crc32(bytes) !== entry.crc) throw fail('its check sum is wrong');
  return bytes;
}

function inflate(stored: Uint8Array, length: number, fail: (problem: string) => NablaError): Uint8Array {
  const bytes = new Uint8Array(length);
  let filled = 0;
  const stream = new Inflate((part) => {
    if (filled + part.length > length) throw fail(`expected ${length} bytes. Received more`);
    bytes.set(part, filled);
    filled += part.length;
  });
  try {
    for (let at = 0; at < stored.length; at += STEP) {
      stream.push(stored.subarray(at, at + STEP), at + STEP >= stored.length);
    }
  } catch (error) {
    if (isNablaError(error)) throw error;
    throw fail(`cannot be inflated (${error instanceof Error ? error.message : error})`);
  }
  if (filled !== length) throw fail(`expected ${length} bytes. Received ${filled}`);
  return bytes;
}
