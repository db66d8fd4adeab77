/** The same backend with its files inside, for bundlers that copy only modules, such as esbuild. */
import { type Backend, checkOptionNames } from '@nablajs/core';
import type { KernelFiles } from './engine/files.js';
import { kernels, worker } from './engine/inline-files.js';
import { type BackendOptions, startBackend } from './start.js';

/** Options of `createBackend`: the options of `@nablajs/backend-wasm` without the two URLs. */
export type InlineOptions = Omit<BackendOptions, 'wasmUrl' | 'workerUrl'>;

const OPTIONS = { threads: true, maximumBytes: true } satisfies Record<keyof InlineOptions, true>;

/** Created once and never revoked, because a page cannot tell when a thread has loaded it. */
let workerUrl: string | undefined;

const FILES: KernelFiles = {
  kernels: async () => Uint8Array.from(atob(kernels), (letter) => letter.charCodeAt(0)),
  nodeWorker: () => new URL(`data:text/javascript,${encodeURIComponent(worker)}`),
  webWorker() {
    workerUrl ??= URL.createObjectURL(new Blob([worker], { type: 'text/javascript' }));
    return new Worker(workerUrl, { type: 'module' });
  },
};

/**
 * Creates the same backend as `createBackend` of `@nablajs/backend-wasm`, without loading any file. If your page has a
 * Content-Security-Policy, it must allow `worker-src blob:`.
 *
 * @example
 * ```ts
 * import { createBackend } from '@nablajs/backend-wasm/inline';
 *
 * const backend = await createBackend();
 * ```
 */
export async function createBackend(options: InlineOptions = {}): Promise<Backend> {
  checkOptionNames('createBackend', options, Object.keys(OPTIONS));
  return startBackend(FILES, options);
}
