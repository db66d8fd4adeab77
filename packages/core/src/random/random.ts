import { range } from '../math/range.js';
import { checkSeed, checkWhole } from '../validation/arguments.js';
import { boxMuller } from './normal.js';
import { threefry } from './threefry.js';

const TWO_TO_32 = 4294967296;

/** Draws random orders. `Random` implements it. */
export interface Permuter {
  /** Returns the numbers 0 to n - 1 in random order. */
  permutation(n: number): Int32Array;
}

/**
 * The key of a stream of random words: a seed and a name that says what the words are for. Streams with different names
 * are independent. Throws NablaError 'argument' unless `seed` is a whole number from 0 to 2^53 - 1.
 *
 * @example
 * ```ts
 * const random = new Random(new RandomKey(7, 'augmentation'), { step: 3, row: 12 });
 * ```
 */
export class RandomKey {
  /** Four words. */
  readonly words: Uint32Array;

  constructor(seed: number, name: string) {
    checkSeed('Random seed', seed);
    this.words = Uint32Array.of(seed, Math.floor(seed / TWO_TO_32), 0, 0);
    const text = new TextEncoder().encode(name);
    // The byte 0x80 and zeros fill the last block, as in SHA-2.
    const bytes = new Uint8Array(16 * Math.floor(text.length / 16 + 1));
    bytes.set(text);
    bytes[text.length] = 0x80;
    const blocks = new DataView(bytes.buffer);
    for (let at = 0; at < bytes.length; at += 16) {
      const word = (offset: number): number => blocks.getUint32(at + offset, true);
      threefry(word(0), word(4), word(8), word(12), this.words, this.words);
    }
  }
}

/** Where a stream starts. */
export interface RandomPlace {
  /** A training step or an epoch: a whole number in [0, 2^53). Default: 0. */
  readonly step?: number;
  /** An example in its batch: a whole number in [0, 2^32). Default: 0. */
  readonly row?: number;
  /** How many blocks of four words to skip: a whole number in [0, 2^32). Default: 0. */
  readonly block?: number;
}

/**
 * Draws random numbers from a stream of 32-bit words, the same on every JavaScript engine: each word is a function of
 * key, place and number, by Threefry4x32-20. The same key and place give the same stream. A stream has 2^34 words;
 * drawing more throws NablaError 'argument'. Not for cryptography.
 *
 * @example
 * ```ts
 * const random = new Random(7);
 * const noise = Float32Array.from({ length: 100 }, () => random.normal());
 * ```
 */
export class Random {
  readonly #key: Uint32Array;
  readonly #row: number;
  readonly #step: number;
  readonly #words: Uint32Array = new Uint32Array(4);
  #block: number;
  /** The next of `#words`; 4 where all are used. */
  #next = 4;

  /**
   * Creates the stream of a key at a place. A seed alone stands for the key named `random`, which training never uses.
   * Throws NablaError 'argument' if a seed, a step or a row is out of range; the first draw throws if the block is.
   */
  constructor(source: number | RandomKey, { step = 0, row = 0, block = 0 }: RandomPlace = {}) {
    const key = (source as Partial<RandomKey> | null)?.words;
    this.#key = key ?? new RandomKey(source as number, 'random').words;
    this.#row = checkWhole('Random row', row, 0, TWO_TO_32, '[0, 2^32)');
    this.#block = block;
    this.#step = checkWhole('Random step', step, 0, 9007199254740992, '[0, 2^53)');
  }

  /** Draws a whole number in [0, 2^32). Uses one word. */
  uint32(): number {
    if (this.#next === 4) this.#refill();
    return this.#words[this.#next++] as number;
  }

  #refill(): void {
    checkWhole('Random block (a stream has 2^34 words)', this.#block, 0, TWO_TO_32, '[0, 2^32)');
    const stepHigh = Math.floor(this.#step / TWO_TO_32);
    threefry(this.#block, this.#row, this.#step >>> 0, stepHigh, this.#key, this.#words);
    this.#block += 1;
    this.#next = 0;
  }

  /** Draws a multiple of 2^-53 in [0, 1). Uses two words: 27 bits of the first, 26 of the second. */
  uniform(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /**
   * Draws a standard normal number: sqrt(-2 log(1 - u)) cos(2 pi v) with u and v uniform (G. E. P. Box and M. E.
   * Muller, "A note on the generation of random normal deviates", 1958). Uses four words: the number from the sine is
   * not kept.
   */
  normal(): number {
    const u = 1 - this.uniform();
    return boxMuller(u, this.uniform());
  }

  /**
   * Draws a whole number in [0, bound), each equally likely. Uses one word per try; a try fails with probability
   * (2^32 mod bound) / 2^32, below 1/2. Throws NablaError 'argument' unless `bound` is a whole number in [1, 2^32].
   */
  integer(bound: number): number {
    checkWhole('integer bound', bound, 1, TWO_TO_32 + 1, '[1, 2^32]');
    const accepted = TWO_TO_32 - (TWO_TO_32 % bound);
    let word = this.uint32();
    while (word >= accepted) word = this.uint32();
    return word % bound;
  }

  /**
   * Returns the numbers 0 to n - 1 in random order. Uses the words of `shuffle`. Throws NablaError 'argument' unless
   * `n` is a whole number in [0, 2^31).
   */
  permutation(n: number): Int32Array {
    const order = range(0, checkWhole('permutation', n, 0, 2147483648, '[0, 2^31)'));
    this.shuffle(order);
    return order;
  }

  /**
   * Shuffles `values` in place, every order equally likely (R. A. Fisher and F. Yates, in D. E. Knuth's
   * form: TAOCP 2, algorithm 3.4.2 P). Uses the words of `integer(n)`, `integer(n - 1)`, ..., `integer(2)`.
   */
  shuffle(values: Int32Array): void {
    for (let last = values.length - 1; last > 0; last--) {
      const chosen = this.integer(last + 1);
      const value = values[chosen] as number;
      values[chosen] = values[last] as number;
      values[last] = value;
    }
  }
}
