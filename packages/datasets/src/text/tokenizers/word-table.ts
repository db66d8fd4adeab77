import { MAX_WORD_BYTES } from './words.js';

/** The different words of a text, and how often each occurs. */
export interface WordCounts {
  readonly words: WordTable;
  readonly counts: Float64Array;
}

/** Numbers words in the order that they are added, and finds them by their bytes. */
export class WordTable {
  /** How many words there are. */
  size = 0;
  /** The bytes of all words. */
  bytes: Uint8Array = new Uint8Array(1 << 12);
  /** Where each word ends in `bytes`. */
  #ends: Int32Array = new Int32Array(1 << 8);
  /** For each hash, the number of a word, plus 1. Always at most half full. */
  #slots: Int32Array = new Int32Array(1 << 10);
  /** Changes the hashes, so no text can make searches slow on purpose. */
  readonly #seed: number = Math.floor(Math.random() * 0x7fffffff);
  readonly #maxWords: number;
  readonly #maxBytes: number;

  constructor(maxWords: number, maxBytes: number) {
    this.#maxWords = maxWords;
    this.#maxBytes = maxBytes;
  }

  /** Where a word starts in `bytes`. `startOf(word + 1)` is where it ends. */
  startOf(word: number): number {
    return word === 0 ? 0 : (this.#ends[word - 1] as number);
  }

  /** Returns the number of a word, or -1. */
  find(source: Uint8Array, start: number, end: number): number {
    return (this.#slots[this.#slotOf(source, start, end)] as number) - 1;
  }

  /** Returns the number of a word, which is added if there is room; otherwise -1. */
  add(source: Uint8Array, start: number, end: number): number {
    const slot = this.#slotOf(source, start, end);
    const found = (this.#slots[slot] as number) - 1;
    if (found >= 0) return found;
    const from = this.startOf(this.size);
    const to = from + end - start;
    if (this.size === this.#maxWords || to > this.#maxBytes) return -1;
    if (to > this.bytes.length) this.bytes = grown(this.bytes, new Uint8Array(2 * this.bytes.length + MAX_WORD_BYTES));
    if (this.size === this.#ends.length) this.#ends = grown(this.#ends, new Int32Array(2 * this.size));
    this.bytes.set(source.subarray(start, end), from);
    this.#ends[this.size] = to;
    this.size += 1;
    this.#slots[slot] = this.size;
    if (2 * this.size > this.#slots.length) this.#rehash();
    return this.size - 1;
  }

  #rehash(): void {
    this.#slots = new Int32Array(2 * this.#slots.length);
    for (let word = 0; word < this.size; word++) {
      this.#slots[this.#slotOf(this.bytes, this.startOf(word), this.startOf(word + 1))] = word + 1;
    }
  }

  /** Returns the slot of a word, or the empty one where it belongs. */
  #slotOf(source: Uint8Array, start: number, end: number): number {
    const mask = this.#slots.length - 1;
    let hash = this.#seed;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ (source[i] as number), 0x01000193);
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const word = (this.#slots[slot] as number) - 1;
      if (word < 0 || this.#isAt(word, source, start, end)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #isAt(word: number, source: Uint8Array, start: number, end: number): boolean {
    const from = this.startOf(word);
    if (this.startOf(word + 1) - from !== end - start) return false;
    for (let i = start; i < end; i++) if (this.bytes[from + i - start] !== source[i]) return false;
    return true;
  }
}

function grown<T extends Uint8Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
