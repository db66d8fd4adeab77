/** The kernels' module and the memory that it computes in. */
import { NablaError } from '@nablajs/core';

export const PAGE = 65536;
export const LARGEST_PAGES = 65536;
/** Memory of each thread's own: for 96 rows of 256 elements, packed, or twice for MOST_LINES lines of a panel. */
export const SCRATCH_BYTES: number = 3 * PAGE;

export interface Compiled {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
}

/** With memory that threads can share; undefined where there is none. */
export async function compileShared(
  bytes: Uint8Array<ArrayBuffer>,
  maximumBytes: number | undefined,
  threads: number,
): Promise<Compiled | undefined> {
  // A page that is not cross-origin isolated may have the constructor, but cannot send what it makes to a worker.
  if (typeof SharedArrayBuffer === 'undefined' || globalThis.crossOriginIsolated === false) return undefined;
  return { module: await compile(bytes), memory: makeMemory(maximumBytes, threads, true) };
}

/** For one thread. */
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
      "backend 'wasm' needs WebAssembly with SIMD, which is missing here. Use the backend 'ts', which runs everywhere. " +
        `(${error instanceof Error ? error.message : String(error)})`,
      { cause: error },
    );
  }
}

/** An address space as large as can be had: some places refuse the largest. */
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

/** The module's memory as it is imported: name, kind 2, limits with a maximum (1), shared (2). */
const IMPORT = [...new TextEncoder().encode('\x06memory'), 2, 3];

/**
 * The same module for memory that is not shared: one bit of its import. It is set here and not by the build, because a second binary would
 * cost every page and package 19 KB more.
 */
function withOwnMemory(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const at = bytes.findIndex((_, start) => IMPORT.every((byte, i) => bytes[start + i] === byte));
  if (at < 0)
    throw new NablaError('backend', "backend 'wasm': the kernels' module is damaged: no import of its memory");
  const changed = bytes.slice();
  changed[at + IMPORT.length - 1] = 1;
  return changed;
}
