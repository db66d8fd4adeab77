/** Starts the backend with its engine. */
import { type Backend, NablaError } from '@nablajs/core';
import type { KernelFiles } from './engine/files.js';
import { createEngine } from './engine/wasm-engine.js';
import { assembleBackend, checkThreads } from './host/assemble.js';

/** Options of `createBackend`. */
export interface BackendOptions {
  /**
   * How many threads compute, including the calling thread: a whole number from 1 to 64, or `'auto'`.
   * Default: `'auto'`, one thread per available core, at most 8.
   */
  readonly threads?: number | 'auto';
  /** The largest size in bytes that the backend's memory may grow to. Default: 4 GiB, the limit of WebAssembly. */
  readonly maximumBytes?: number;
  /**
   * URL of this package's `dist/kernels.wasm`, if your bundler moves only the module. In a page it may be relative.
   * Default: the file beside this module.
   */
  readonly wasmUrl?: string | URL;
  /**
   * URL of this package's `dist/worker.js`, the script of the threads, like `wasmUrl`. Default: the file beside this
   * module.
   */
  readonly workerUrl?: string | URL;
}

const LEAST_BYTES = 2 ** 23;

function checkBytes(bytes: number | undefined): number | undefined {
  if (bytes === undefined || (bytes >= LEAST_BYTES && bytes <= 2 ** 32)) return bytes;
  throw new NablaError(
    'argument',
    `createBackend: maximumBytes must be a number from ${LEAST_BYTES} to ${2 ** 32}. Received ${bytes}.`,
  );
}

/** Creates a backend that loads its kernels and its threads' script from `files`. */
export async function startBackend(files: KernelFiles, options: BackendOptions): Promise<Backend> {
  const threads = checkThreads(options.threads ?? 'auto');
  const engine = await createEngine(files, { threads, maximumBytes: checkBytes(options.maximumBytes) });
  return assembleBackend(engine, 'WebAssembly SIMD');
}
