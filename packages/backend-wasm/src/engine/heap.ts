import { NablaError } from '@nablajs/core';

const PAGE = 65536;
/** Blocks begin at cache lines. */
const LINE = 64;

interface Free {
  start: number;
  end: number;
}

/**
 * Blocks of one WebAssembly memory. A block is taken from the smallest free stretch that holds it, and joins its free neighbours when it is
 * given back, so that a training step, which asks for the same sizes again and again, needs no more memory than the step before.
 *
 * Behind each block lie at least 64 bytes that are its own: kernels read and write whole vectors.
 */
export class Heap {
  readonly #growBy: (pages: number) => void;
  readonly #maximumBytes: number;
  /** By start, never touching each other. */
  readonly #free: Free[];
  /** The end of each block by its start. */
  readonly #used = new Map<number, number>();
  #end: number;

  /**
   * Hands out what lies from `start` to `end`, and what the memory can grow to: `growBy` makes it so many pages longer,
   * or throws.
   */
  constructor(growBy: (pages: number) => void, start: number, end: number, maximumBytes: number) {
    this.#growBy = growBy;
    this.#maximumBytes = maximumBytes;
    this.#end = end;
    this.#free = [{ start, end: this.#end }];
  }

  /** Bytes of the memory, free ones too. */
  get size(): number {
    return this.#end;
  }

  /** The address of a block of arbitrary contents. Throws a NablaError of code `argument` where the memory cannot grow enough. */
  allocate(bytes: number): number {
    const size = Math.ceil(bytes / LINE) * LINE + LINE;
    const at = this.#smallest(size) ?? this.#grow(size, bytes);
    const stretch = this.#free[at] as Free;
    const { start, end } = stretch;
    if (end - start === size) this.#free.splice(at, 1);
    else stretch.start += size;
    this.#used.set(start, start + size);
    return start;
  }

  release(address: number): void {
    const end = this.#used.get(address);
    if (end === undefined) throw new NablaError('argument', `release: no block at ${address}`);
    this.#used.delete(address);
    this.#join(address, end);
  }

  #smallest(size: number): number | undefined {
    let best: number | undefined;
    let length = Number.POSITIVE_INFINITY;
    for (const [at, { start, end }] of this.#free.entries()) {
      if (end - start < size || end - start >= length) continue;
      best = at;
      length = end - start;
    }
    return best;
  }

  /** Makes room at the end; an eighth more than asked for, since whoever asks will ask again. */
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
        'argument',
        `backend 'wasm' is out of memory: ${megabytes(bytes)} asked for, ${megabytes(this.#end)} held, at most ` +
          `${megabytes(this.#maximumBytes)}. Use smaller batches, release tensors, or use the backend 'ts'.`,
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
