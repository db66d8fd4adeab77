/** The storages of a backend that computes some shards side by side. */
import type { Backend, DType, Shape } from '../../backend.js';
import { sizeOf } from '../../tensors/shape.js';

/** A backend that can compute shards side by side. */
export type ViewingBackend = Backend & Required<Pick<Backend, 'view'>>;

/** Elements that all shards share, such as a parameter: one storage of the inner backend. */
export class Common {
  readonly storage: unknown;
  readonly #isOwned: boolean;

  /** Takes over the storage, unless it is only borrowed. */
  constructor(storage: unknown, isOwned = true) {
    this.storage = storage;
    this.#isOwned = isOwned;
  }

  release(inner: Backend): void {
    if (this.#isOwned) inner.release(this.storage);
  }
}

/** Storages of the inner backend that hold the elements of all shards. */
interface Elements {
  /** The elements of all shards, one shard after another. */
  readonly stack?: unknown;
  /** The elements of each shard. */
  readonly parts?: readonly unknown[];
}

/**
 * Elements that differ between shards: in one storage for all shards (a stack), in one storage for each (parts), or in
 * both. The second form is made when a kernel first needs it: parts are views of the stack, a stack copies the parts.
 */
export class Each {
  readonly #inner: ViewingBackend;
  readonly #count: number;
  readonly #size: number;
  readonly #dtype: DType;
  readonly #owned: unknown[];
  #stack: unknown;
  #parts: readonly unknown[] | undefined;
  #holders = 1;

  /** Takes over the storages. `shape` is the shape of one shard. */
  constructor(inner: ViewingBackend, count: number, shape: Shape, dtype: DType, { stack, parts }: Elements) {
    this.#inner = inner;
    this.#count = count;
    this.#size = sizeOf(shape);
    this.#dtype = dtype;
    this.#stack = stack;
    this.#parts = parts;
    this.#owned = [...(stack === undefined ? [] : [stack]), ...(parts ?? [])];
  }

  /** Whether the stack exists. */
  get isStacked(): boolean {
    return this.#stack !== undefined;
  }

  get stack(): unknown {
    if (this.#stack === undefined) {
      const shape = [1, this.#size, 1];
      const parts = (this.#parts as readonly unknown[]).map((storage) => ({ storage, shape, dtype: this.#dtype }));
      this.#stack = this.#inner.concat(parts);
      this.#owned.push(this.#stack);
    }
    return this.#stack;
  }

  /** Returns the elements of a shard. They belong to this object. */
  part(at: number): unknown {
    this.#parts ??= this.#views();
    return this.#parts[at];
  }

  #views(): unknown[] {
    const size = this.#size;
    const x = { storage: this.#stack, shape: [this.#count * size], dtype: this.#dtype };
    return Array.from({ length: this.#count }, (_, at) => this.#inner.view(x, at * size, [size]));
  }

  /** Adds a holder: each one calls `release`. */
  hold(): this {
    this.#holders += 1;
    return this;
  }

  release(): void {
    this.#holders -= 1;
    if (this.#holders > 0) return;
    for (const storage of this.#owned) this.#inner.release(storage);
  }
}
