import { formatShape, NablaError } from './errors.js';
import { cos, log } from './math/index.js';

const ALGORITHM = 'xoshiro128**';

/** The whole state of a generator, as JSON. */
export interface RandomState {
  readonly algorithm: 'xoshiro128**';
  /** Four whole numbers in [0, 2^32), not all 0. */
  readonly words: readonly number[];
}

/**
 * A seeded generator of 32-bit words, and what is drawn from them: xoshiro128** (D. Blackman and S. Vigna, "Scrambled
 * linear pseudorandom number generators", ACM TOMS 47, 2021), period 2^128 - 1. It gives the same numbers on every
 * JavaScript engine. The four words of its state are all that it remembers. Not for cryptography.
 */
export class Random {
  readonly #state: Uint32Array;

  /** Throws NablaError 'argument' unless `seed` is a whole number from 0 to 2^53 - 1. */
  constructor(seed: number) {
    if (!Number.isSafeInteger(seed) || seed < 0) {
      throw new NablaError('argument', `Random: the seed must be a whole number from 0 to 2^53 - 1. Received ${seed}.`);
    }
    this.#state = stateFromSeed(seed);
  }

  /** A generator that goes on where `getState` was called. Throws NablaError 'data' for anything but such a state. */
  static fromState(state: RandomState): Random {
    const words = checkedWords(state);
    const random = new Random(0);
    random.#state.set(words);
    return random;
  }

  /** The state as JSON; `fromState` goes on from there. */
  getState(): RandomState {
    return { algorithm: ALGORITHM, words: [...this.#state] };
  }

  /** A whole number in [0, 2^32). Uses one word. */
  uint32(): number {
    const state = this.#state;
    const s1 = state[1] as number;
    const result = Math.imul(rotateLeft(Math.imul(s1, 5), 7), 9) >>> 0;
    const s2 = (state[2] as number) ^ (state[0] as number);
    const s3 = (state[3] as number) ^ s1;
    state[1] = s1 ^ s2;
    state[0] = (state[0] as number) ^ s3;
    state[2] = s2 ^ (s1 << 9);
    state[3] = rotateLeft(s3, 11);
    return result;
  }

  /** A multiple of 2^-53 in [0, 1). Uses two words: 27 bits of the first, 26 of the second. */
  uniform(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /**
   * A standard normal number: sqrt(-2 log(1 - u)) cos(2 pi v) with u and v uniform (G. E. P. Box and M. E. Muller, "A
   * note on the generation of random normal deviates", 1958). Uses four words: the sine's number is not kept.
   */
  normal(): number {
    const radius = Math.sqrt(-2 * log(1 - this.uniform()));
    return radius * cos(6.283185307179586 * this.uniform());
  }

  /**
   * A whole number in [0, bound), each equally likely. Uses one word for each try; a try fails with probability
   * (2^32 mod bound) / 2^32, below 1/2. Throws NablaError 'argument' unless `bound` is a whole number in [1, 2^32].
   */
  integer(bound: number): number {
    if (!Number.isInteger(bound) || bound < 1 || bound > 4294967296) {
      throw new NablaError('argument', `integer: the bound must be a whole number in [1, 2^32]. Received ${bound}.`);
    }
    const accepted = 4294967296 - (4294967296 % bound);
    let word = this.uint32();
    while (word >= accepted) word = this.uint32();
    return word % bound;
  }

  /**
   * The numbers 0 to n - 1 in random order. Uses the words of `shuffle`. Throws NablaError 'argument' unless `n` is a
   * whole number in [0, 2^31).
   */
  permutation(n: number): Int32Array {
    if (!Number.isInteger(n) || n < 0 || n > 2147483647) {
      throw new NablaError('argument', `permutation: n must be a whole number in [0, 2^31). Received ${n}.`);
    }
    const order = new Int32Array(n);
    for (let i = 0; i < n; i++) order[i] = i;
    this.shuffle(order);
    return order;
  }

  /**
   * Puts `values` into random order, in place, every order equally likely (R. A. Fisher and F. Yates, in D. E. Knuth's
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

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

/**
 * Four words by the Weyl sequence of SplitMix (G. L. Steele, D. Lea and C. H. Flood, "Fast splittable pseudorandom
 * number generators", OOPSLA 2014), once for each half of the seed. No seed gives four zeros (all 2^21 upper halves
 * were tried: each fixes the lower half that would give a first zero).
 */
function stateFromSeed(seed: number): Uint32Array {
  const lower = seed >>> 0;
  const upper = Math.floor(seed / 4294967296);
  const state = new Uint32Array(4);
  for (let i = 0; i < 4; i++) {
    const step = Math.imul(i + 1, 0x9e3779b9);
    state[i] = mixBits((lower + step) ^ mixBits(upper + step));
  }
  return state;
}

/** A bijection of 32-bit words in which each bit of the input changes about half of the output: MurmurHash3's fmix32. */
function mixBits(word: number): number {
  let mixed = word ^ (word >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/** States come from files: believe nothing that the type promises. */
function checkedWords(state: unknown): readonly number[] {
  const { algorithm, words } = Object(state) as { algorithm?: unknown; words?: unknown };
  if (algorithm !== ALGORITHM) {
    throw new NablaError('data', `Random.fromState: expected algorithm '${ALGORITHM}'. Received ${String(algorithm)}.`);
  }
  const valid = Array.isArray(words) && words.length === 4 && words.every(isUint32) && words.some((word) => word !== 0);
  if (!valid) {
    const received = Array.isArray(words) ? formatShape(words) : String(words);
    throw new NablaError(
      'data',
      `Random.fromState: expected four whole numbers in [0, 2^32), not all 0, as getState gives. Received ${received}.`,
    );
  }
  return words;
}

function isUint32(word: unknown): boolean {
  return Number.isInteger(word) && (word as number) >= 0 && (word as number) < 4294967296;
}
