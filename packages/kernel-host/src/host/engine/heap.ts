import { NablaError } from '@nablajs/core';

/** Memory grows by whole pages. */
export const PAGE = 65536;
/** Blocks begin at a cache line. */
const LINE = 64;
/** How many starts of released blocks to remember at least. */
const REMEMBERED = 4096;

interface Free {
  start: number;
  end: number;
}

/**
 * Allocates blocks of one memory. A block comes from the smallest free range that holds it, and is merged with its free
 * neighbours when it is released.
 *
 * Each block has at least 64 bytes of padding at its end, because kernels read and write whole vectors.
 */
export class Heap {
  readonly #growBy: (pages: number) => void;
  readonly #maximumBytes: number;
  readonly #backend: string;
  /** Free ranges, sorted by start; no two are adjacent. */
  readonly #free: Free[];
  /**
   * The end of each block by its start, and 0 once it is released. Such entries are not deleted at once: V8 walks past
   * deleted ones.
   */
  readonly #ends = new Map<number, number>();
  #blocks = 0;
  #end: number;
  /** The block that was released last, which is not free yet: the next one often has its size. Empty if both are 0. */
  #lastStart = 0;
  #lastEnd = 0;

  /**
   * Manages the memory of a backend from `start` to `end`, and grows it up to `maximumBytes`. `growBy` adds pages, or
   * throws.
   */
  constructor(growBy: (pages: number) => void, start: number, end: number, maximumBytes: number, backend: string) {
    this.#growBy = growBy;
    this.#backend = backend;
    this.#maximumBytes = maximumBytes;
    this.#end = end;
    this.#free = [{ start, end: this.#end }];
  }

  /** Size of the memory in bytes, including free blocks. */
  get size(): number {
    return this.#end;
  }

  /** Returns the address of an uninitialized block. Throws NablaError `memory` if the memory cannot grow enough. */
  allocate(bytes: number): number {
    const size = Math.ceil(bytes / LINE) * LINE + LINE;
    const last = this.#lastStart;
    if (this.#lastEnd - last === size) {
      this.#lastStart = this.#lastEnd = 0;
      return last;
    }
    this.#freeLast();
    const at = this.#smallest(size) ?? this.#grow(size, bytes);
    const stretch = this.#free[at] as Free;
    const { start, end } = stretch;
    if (end - start === size) this.#free.splice(at, 1);
    else stretch.start += size;
    this.#ends.set(start, start + size);
    this.#blocks += 1;
    return start;
  }

  release(address: number): void {
    const end = this.#ends.get(address) ?? 0;
    if (end === 0 || address === this.#lastStart) throw new NablaError('argument', `release: no block at ${address}`);
    this.#freeLast();
    this.#lastStart = address;
    this.#lastEnd = end;
  }

  #freeLast(): void {
    if (this.#lastEnd === 0) return;
    this.#ends.set(this.#lastStart, 0);
    this.#blocks -= 1;
    if (this.#ends.size > 2 * this.#blocks + REMEMBERED) this.#forgetReleased();
    this.#join(this.#lastStart, this.#lastEnd);
    this.#lastStart = this.#lastEnd = 0;
  }

  #forgetReleased(): void {
    for (const [start, end] of this.#ends) if (end === 0) this.#ends.delete(start);
  }

  #smallest(size: number): number | undefined {
    let best: number | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (let at = 0; at < this.#free.length && least > size; at++) {
      const { start, end } = this.#free[at] as Free;
      if (end - start < size || end - start >= least) continue;
      best = at;
      least = end - start;
    }
    return best;
  }

  /** Grows the memory, by an eighth of its size if possible. */
  #grow(size: number, bytes: number): number {
    const last = this.#free.at(-1);
    const tail = last?.end === this.#end ? last.end - last.start : 0;
    const least = Math.ceil((size - tail) / PAGE);
    const wanted = Math.min(
      Math.max(least, Math.ceil(this.#end / 8 / PAGE)),
      Math.floor((this.#maximumBytes - this.#end) / PAGE),
    );
    const pages = [wanted, least].find((count) => count >= least && this.#tryGrow(count));
    if (pages === undefined) {
      throw new NablaError(
        'memory',
        `backend '${this.#backend}' is out of memory: it needs another ${megabytes(bytes)}, holds ${megabytes(this.#end)}, ` +
          `and may hold ${megabytes(this.#maximumBytes)}. Use a smaller batchSize (a network with BatchNorm computes ` +
          "each batch as a whole), dispose tensors, or use the backend 'ts'.",
      );
    }
    const start = this.#end;
    this.#end += pages * PAGE;
    this.#join(start, this.#end);
    return this.#free.length - 1;
  }

  #tryGrow(pages: number): boolean {
    try {
      this.#growBy(pages);
      return true;
    } catch {
      return false;
    }
  }

  #join(start: number, end: number): void {
    const next = this.#firstAfter(start);
    const [before, after] = [this.#free[next - 1], this.#free[next]];
    if (before?.end === start) {
      before.end = end;
      if (after?.start !== end) return;
      before.end = after.end;
      this.#free.splice(next, 1);
    } else if (after?.start === end) {
      after.start = start;
    } else {
      this.#free.splice(next, 0, { start, end });
    }
  }

  #firstAfter(address: number): number {
    let [low, high] = [0, this.#free.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#free[middle] as Free).start < address) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
