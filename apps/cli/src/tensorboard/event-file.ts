/** A file that TensorBoard reads: a TFRecord of events. */
import { closeSync, mkdirSync, openSync, readdirSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { maskedCrc32c } from './crc32c.js';
import { type EventContent, encodeEvent } from './event-message.js';

const FILE_VERSION = 'brain.Event:2';
const NAME = /^events\.out\.tfevents\.(\d{1,12})\./;

/** Writes events to a new file. Each is with the system when `write` returns, so a killed process loses none. */
export class EventFile {
  readonly path: string;
  readonly #file: number;

  /**
   * Makes the folder where it is missing, and the file. Readers take the files of a folder in the order of their names, so
   * its name comes after those that are there. Throws what Node.js throws where that fails.
   */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    const host = hostname().replaceAll(/[^\w.-]/g, '_') || 'localhost';
    this.path = join(folder, `events.out.tfevents.${nextSecond(folder)}.${host}.${process.pid}`);
    // wx follows no link that somebody may have put there.
    this.#file = openSync(this.path, 'wx');
    this.write(0, { fileVersion: FILE_VERSION });
  }

  /** Throws what Node.js throws where it cannot be written. */
  write(step: number, content: EventContent): void {
    const record = encodeRecord(encodeEvent({ wallTime: Date.now() / 1000, step, content }));
    for (let at = 0; at < record.length; ) at += writeSync(this.#file, record, at);
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** Now, or the second after the one of the newest file in the folder. */
function nextSecond(folder: string): number {
  const taken = readdirSync(folder).flatMap((name) => Number(NAME.exec(name)?.[1] ?? []));
  return Math.max(Math.floor(Date.now() / 1000), ...taken.map((second) => second + 1));
}

/** A TFRecord: the length of the data (8 bytes), its checksum, the data, their checksum; numbers are little-endian. */
export function encodeRecord(data: Uint8Array): Uint8Array {
  const record = new Uint8Array(12 + data.length + 4);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedCrc32c(record.subarray(0, 8)), true);
  record.set(data, 12);
  view.setUint32(12 + data.length, maskedCrc32c(data), true);
  return record;
}
