import type { Backend } from '@nablajs/core';
import { checkOptionNames } from '@nablajs/core';
import { filesAt } from './engine/files-at.js';
import { type BackendOptions, startBackend } from './start.js';

const OPTIONS = { threads: true, maximumBytes: true, wasmUrl: true, workerUrl: true } satisfies Record<
  keyof BackendOptions,
  true
>;

/**
 * Creates a WebAssembly backend with SIMD, for float32 and float64. If memory cannot be shared, it runs on one thread
 * and says why in `backend.notice`. The bits are the same on any number of threads and in every JavaScript engine.
 *
 * Throws NablaError `argument` if an option is unknown or out of range, and `backend` if WebAssembly has no SIMD, a
 * file is missing, or a thread does not start.
 *
 * @example
 * ```ts
 * const backend = await createBackend({ threads: 4 });
 * const x = tensor(backend, [[1, 2, 3]]);
 * x.dispose();
 * await backend.dispose();
 * ```
 */
export async function createBackend(options: BackendOptions = {}): Promise<Backend> {
  checkOptionNames('createBackend', options, Object.keys(OPTIONS));
  return startBackend(filesAt(options), options);
}
