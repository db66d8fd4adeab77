/** Runs the kernels of one WebAssembly module, with its memory and its threads. */
import type { DType, TypedArray } from '@nablajs/core';
import { NablaError } from '@nablajs/core';
import { TABLES } from '@nablajs/core/math';
import type { KernelExports } from '../abi/protocol.js';
import type { Kernel } from '../host/abi/kernels.js';
import {
  DOUBLES,
  INTEGERS,
  MOST_LINES,
  PANEL_STRIDE,
  PANEL_VECTORS,
  SCRATCH_LINES,
  SPARSE_VECTORS,
  TILE_BYTES,
  TILE_ROWS,
} from '../host/abi/layout.js';
import { numberOf, placesOf, type Value, writeArguments } from '../host/engine/arguments.js';
import type { Engine, Layout } from '../host/engine/engine.js';
import { Heap, PAGE } from '../host/engine/heap.js';
import type { KernelFiles } from './files.js';
import { type Compiled, compileAlone, compileShared, LARGEST_PAGES, SCRATCH_BYTES } from './module.js';
import { startWorker, type ThreadHandle, threadsAvailable } from './threads.js';

/** The engine of WebAssembly. */
export interface WasmEngine extends Engine {
  readonly memory: WebAssembly.Memory;
  /** The error of the thread that stopped this engine; undefined while it runs. */
  readonly failure: NablaError | undefined;
}

const LAYOUT: Layout = {
  vectorBytes: 16,
  panelVectors: PANEL_VECTORS,
  panelStride: PANEL_STRIDE,
  mostLines: MOST_LINES,
  sparseVectors: SPARSE_VECTORS,
  tileRows: TILE_ROWS,
  tileBytes: TILE_BYTES,
  scratchBytes: SCRATCH_BYTES,
  scratchLines: SCRATCH_LINES,
};

const VIEWS = { float32: Float32Array, float64: Float64Array, int32: Int32Array, uint8: Uint8Array } as const;

/** The address of the shared control block, after the kernels' tables in the first page. */
export const CONTROL: number = PAGE / 2;
/** Address of the threads' error reports (protocol.ts), up to the end of the first page. */
const REPORTS = CONTROL + 1024;
const REPORT_BYTES = 256;
/** After how many unsuccessful calls of `finish`, a tenth of a second each, to check that the threads are alive. */
const WAITS = 10;

export interface EngineOptions {
  readonly threads: number | 'auto';
  readonly maximumBytes: number | undefined;
}

/** Starts an engine. Throws NablaError `backend` if this environment cannot run the kernels. */
export async function createEngine(files: KernelFiles, { threads, maximumBytes }: EngineOptions): Promise<WasmEngine> {
  const wanted = threads === 'auto' ? threadsAvailable() : threads;
  const bytes = await files.kernels();
  const shared = wanted > 1 ? await compileShared(bytes, maximumBytes, wanted) : undefined;
  const compiled = shared ?? (await compileAlone(bytes, maximumBytes));
  const instance = await WebAssembly.instantiate(compiled.module, {
    env: { memory: compiled.memory, now: () => performance.now() },
  });
  const kernels = instance.exports as unknown as KernelExports;
  const engine = new ThreadedEngine(compiled, kernels, shared === undefined ? 1 : wanted, {
    notice: wanted > 1 && shared === undefined ? NO_SHARED_MEMORY : undefined,
    maximumBytes: maximumBytes ?? LARGEST_PAGES * PAGE,
  });
  await engine.start(files, compiled);
  return engine;
}

const NO_SHARED_MEMORY =
  'there is no shared memory, so it runs on 1 thread. In a page, serve the page cross-origin isolated.';

/** What an engine drops when it ends, so it can be garbage-collected. */
interface Live {
  readonly kernels: KernelExports;
  readonly memory: WebAssembly.Memory;
  arguments: ArgumentViews;
}

class ThreadedEngine implements WasmEngine {
  readonly name = 'wasm';
  readonly layout = LAYOUT;
  readonly threads: number;
  readonly notice: string | undefined;
  readonly heap: Heap;
  onFailure: ((error: NablaError) => void) | undefined;
  #live: Live | undefined;
  #failure: NablaError | undefined;
  /** All threads except the calling one. */
  readonly #helpers: ThreadHandle[] = [];

  constructor(
    { memory }: Compiled,
    kernels: KernelExports,
    threads: number,
    { notice, maximumBytes }: { readonly notice: string | undefined; readonly maximumBytes: number },
  ) {
    this.threads = threads;
    this.notice = notice;
    this.#live = { kernels, memory, arguments: argumentViews(memory) };
    const size = memory.buffer.byteLength;
    this.heap = new Heap((pages) => this.memory.grow(pages), scratch(threads), size, maximumBytes, this.name);
    kernels.begin(CONTROL, scratch(0));
    let at = kernels.tables();
    for (const table of TABLES) {
      new Float64Array(memory.buffer, at, table.length).set(table);
      at += table.byteLength;
    }
  }

  get memory(): WebAssembly.Memory {
    return this.#alive().memory;
  }

  get failure(): NablaError | undefined {
    return this.#failure;
  }

