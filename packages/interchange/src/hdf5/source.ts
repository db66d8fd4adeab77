/** The bytes of an HDF5 file, and how much of them may still be read. */
import { damaged } from './tree.js';

/** Groups, arrays, messages and nodes of a file. One that claims more has a circle of links. */
const MAX_STEPS = 1_000_000;
/** Arrays may be this many times as large as the file, and 16 MiB. */
const MAX_EXPANSION = 64;
const SMALL = 2 ** 24;

/** A file. Addresses count from its start; what lies outside throws NablaError `data`. */
export class Source {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  #steps = 0;
  #expanded = 0;

  constructor(bytes: Uint8Array) {
    // Slices of Node's Buffer would share its memory.
    this.bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Counts a step. */
  step(): void {
    if (++this.#steps > MAX_STEPS) throw damaged('it has more parts than any file, or its links make a circle');
  }

  /** Counts bytes of arrays. */
  expand(bytes: number): void {
    this.#expanded += bytes;
    const most = Math.max(SMALL, MAX_EXPANSION * this.bytes.length);
    if (!(this.#expanded <= most)) throw damaged('its arrays are far larger than the file');
  }

  /** Returns a cursor at an address. */
  at(address: number): Cursor {
    return new Cursor(this, this.#view, address);
  }
}

export class Cursor {
  readonly source: Source;
  readonly #view: DataView;
  position: number;

  constructor(source: Source, view: DataView, position: number) {
    this.source = source;
    this.#view = view;
    this.position = position;
  }

  #take(length: number): number {
    const from = this.position;
    if (!(from >= 0 && from + length <= this.#view.byteLength)) throw damaged('an address lies outside of the file');
    this.position = from + length;
    return from;
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2), true);
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  /** An address or a length. 2^64 - 1, which is none, and others that no file has are Infinity. */
  u64(): number {
    const value = Number(this.#view.getBigUint64(this.#take(8), true));
    return value <= Number.MAX_SAFE_INTEGER ? value : Number.POSITIVE_INFINITY;
  }

  sized(length: number): number {
    if (length === 1) return this.u8();
    if (length === 2) return this.u16();
    return length === 4 ? this.u32() : this.u64();
  }

  skip(length: number): this {
    this.#take(length);
    return this;
  }

  /** Returns a view of the next bytes. */
  take(length: number): Uint8Array {
    const from = this.#take(length);
    return this.source.bytes.subarray(from, from + length);
  }

  expect(signature: string): this {
    for (const letter of signature) {
      if (this.u8() !== letter.charCodeAt(0)) throw damaged(`expected '${signature}'; the file is damaged`);
    }
    return this;
  }
}

/** Decodes text up to its first zero. */
export function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}
