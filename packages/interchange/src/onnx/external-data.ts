/** Weights that are in a file beside the model. */
import { unexpected } from '@nablajs/core';
import { damaged, show } from './damaged.js';

/** Returns the bytes of a file in the folder of the model. */
export type ExternalFiles = (location: string) => Uint8Array;

/** Where a tensor is. */
export interface ExternalPlace {
  readonly location: string;
  readonly offset: number;
  /** All bytes from the offset on if undefined. */
  readonly length: number | undefined;
}

/** How often tensors may share bytes: a small file must not claim endless memory. */
const MOST_READS = 4;

/** Asks for each file once, and hands out parts of it. */
export class ExternalData {
  readonly #read: ExternalFiles | undefined;
  readonly #files = new Map<string, Uint8Array>();
  #size = 0;
  #taken = 0;

  constructor(read: ExternalFiles | undefined) {
    this.#read = read;
  }

  /** Not copied. Throws NablaError `data` if the bytes are not there. */
  bytes(what: string, { location, offset, length }: ExternalPlace): Uint8Array {
    const file = this.#file(what, location);
    const bytes = length ?? file.length - offset;
    if (!isWhole(offset) || !isWhole(bytes) || offset + bytes > file.length) {
      throw damaged(`${what} is at ${offset}, ${bytes} bytes, but ${show(location)} has ${file.length} bytes`);
    }
    this.#taken += bytes;
    if (this.#taken > MOST_READS * this.#size) throw damaged('tensors claim the same external data again and again');
    return file.subarray(offset, offset + bytes);
  }

  #file(what: string, location: string): Uint8Array {
    const known = this.#files.get(location);
    if (known !== undefined) return known;
    checkLocation(what, location);
    if (this.#read === undefined) {
      throw damaged(`${what} is in the file ${show(location)}; pass external, which reads it`);
    }
    const file = this.#read(location);
    if (!ArrayBuffer.isView(file)) throw unexpected('readOnnx external', 'the bytes of a file, a Uint8Array', file);
    this.#files.set(location, file);
    this.#size += file.length;
    return file;
  }
}

const isWhole = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

/** Throws unless this is a path below the folder of the model on every system. */
function checkLocation(what: string, location: string): void {
  const parts = location.split('/');
  const isPlain = !/[\\:\p{Cc}]/u.test(location) && !parts.some((part) => part === '' || part === '..');
  if (!isPlain || location.length > 1000) {
    throw damaged(`${what} is in the file ${show(location)}, which is not inside of the folder of the model`);
  }
}

/** How many nodes, attributes, weights and values a file may have. */
const MOST_ITEMS = 500_000;

/** What is known while a file is read. */
export class Reading {
  readonly external: ExternalData;
  #items = 0;

  constructor(read: ExternalFiles | undefined) {
    this.external = new ExternalData(read);
  }

  /** Throws NablaError `data` if the file has too many parts. */
  count(): void {
    if (++this.#items > MOST_ITEMS) throw damaged(`the file has more than ${MOST_ITEMS} nodes, attributes and values`);
  }
}
