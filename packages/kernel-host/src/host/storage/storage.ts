import type { DType, MemoryUsage, Operand, TypedArray } from '@nablajs/core';
import { NablaError } from '@nablajs/core';
import type { Engine } from '../engine/engine.js';
import { bytesPer, canUsePanels, type Panels, packPanels, panelBytes, unpackPanels } from './panels.js';

/**
 * A dense array, stored in rows, in panels, or in both with the same elements. Weights of a layer with sparse inputs
 * stay in panels from step to step, until something reads their rows.
 */
export class DenseStorage {
  readonly dtype: DType;
  readonly length: number;
  owner: Store | undefined;
  /** Whether a sparse product has used the elements since the rows were last written. */
  used = false;
  readonly engine: Engine;
  #rows: number | undefined;
  #panels: Panels | undefined;

  /** Takes over the blocks of memory: the address of rows, panels, or both. */
  constructor(engine: Engine, dtype: DType, length: number, rows: number | undefined, panels: Panels | undefined) {
    this.engine = engine;
    this.dtype = dtype;
    this.length = length;
    this.#rows = rows;
    this.#panels = panels;
  }

  /** The address of the first element in rows. Unpacks the rows if only panels exist. */
  get address(): number {
    if (this.#rows === undefined) {
      this.#rows = this.engine.heap.allocate(this.length * bytesPer(this.dtype));
      unpackPanels(this.engine, this.dtype, this.#rows, this.#panels as Panels);
    }
    return this.#rows;
  }

  /** The panels, if any. */
  get panels(): Panels | undefined {
    return this.#panels;
  }

  /** Returns the panels of a matrix [lines, width]. Packs them if they do not exist. */
  inPanels(lines: number, width: number): Panels {
    const present = this.#panels;
    if (present?.lines === lines && present.width === width) return present;
    const rows = this.address;
    this.changedRows();
    const address = this.engine.heap.allocate(panelBytes(this.engine.layout, lines, width, this.dtype));
    this.#panels = { address, lines, width };
    packPanels(this.engine, this.dtype, rows, this.#panels);
    return this.#panels;
  }

  /** Drops the panels. Call it after a kernel writes to the rows. */
  changedRows(): void {
    if (this.#panels !== undefined) this.engine.heap.release(this.#panels.address);
    this.#panels = undefined;
    this.used = false;
  }

  /** Drops the rows. Call it after a kernel writes to the panels. */
  changedPanels(): void {
    if (this.#rows !== undefined) this.engine.heap.release(this.#rows);
    this.#rows = undefined;
  }

  free(): void {
    this.changedRows();
    this.changedPanels();
  }
}

/** Addresses of the entries of a sparse matrix, sorted for one of the two products (assembly/csr.ts). */
export interface OrderedEntries {
  readonly offsets: number;
  readonly entries: number;
  /** Bytes from one line of the dense operand to the next; entries point to its lines. */
  readonly lineBytes: number;
}

/** A sparse matrix as it was uploaded, in one block, and sorted for each product when that first needs it. */
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
  owner: Store | undefined;
}

/** `owner` is its store while it is live. */
export type Storage = DenseStorage | CsrStorage;

function isCsr(storage: Storage): storage is CsrStorage {
  return 'layout' in storage;
}

/** The address of a dense operand's first element. */
export function addressOf(x: Operand<Storage>): number {
  return (x.storage as DenseStorage).address;
}

/** The addresses of several arrays of one shape, in the form that the last one has. */
export interface Elements {
  readonly addresses: readonly number[];
  /** Elements of each array, including the padding of panels. */
  readonly length: number;
  readonly panels: boolean;
}

export function elementsOf(storages: readonly DenseStorage[]): Elements {
  const { engine, dtype, length, panels } = storages.at(-1) as DenseStorage;
  if (panels === undefined || !canUsePanels(engine.layout, panels.width, dtype))
    return { addresses: storages.map(({ address }) => address), length, panels: false };
  const { lines, width } = panels;
  const addresses = storages.map((storage) => storage.inPanels(lines, width).address);
  return { addresses, length: panelBytes(engine.layout, lines, width, dtype) / bytesPer(dtype), panels: true };
}

/** Allocates and releases storages in an engine's memory. */
export class Store {
  readonly engine: Engine;
  /** The first `#count` are the storages of the kernel that runs, or ran last. */
  readonly #made: Storage[] = [];
  #count = 0;
  #buffers = 0;
  #bytes = 0;

  constructor(engine: Engine) {
    this.engine = engine;
  }

  /** Allocates an uninitialized storage. */
  allocate(dtype: DType, length: number): DenseStorage {
    const rows = this.engine.heap.allocate(length * bytesPer(dtype));
    return this.hold(new DenseStorage(this.engine, dtype, length, rows, undefined));
  }

  /** Allocates an uninitialized matrix in panels. */
  allocatePanels(dtype: DType, lines: number, width: number): DenseStorage {
    const address = this.engine.heap.allocate(panelBytes(this.engine.layout, lines, width, dtype));
    return this.hold(new DenseStorage(this.engine, dtype, lines * width, undefined, { address, lines, width }));
  }

  /** Adds a storage to the live ones and returns it. */
  hold<S extends Storage>(storage: S): S {
    storage.owner = this;
    this.#made[this.#count++] = storage;
    this.#buffers += 1;
    this.#bytes += bytesOf(storage);
    return storage;
  }

  /** Returns a copy of the elements. */
  read({ dtype, address, length }: DenseStorage): TypedArray {
    return this.engine.read(dtype, address, length);
  }

  /** Releases a storage. Throws NablaError `argument` if it is not live. */
  release(storage: Storage): void {
    if (storage?.owner !== this) {
      throw new NablaError(
        'argument',
        'release: expected a live storage of this backend. Received one that was already released, or that belongs ' +
          'to another backend. Release each storage once.',
      );
    }
    storage.owner = undefined;
    this.#buffers -= 1;
    this.#bytes -= bytesOf(storage);
    if (isCsr(storage)) {
      const { heap } = this.engine;
      heap.release(storage.values);
      for (const ordered of [storage.plain, storage.transposed])
        if (ordered !== undefined) heap.release(ordered.offsets);
    } else {
      storage.free();
    }
  }

  /** Begins a kernel. */
  begin(): void {
    this.#count = 0;
  }

  /** Releases what the kernel has allocated, because it throws. */
  rollBack(): void {
    for (const storage of this.#made.slice(0, this.#count)) if (storage.owner === this) this.release(storage);
  }

  memory(): MemoryUsage {
    return { buffers: this.#buffers, bytes: this.#bytes };
  }

  /** Runs `body` with a temporary block of memory. */
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

/** The bytes that the elements take in rows. Does not count sorted entries or the padding of panels. */
function bytesOf(storage: Storage): number {
  if (!isCsr(storage)) return storage.length * bytesPer(storage.dtype);
  return 4 * (storage.shape[0] + 1) + storage.count * (4 + bytesPer(storage.dtype));
}
