import type { Backend } from '@nablajs/core';
import { checkOptionNames } from '@nablajs/core';
import { assembleBackend, type BackendOptions } from './assemble.js';
import { filesAt } from './engine/files-at.js';

const OPTIONS = { threads: true, maximumBytes: true, wasmUrl: true, workerUrl: true } satisfies Record<
  keyof BackendOptions,
  true
>;

/**
 * The WebAssembly backend: float32 and float64, SIMD, threads over shared memory where there is any. The same operands give the
 * same bits on any number of threads and on every engine.
 *
 * Throws a NablaError of code `argument` for unknown options and options out of range, and of code `backend` where
 * WebAssembly has no SIMD, a file is not found or a thread cannot be started.
 */
export async function createBackend(options: BackendOptions = {}): Promise<Backend> {
  checkOptionNames('createBackend', options, Object.keys(OPTIONS));
  return assembleBackend(filesAt(options), options);
}
