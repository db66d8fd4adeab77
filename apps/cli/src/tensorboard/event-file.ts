/** Writes a file that TensorBoard reads: a TFRecord of events. */
import { closeSync, mkdirSync, openSync, readdirSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { maskedCrc32c } from './crc32c.js';
import { type EventContent, encodeEvent } from './event-message.js';

const FILE_VERSION = 'brain.Event:2';
const NAME = /^events\.out\.tfevents\.(\d{1,12})\./;

/** Writes events to a new file. The system has each event when `write` returns, so a killed process loses none. */
export class EventFile {
  readonly path: string;
  readonly #file: number;

  /**
   * Creates the folder if it is missing, and the file. Readers take the files of a folder in the order of their names,
   * so the name comes after the existing ones. Throws Node.js's error if that fails.
   */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    const host = hostname().replaceAll(/[^\w.-]/g, '_') || 'localhost';
    this.path = join(folder, `events.out.tfevents.${nextSecond(folder)}.${host}.${process.pid}`);
    // The flag wx does not follow a link that somebody may have put there.
    this.#file = openSync(this.path, 'wx');
    this.write(0, { fileVersion: FILE_VERSION });
  }

  /** Writes an event. Throws Node.js's error if that fails. */
  write(step: number, content: EventContent): void {
    const record = encodeRecord(encodeEvent({ wallTime: Date.now() / 1000, step, content }));
    for (let at = 0; at < record.length; ) at += writeSync(this.#file, record, at);
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** Returns the current second, or the second after the newest file in the folder if that is later. */
function nextSecond(folder: string): number {
  const taken = readdirSync(folder).flatMap((name) => Number(NAME.exec(name)?.[1] ?? []));
  return taken.reduce((next, second) => Math.max(next, second + 1), Math.floor(Date.now() / 1000));
}

/** Encodes a TFRecord: the length of the data (8 bytes), its checksum, the data, their checksum; little-endian. */
export function encodeRecord(data: Uint8Array): Uint8Array {
  const record = new Uint8Array(12 + data.length + 4);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedCrc32c(record.subarray(0, 8)), true);
  record.set(data, 12);
  view.setUint32(12 + data.length, maskedCrc32c(data), true);
  return record;
}
