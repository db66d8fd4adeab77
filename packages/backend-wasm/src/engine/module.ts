/** Compiles the kernels and creates the memory that they compute in. */
import { NablaError } from '@nablajs/core';
import { PAGE } from '../host/engine/heap.js';

export const LARGEST_PAGES = 65536;
/**
 * Scratch memory of each thread: room for windows and sums of a block of outputs (../../assembly/sparse-gradients.ts).
 */
export const SCRATCH_BYTES: number = 8 * PAGE;

export interface Compiled {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
}

/** Compiles with memory that threads share; returns undefined if memory cannot be shared. */
export async function compileShared(
  bytes: Uint8Array<ArrayBuffer>,
  maximumBytes: number | undefined,
  threads: number,
): Promise<Compiled | undefined> {
  // A page that is not cross-origin isolated may have the constructor, but cannot send shared memory to a worker.
  if (typeof SharedArrayBuffer === 'undefined' || globalThis.crossOriginIsolated === false) return undefined;
  return { module: await compile(bytes), memory: makeMemory(maximumBytes, threads, true) };
}

/** Compiles for one thread, with memory that is not shared. */
export async function compileAlone(
  bytes: Uint8Array<ArrayBuffer>,
  maximumBytes: number | undefined,
): Promise<Compiled> {
  return { module: await compile(withOwnMemory(bytes)), memory: makeMemory(maximumBytes, 1, false) };
}

async function compile(bytes: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(bytes);
  } catch (error) {
    throw new NablaError(
      'backend',
      "backend 'wasm' needs WebAssembly with SIMD, which is missing here. Use the backend 'ts', which runs " +
        `everywhere. (${error instanceof Error ? error.message : String(error)})`,
      { cause: error },
    );
  }
}

/** Reserves as much address space as possible: some environments refuse the maximum, so it halves until one works. */
function makeMemory(maximumBytes: number | undefined, threads: number, shared: boolean): WebAssembly.Memory {
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

/** The bytes by which the module imports its memory: the name, kind 2, then flags 3: a maximum (1), shared (2). */
const IMPORT = [...new TextEncoder().encode('\x06memory'), 2, 3];

/**
 * Changes the module to import memory that is not shared, by clearing one bit. A second binary would add 19 KB to every
 * page.
 */
function withOwnMemory(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const at = bytes.findIndex((_, start) => IMPORT.every((byte, i) => bytes[start + i] === byte));
  if (at < 0)
    throw new NablaError('backend', "backend 'wasm': the kernels' module is damaged: no import of its memory");
  const changed = bytes.slice();
  changed[at + IMPORT.length - 1] = 1;
  return changed;
}
