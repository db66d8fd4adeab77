import type { DType, MemoryUsage, Operand, TypedArray } from '@nablajs/core';
import { NablaError } from '@nablajs/core';
import type { Engine } from './engine.js';

export interface DenseStorage {
  readonly dtype: DType;
  readonly address: number;
  readonly length: number;
  /** The same matrix as the sparse product reads it, kept until the elements change. */
  panels: number | undefined;
  /** Whether a sparse product has used the elements as they are. */
  used: boolean;
}

/** The entries of a sparse matrix in the order of one of the two products (../assembly/csr.ts); addresses. */
export interface OrderedEntries {
  readonly offsets: number;
  readonly entries: number;
  /** Bytes from one line to the next of the dense operand that the entries point into. */
  readonly lineBytes: number;
}

/** A sparse matrix as it came, in one block, and as each product wants it, made when first needed. */
export interface CsrStorage {
  readonly layout: 'csr';
  readonly dtype: DType;
  readonly shape: readonly [rows: number, columns: number];
  readonly count: number;
  readonly rowOffsets: number;
  readonly columns: number;
  readonly values: number;
  plain: OrderedEntries | undefined;
  transposed: OrderedEntries | undefined;
}

export type Storage = DenseStorage | CsrStorage;

const BYTES = { float32: 4, float64: 8, int32: 4, uint8: 1 } as const satisfies Record<DType, number>;

export function bytesPer(dtype: DType): number {
  return BYTES[dtype];
}

const VIEWS = { float32: Float32Array, float64: Float64Array, int32: Int32Array, uint8: Uint8Array } as const;

function isCsr(storage: Storage): storage is CsrStorage {
  return 'layout' in storage;
}

/** The address of a dense operand's first element. */
export function addressOf(x: Operand<Storage>): number {
  return (x.storage as DenseStorage).address;
}

/** 0 for float32, 1 for float64: what to add to a kernel's number. */
export function variant(dtype: DType): number {
  return dtype === 'float64' ? 1 : 0;
}

/** Makes storages in an engine's memory and takes them back. */
export class Store {
  readonly engine: Engine;
  readonly #live = new Set<Storage>();
  #bytes = 0;

  constructor(engine: Engine) {
    this.engine = engine;
  }

  /** A storage with arbitrary contents. */
  allocate(dtype: DType, length: number): DenseStorage {
    const address = this.engine.heap.allocate(length * BYTES[dtype]);
    return this.hold({ dtype, address, length, panels: undefined, used: false });
  }

  /** Counts a storage as live. */
  hold<S extends Storage>(storage: S): S {
    this.#live.add(storage);
    this.#bytes += bytesOf(storage);
    return storage;
  }

  /** The elements in the engine's memory; the view is good until the memory grows. */
  view({ dtype, address, length }: DenseStorage): TypedArray {
    return new VIEWS[dtype](this.engine.memory.buffer as ArrayBuffer, address, length);
  }

  /** Throws a NablaError of code `argument` for a storage that is not live. */
  release(storage: Storage): void {
    if (!this.#live.delete(storage)) {
      throw new NablaError(
        'argument',
        'release: expected a live storage of this backend. Received one that was released before, or another ' +
          "backend's; release each storage once.",
      );
    }
    this.#bytes -= bytesOf(storage);
    const { heap } = this.engine;
    if (isCsr(storage)) {
      heap.release(storage.values);
      for (const ordered of [storage.plain, storage.transposed])
        if (ordered !== undefined) heap.release(ordered.offsets);
    } else {
      this.changed(storage);
      heap.release(storage.address);
    }
  }

  /** To be told when a kernel has written into a storage that had elements before. */
  changed(storage: DenseStorage): void {
    if (storage.panels !== undefined) this.engine.heap.release(storage.panels);
    storage.panels = undefined;
    storage.used = false;
  }

  memory(): MemoryUsage {
    return { buffers: this.#live.size, bytes: this.#bytes };
  }

  /** Runs `body` with a block of memory that is its own until it returns. */
  borrow<T>(bytes: number, body: (address: number) => T): T {
    const { heap } = this.engine;
    const address = heap.allocate(bytes);
    try {
      return body(address);
    } finally {
      heap.release(address);
    }
  }
}

/** What the user's elements take; orders and panels are kept to be faster, and not counted. */
function bytesOf(storage: Storage): number {
  if (!isCsr(storage)) return storage.length * BYTES[storage.dtype];
  return 4 * (storage.shape[0] + 1) + storage.count * (4 + BYTES[storage.dtype]);
}
