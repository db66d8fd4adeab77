import type { DType, MemoryUsage, Operand, TypedArray } from '@nablajs/core';
import { NablaError } from '@nablajs/core';
import type { Engine } from '../engine/engine.js';
import { bytesPer, type Panels, packPanels, panelBytes, panelsServe, unpackPanels } from './panels.js';

/**
 * A dense array in rows; or a matrix in panels, or in both with the same elements. The weights of a layer over sparse inputs, their gradient and
 * the optimizer's state stay in panels from step to step, until somebody asks for their rows.
 */
export class DenseStorage {
  readonly dtype: DType;
  readonly length: number;
  /** Whether a sparse product has used the elements since the rows were last written. */
  used = false;
  readonly #engine: Engine;
  #rows: number | undefined;
  #panels: Panels | undefined;

  /** Takes over the block of memory that either of the two has. */
  constructor(engine: Engine, dtype: DType, length: number, elements: { rows?: number; panels?: Panels }) {
    this.#engine = engine;
    this.dtype = dtype;
    this.length = length;
    this.#rows = elements.rows;
    this.#panels = elements.panels;
  }

  /** Of the first element; the rows are made where there are none. */
  get address(): number {
    if (this.#rows === undefined) {
      this.#rows = this.#engine.heap.allocate(this.length * bytesPer(this.dtype));
      unpackPanels(this.#engine, this.dtype, this.#rows, this.#panels as Panels);
    }
    return this.#rows;
  }

  /** The panels, where there are any. */
  get panels(): Panels | undefined {
    return this.#panels;
  }

  /** The panels of a matrix of such lines, made where there are none. */
  inPanels(lines: number, width: number): Panels {
    const present = this.#panels;
    if (present?.lines === lines && present.width === width) return present;
    const rows = this.address;
    this.changedRows();
    const address = this.#engine.heap.allocate(panelBytes(lines, width, this.dtype));
    this.#panels = { address, lines, width };
    packPanels(this.#engine, this.dtype, rows, this.#panels);
    return this.#panels;
  }

  /** To be told when a kernel has written into the rows. */
  changedRows(): void {
    if (this.#panels !== undefined) this.#engine.heap.release(this.#panels.address);
    this.#panels = undefined;
    this.used = false;
  }

  /** To be told when a kernel has written into the panels. */
  changedPanels(): void {
    if (this.#rows !== undefined) this.#engine.heap.release(this.#rows);
    this.#rows = undefined;
  }

  free(): void {
    this.changedRows();
    this.changedPanels();
  }
}

/** The entries of a sparse matrix in the order of one of the two products (../../assembly/csr.ts); addresses. */
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

const VIEWS = { float32: Float32Array, float64: Float64Array, int32: Int32Array, uint8: Uint8Array } as const;

function isCsr(storage: Storage): storage is CsrStorage {
  return 'layout' in storage;
}

/** The address of a dense operand's first element. */
export function addressOf(x: Operand<Storage>): number {
  return (x.storage as DenseStorage).address;
}

/** Where the elements of some arrays of one shape lie, in the form that the last one has. */
export interface Elements {
  readonly addresses: readonly number[];
  /** Of each, with what pads the panels. */
  readonly length: number;
  readonly panels: boolean;
}

export function elementsOf(storages: readonly DenseStorage[]): Elements {
  const { dtype, length, panels } = storages.at(-1) as DenseStorage;
  if (panels === undefined || !panelsServe(panels.width, dtype))
    return { addresses: storages.map(({ address }) => address), length, panels: false };
  const { lines, width } = panels;
  const addresses = storages.map((storage) => storage.inPanels(lines, width).address);
  return { addresses, length: panelBytes(lines, width, dtype) / bytesPer(dtype), panels: true };
}

/** Makes storages in an engine's memory and takes them back. */
export class Store {
  readonly engine: Engine;
  /** In the order in which they were made. */
  readonly #live = new Set<Storage>();
  #bytes = 0;

  constructor(engine: Engine) {
    this.engine = engine;
  }

  /** A storage with arbitrary contents. */
  allocate(dtype: DType, length: number): DenseStorage {
    const rows = this.engine.heap.allocate(length * bytesPer(dtype));
    return this.hold(new DenseStorage(this.engine, dtype, length, { rows }));
  }

  /** A matrix with arbitrary contents that is held in panels. */
  allocatePanels(dtype: DType, lines: number, width: number): DenseStorage {
    const address = this.engine.heap.allocate(panelBytes(lines, width, dtype));
    return this.hold(new DenseStorage(this.engine, dtype, lines * width, { panels: { address, lines, width } }));
  }

  /** Counts a storage as live. */
  hold<S extends Storage>(storage: S): S {
    this.#live.add(storage);
    this.#bytes += bytesOf(storage);
    return storage;
  }

  /** The elements in the engine's memory; the view is good until the memory grows or a kernel runs. */
  view({ dtype, address, length }: DenseStorage): TypedArray {
    this.engine.settle();
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
    if (isCsr(storage)) {
      const { heap } = this.engine;
      heap.release(storage.values);
      for (const ordered of [storage.plain, storage.transposed])
        if (ordered !== undefined) heap.release(ordered.offsets);
    } else {
      storage.free();
    }
  }

  /** Runs a kernel, which releases nothing that was there before; where it throws, what it had made is released. */
  attempt<A extends readonly unknown[], T>(kernel: (...operands: A) => T, operands: A): T {
    const before = this.#live.size;
    try {
      return kernel(...operands);
    } catch (error) {
      for (const storage of [...this.#live].slice(before)) this.release(storage);
      throw error;
    }
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

/** What the user's elements take in rows; orders of entries and what panels take beyond that are not counted. */
function bytesOf(storage: Storage): number {
  if (!isCsr(storage)) return storage.length * bytesPer(storage.dtype);
  return 4 * (storage.shape[0] + 1) + storage.count * (4 + bytesPer(storage.dtype));
}
