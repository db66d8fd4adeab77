/** The same backend with its files inside: for bundlers that bring modules alone, as esbuild does. */
import { type Backend, checkOptionNames } from '@nablajs/core';
import { assembleBackend, type BackendOptions } from './assemble.js';
import type { KernelFiles } from './engine/files.js';
import { kernels, worker } from './engine/inline-files.js';

/** Options of `createBackend`. */
export type InlineOptions = Omit<BackendOptions, 'wasmUrl' | 'workerUrl'>;

const OPTIONS = { threads: true, maximumBytes: true } satisfies Record<keyof InlineOptions, true>;

/** Made once: nobody knows when a thread has read it. */
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
 * As `createBackend` of `@nablajs/backend-wasm`, without files to be found: a page's policy must allow scripts of
 * workers from `blob:`.
 */
export async function createBackend(options: InlineOptions = {}): Promise<Backend> {
  checkOptionNames('createBackend', options, Object.keys(OPTIONS));
  return assembleBackend(FILES, options);
}