  async start(files: KernelFiles, compiled: Compiled): Promise<void> {
    const { kernels } = this.#alive();
    const count = this.threads - 1;
    try {
      const started = Array.from({ length: count }, (_, helper) => this.#startHelper(files, compiled, helper));
      // Collect all threads that started before throwing, so `dispose` ends them.
      const settled = await Promise.allSettled(started);
      for (const one of settled) if (one.status === 'fulfilled') this.#helpers.push(one.value);
      for (const one of settled) if (one.status === 'rejected') throw one.reason;
      if (this.#failure !== undefined) throw this.#failure;
    } catch (error) {
      await this.dispose();
      const why = error instanceof Error ? error.message : String(error);
      throw new NablaError('backend', `backend 'wasm': a thread could not be started: ${why}`, { cause: error });
    }
    if (count > 0) kernels.share(count, canBlockThread());
  }

  #startHelper(files: KernelFiles, { module, memory }: Compiled, helper: number): Promise<ThreadHandle> {
    const addresses = { control: CONTROL, scratch: scratch(helper + 1), report: reportOf(helper) };
    return startWorker(files, { module, memory, ...addresses, reportBytes: REPORT_BYTES }, (why) => {
      if (this.#live !== undefined) this.#stop(this.#reportedFailure() ?? why);
    });
  }

  run(
    kernel: Kernel<string, string>,
    type: string,
    items: number,
    integers: Readonly<Record<string, Value>>,
    doubles?: Readonly<Record<string, Value>>,
  ): void {
    this.#settle(false);
    const live = this.#alive();
    // Growing memory that is not shared detaches its views.
    if (live.arguments.integers.length === 0) live.arguments = argumentViews(live.memory);
    kernel.integers ??= placesOf(integers);
    writeArguments(live.arguments.integers, kernel.integers, integers);
    if (doubles !== undefined) {
      kernel.doubles ??= placesOf(doubles);
      writeArguments(live.arguments.doubles, kernel.doubles, doubles);
    }
    try {
      live.kernels.start(numberOf(kernel, type), items);
    } catch (error) {
      throw this.#stop(String(error), error);
    }
  }

  settle(): void {
    this.#settle(true);
  }

  #settle(rests: boolean): void {
    const { kernels } = this.#alive();
    for (let waits = 1; !this.#finish(kernels, rests); waits++) {
      const gone = waits % WAITS === 0 && this.#helpers.some((helper) => helper.isGone());
      const why = this.#reportedFailure() ?? (gone ? 'its thread was ended' : undefined);
      if (why !== undefined) throw this.#stop(why);
    }
  }

  write(address: number, values: TypedArray): void {
    this.settle();
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    new Uint8Array(this.memory.buffer, address, bytes.length).set(bytes);
  }

  read(dtype: DType, address: number, length: number): TypedArray {
    this.settle();
    // `slice` copies into memory that is not shared.
    return new VIEWS[dtype](this.memory.buffer as ArrayBuffer, address, length).slice();
  }

  async dispose(): Promise<void> {
    if (this.#live !== undefined) {
      try {
        this.settle();
        this.#live.kernels.end();
        this.#live = undefined;
      } catch {
        // A thread has failed, and `#stop` has already ended the others.
      }
    }
    await Promise.all(this.#helpers.map((helper) => helper.ended()));
  }

  #finish(kernels: KernelExports, rests: boolean): boolean {
    try {
      return kernels.finish(rests) !== 0;
    } catch (error) {
      throw this.#stop(String(error), error);
    }
  }

  #alive(): Live {
    if (this.#live !== undefined) return this.#live;
    throw this.#failure ?? new NablaError('disposed', "backend 'wasm' was disposed of.");
  }

  /** The error message of a thread whose kernel trapped, if any. */
  #reportedFailure(): string | undefined {
    const buffer = this.#live?.memory.buffer;
    if (buffer === undefined) return undefined;
    for (let helper = 0; helper < this.threads - 1; helper++) {
      const length = Atomics.load(new Int32Array(buffer, reportOf(helper), 1), 0);
      // Copies, because TextDecoder does not accept shared memory.
      if (length > 0) return new TextDecoder().decode(new Uint8Array(buffer, reportOf(helper) + 4, length).slice());
    }
    return undefined;
  }

  /** Ends every thread, drops the memory, and returns the error to throw. */
  #stop(why: string, cause?: unknown): NablaError {
    // Wakes sleeping threads first, because a browser takes two seconds to end one that sleeps.
    this.#live?.kernels.end();
    this.#live = undefined;
    this.#failure = new NablaError(
      'backend',
      `backend 'wasm' has stopped, and its tensors are lost: a thread failed while computing (${why}). ` +
        'Create another backend and start again from a saved model. If this happens again, please report it.',
      { cause },
    );
    for (const helper of this.#helpers) void helper.terminate();
    this.onFailure?.(this.#failure);
    return this.#failure;
  }
}

function scratch(thread: number): number {
  return PAGE + thread * SCRATCH_BYTES;
}

function reportOf(helper: number): number {
  return REPORTS + helper * REPORT_BYTES;
}

type ArgumentViews = ReturnType<typeof argumentViews>;

function argumentViews({ buffer }: WebAssembly.Memory) {
  return {
    integers: new Int32Array(buffer, CONTROL + INTEGERS, 64),
    doubles: new Float64Array(buffer, CONTROL + DOUBLES, 16),
  };
}

/** Whether this thread may sleep on shared memory. Every thread may, except a page's main thread. */
function canBlockThread(): boolean {
  return typeof document === 'undefined';
}
