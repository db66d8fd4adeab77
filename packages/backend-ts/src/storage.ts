import type { DType, MemoryUsage, Operand, TypedArray, TypedArrayOf } from '@nablajs/core';
import { allocate, dtypeOf, NablaError } from '@nablajs/core';

export type FloatArray = Float32Array | Float64Array;

/** The entries of row i are `columns` and `values` from `rowOffsets[i]` to `rowOffsets[i + 1] - 1`. */
export interface CompressedRows {
  readonly rowOffsets: Int32Array;
  readonly columns: Int32Array;
  readonly values: FloatArray;
}

/** A sparse matrix; `transposed` is the same matrix in compressed columns, built when a kernel first needs it. */
export interface CsrStorage extends CompressedRows {
  readonly layout: 'csr';
  transposed: CompressedRows | undefined;
}

export type Storage = TypedArray | CsrStorage;

/** Returns the elements of a dense operand. */
export function elements(x: Operand<Storage>): TypedArray {
  return x.storage as TypedArray;
}

/** Returns the elements of a dense operand with a float dtype. */
export function floats(x: Operand<Storage>): FloatArray {
  return x.storage as FloatArray;
}

function isCsr(storage: Storage): storage is CsrStorage {
  return 'layout' in storage;
}

function bytesOf(storage: Storage): number {
  if (!isCsr(storage)) return storage.byteLength;
  const own = compressedBytes(storage);
  return storage.transposed === undefined ? own : own + compressedBytes(storage.transposed);
}

function compressedBytes({ rowOffsets, columns, values }: CompressedRows): number {
  return rowOffsets.byteLength + columns.byteLength + values.byteLength;
}

function newArray(dtype: DType, length: number): TypedArray {
  try {
    return allocate(dtype, length);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new NablaError(
      'memory',
      `backend 'ts' is out of memory: the JavaScript engine cannot allocate ${length} elements of ${dtype} ` +
        `(${cause.message}). Use a smaller batchSize (a network with BatchNorm computes each batch as a whole), or ` +
        'dispose tensors.',
      { cause },
    );
  }
}

/**
 * Allocates typed arrays and reuses released ones of the same length. Released arrays are kept up to `capacity` bytes;
 * the least recently used lengths are dropped first.
 */
export class StoragePool {
  readonly #live = new Set<Storage>();
  /** Released arrays by dtype and length; the most recently used key is last. */
  readonly #idle = new Map<string, TypedArray[]>();
  readonly #capacity: number;
  #idleBytes = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /**
   * Returns an uninitialized array: the caller must write every element. Throws NablaError `memory` if the JavaScript
   * engine cannot allocate it.
   */
  allocate<D extends DType>(dtype: D, length: number): TypedArrayOf[D];
  allocate(dtype: DType, length: number): TypedArray {
    const array = this.#reuse(`${dtype} ${length}`) ?? newArray(dtype, length);
    this.#live.add(array);
    return array;
  }

  /** Adds a storage that was created elsewhere to the live ones. */
  hold<S extends Storage>(storage: S): S {
    this.#live.add(storage);
    return storage;
  }

  /** Releases a storage. Throws NablaError `argument` if it is not live. */
  release(storage: Storage): void {
    if (!this.#live.delete(storage)) {
      throw new NablaError(
        'argument',
        'release: expected a live storage of this backend. Received one that was already released, or that belongs ' +
          'to another backend. Release each storage once.',
      );
    }
    if (!isCsr(storage)) this.#keepIdle(storage);
  }

  memory(): MemoryUsage {
    let bytes = 0;
    for (const storage of this.#live) bytes += bytesOf(storage);
    return { buffers: this.#live.size, bytes };
  }

  /** Bytes of the released arrays kept for reuse. */
  get idleBytes(): number {
    return this.#idleBytes;
  }

  clear(): void {
    this.#live.clear();
    this.#idle.clear();
    this.#idleBytes = 0;
  }

  #reuse(key: string): TypedArray | undefined {
    const arrays = this.#idle.get(key);
    const array = arrays?.pop();
    if (arrays === undefined || array === undefined) return undefined;
    this.#idleBytes -= array.byteLength;
    this.#idle.delete(key);
    if (arrays.length > 0) this.#idle.set(key, arrays);
    return array;
  }

  #keepIdle(array: TypedArray): void {
    if (array.byteLength > this.#capacity) return;
    const key = `${dtypeOf(array)} ${array.length}`;
    const arrays = this.#idle.get(key) ?? [];
    arrays.push(array);
    this.#idle.delete(key);
    this.#idle.set(key, arrays);
    this.#idleBytes += array.byteLength;
    while (this.#idleBytes > this.#capacity) this.#dropOldest();
  }

  #dropOldest(): void {
    for (const [key, arrays] of this.#idle) {
      const array = arrays.pop();
      if (arrays.length === 0) this.#idle.delete(key);
      this.#idleBytes -= array?.byteLength ?? 0;
      return;
    }
  }
}
