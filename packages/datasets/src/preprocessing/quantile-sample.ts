/** Keeps a sample of numbers, to find their quantiles in bounded memory. */

/** How many numbers a sample keeps at most. Default of `QuantileSample`. */
export const SAMPLE_SIZE = 4096;

/**
 * A sample of numbers that come one at a time. It keeps all of them until there are too many, then one of every 2, 4, 8
 * … numbers in a row. A hash decides which: always the first would miss values of a column that repeats itself. The
 * same numbers give the same sample.
 */
export class QuantileSample {
  readonly #capacity: number;
  #kept: number[] = [];
  /** The length of a group, from which one number is kept: a power of two. */
  #every = 1;
  /** The place of the next number in its group, and the place of the one to keep. */
  #place = 0;
  #chosen = 0;

  /** `capacity`: how many numbers to keep at most, an even number. */
  constructor(capacity: number = SAMPLE_SIZE) {
    this.#capacity = capacity;
  }

  add(value: number): void {
    if (this.#place === 0) this.#startGroup();
    if (this.#place === this.#chosen) this.#kept.push(value);
    this.#place = (this.#place + 1) % this.#every;
  }

  /**
   * Returns the quantiles of the sample at shares from 0 to 1, with linear interpolation between neighbours. NaN if
   * there are no numbers. They are exact for at most `capacity` numbers.
   */
  quantiles(shares: readonly number[]): number[] {
    const sorted = Float64Array.from(this.#kept).sort();
    return shares.map((share) => {
      const at = share * (sorted.length - 1);
      const [low, high] = [sorted[Math.floor(at)] ?? Number.NaN, sorted[Math.ceil(at)] ?? Number.NaN];
      const part = at - Math.floor(at);
      // The difference of two finite numbers may overflow.
      return low === high ? low : low * (1 - part) + high * part;
    });
  }

  /** Whether all numbers of the sample differ. */
  get allDiffer(): boolean {
    return new Set(this.#kept).size === this.#kept.length;
  }

  #startGroup(): void {
    if (this.#kept.length === this.#capacity) {
      this.#kept = this.#kept.filter((_, at) => at % 2 === mixed(this.#every, at >> 1) % 2);
      this.#every *= 2;
    }
    this.#chosen = mixed(this.#every, this.#kept.length) % this.#every;
  }
}

/** Mixes two integers to one in [0, 2^32) (the finalizer of MurmurHash3, A. Appleby). */
function mixed(a: number, b: number): number {
  let hash = Math.imul(a, 0x9e3779b1) + b;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
