/** What the host needs of a machine that runs the kernels: WebAssembly or native code. */
import type { DType, NablaError, TypedArray } from '@nablajs/core';
import type { Kernel, Named } from '../abi/kernels.js';
import type { Heap } from './heap.js';

/** Sizes that depend on the width and the number of the machine's vector registers. They change no bit. */
export interface Layout {
  readonly vectorBytes: number;
  /** The most vectors in a row of a panel, and the bytes from one row of a panel to the next. */
  readonly panelVectors: number;
  readonly panelStride: number;
  /** How many lines of a panel fit twice into a thread's scratch memory. */
  readonly mostLines: number;
  /** The vectors of a panel in gradients of convolutions with a sparse dY. */
  readonly sparseVectors: number;
  /** Rows of a tile of the dense product, and the bytes of a row of it. */
  readonly tileRows: number;
  readonly tileBytes: number;
  /** Scratch memory of each thread, and the bytes of it before packed rows and windows: the sums of a tile. */
  readonly scratchBytes: number;
  readonly scratchLines: number;
}

/** Rejects names that are not arguments, in variables as well as literals: an extra one would shift those after it. */
type Nothing<Excess extends PropertyKey> = Readonly<Record<Excess, never>>;

export interface Engine {
  /** The name of the backend, for error messages. */
  readonly name: string;
  readonly layout: Layout;
  readonly heap: Heap;
  readonly threads: number;
  /** Why the engine runs on one thread although the options asked for more; undefined otherwise. */
  readonly notice: string | undefined;
  /** Called with the error of the thread that stopped this engine. */
  onFailure: ((error: NablaError) => void) | undefined;
  /**
   * Runs all items of a kernel for one of its element types, after the kernel before has finished. Other threads may
   * still be working when this returns. Pass the arguments as one literal without spreads.
   *
   * Throws NablaError `backend` if a thread has failed, and so do `write`, `read` and `settle`. The engine is stopped
   * then.
   */
  run<I extends string, D extends string, V extends Named<I>>(
    kernel: Kernel<I, D>,
    type: string,
    items: number,
    integers: V & Nothing<Exclude<keyof V, keyof Named<I>>>,
    ...doubles: [D] extends [never] ? [] : [doubles: Named<D>]
  ): void;
  /** Copies values to an address when all kernels are done. */
  write(address: number, values: TypedArray): void;
  /** Returns a copy of the values at an address when all kernels are done. */
  read(dtype: DType, address: number, length: number): TypedArray;
  /** Blocks until all kernels are done. */
  settle(): void;
  /** Ends the threads and drops the memory. */
  dispose(): Promise<void>;
}
