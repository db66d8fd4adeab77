/** The kernels' module with its memory and threads. */
import { NablaError } from '@nablajs/core';
import { Heap } from './heap.js';
import type { KernelExports } from './protocol.js';
import { startWorker, type ThreadHandle, threadsAvailable } from './threads.js';

export interface Engine {
  readonly memory: WebAssembly.Memory;
  readonly heap: Heap;
  readonly threads: number;
  /** Why there is but one thread where more were asked for. */
  readonly notice: string | undefined;
  /**
   * Runs all items of a kernel (kernels.ts) with its arguments (../assembly), after what ran before. Other threads may be at it when this
   * returns: `settle` before the memory is touched.
   */
  run(kernel: number, items: number, integers: readonly number[], doubles?: readonly number[]): void;
  /** Returns when all kernels are done. */
  settle(): void;
  dispose(): Promise<void>;
}

const PAGE = 65536;
/** Behind the kernels' tables, which take some kilobytes of the first page. */
const CONTROL = PAGE / 2;
const INTEGERS = 64;
const DOUBLES = 16;
/** Memory of each thread's own; most of it is for 96 rows of 256 elements, packed. */
const SCRATCH_BYTES = 2 * PAGE;
const LARGEST_PAGES = 65536;

export interface EngineOptions {
  readonly threads: number | 'auto';
  readonly maximumBytes: number | undefined;
}

/** Throws a NablaError of code `backend` where this place cannot run the kernels. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const wanted = options.threads === 'auto' ? threadsAvailable() : options.threads;
  const bytes = await kernelBytes();
  const shared = wanted > 1 ? await compileShared(bytes, options, wanted) : undefined;
  const { module, memory } = shared ?? (await compileAlone(bytes, options));
  const threads = shared === undefined ? 1 : wanted;
  const notice =
    threads === wanted
      ? undefined
      : 'shared memory is not to be had here, so there is 1 thread. In a page: serve it cross-origin isolated.';
  const instance = await WebAssembly.instantiate(module, { env: { memory } });
  const kernels = instance.exports as unknown as KernelExports;
  return start(kernels, module, memory, threads, notice, options);
}

async function start(
  kernels: KernelExports,
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  threads: number,
  notice: string | undefined,
  options: EngineOptions,
): Promise<Engine> {
  const scratch = (thread: number): number => PAGE + thread * SCRATCH_BYTES;
  kernels.begin(CONTROL, scratch(0));
  const helpers: ThreadHandle[] = [];
  const stop = async (): Promise<void> => {
    kernels.finish();
    kernels.end();
    await Promise.all(helpers.map((helper) => helper.ended()));
  };
  try {
    const started = Array.from({ length: threads - 1 }, (_, helper) =>
      startWorker({ module, memory, control: CONTROL, scratch: scratch(helper + 1) }),
    );
    // All that run are known before one that does not ends them.
    const settled = await Promise.allSettled(started);
    for (const one of settled) if (one.status === 'fulfilled') helpers.push(one.value);
    for (const one of settled) if (one.status === 'rejected') throw one.reason;
  } catch (error) {
    await stop();
    throw new NablaError('backend', `backend 'wasm': a thread could not be started: ${messageOf(error)}`, {
      cause: error,
    });
  }
  if (threads > 1) kernels.share(threads - 1, mayWait());
  // A view of the first pages stays good when the memory grows only where it is shared; so it is made anew.
  const heap = new Heap(memory, scratch(threads), options.maximumBytes ?? LARGEST_PAGES * PAGE);
  let views = argumentViews(memory);
  return {
    memory,
    heap,
    threads,
    notice,
    run(kernel, items, integers, doubles = []) {
      kernels.finish();
      if (views.buffer !== memory.buffer) views = argumentViews(memory);
      views.integers.set(integers);
      views.doubles.set(doubles);
      kernels.start(kernel, items);
    },
    settle: () => kernels.finish(),
    dispose: stop,
  };
}

function argumentViews({ buffer }: WebAssembly.Memory) {
  const place = CONTROL + 256;
  return {
    buffer,
    integers: new Int32Array(buffer, place, INTEGERS),
    doubles: new Float64Array(buffer, place + 4 * INTEGERS, DOUBLES),
  };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Whether this thread may sleep on shared memory: all may but a page's main thread. */
function mayWait(): boolean {
  return typeof document === 'undefined';
}

async function kernelBytes(): Promise<Uint8Array<ArrayBuffer>> {
  const url = new URL('../dist/kernels.wasm', import.meta.url);
  const files = url.protocol === 'file:' ? globalThis.process?.getBuiltinModule?.('node:fs/promises') : undefined;
  if (files !== undefined) return new Uint8Array(await files.readFile(url));
  const response = await fetch(url);
  if (!response.ok) {
    throw new NablaError(
      'backend',
      `backend 'wasm': expected its kernels at ${url}. Received HTTP ${response.status}.`,
    );
  }
  return new Uint8Array(await response.arrayBuffer());
}

interface Compiled {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
}

/** Undefined where memory cannot be shared between threads here. */
async function compileShared(
  bytes: Uint8Array<ArrayBuffer>,
  options: EngineOptions,
  threads: number,
): Promise<Compiled | undefined> {
  // A page that is not cross-origin isolated may have the constructor, but cannot send what it makes to a worker.
  if (typeof SharedArrayBuffer === 'undefined' || globalThis.crossOriginIsolated === false) return undefined;
  return { module: await compile(bytes), memory: makeMemory(options, threads, true) };
}

async function compileAlone(bytes: Uint8Array<ArrayBuffer>, options: EngineOptions): Promise<Compiled> {
  return { module: await compile(withOwnMemory(bytes)), memory: makeMemory(options, 1, false) };
}

async function compile(bytes: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(bytes);
  } catch (error) {
    throw new NablaError(
      'backend',
      "backend 'wasm' needs WebAssembly with SIMD, which is missing here. Use the backend 'ts', which runs everywhere. " +
        `(${messageOf(error)})`,
      { cause: error },
    );
  }
}

/** An address space as large as can be had: some places refuse the largest. */
function makeMemory({ maximumBytes }: EngineOptions, threads: number, shared: boolean): WebAssembly.Memory {
  const initial = 1 + (threads * SCRATCH_BYTES) / PAGE + 16;
  const largest = maximumBytes === undefined ? LARGEST_PAGES : Math.max(initial, Math.floor(maximumBytes / PAGE));
  for (let maximum = largest; ; maximum = Math.floor(maximum / 2)) {
    try {
      return new WebAssembly.Memory({ initial, maximum, shared });
    } catch (error) {
      if (maximum / 2 < initial) throw error;
    }
  }
}

/** The module's memory as it is imported: name, kind 2, limits with a maximum (1), shared (2). */
const IMPORT = [...new TextEncoder().encode('\x06memory'), 2, 3];

/** The same module for memory that is not shared: one bit of its import. */
function withOwnMemory(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const at = bytes.findIndex((_, start) => IMPORT.every((byte, i) => bytes[start + i] === byte));
  if (at < 0)
    throw new NablaError('backend', "backend 'wasm': the kernels' module is damaged: no import of its memory");
  const changed = bytes.slice();
  changed[at + IMPORT.length - 1] = 1;
  return changed;
}
