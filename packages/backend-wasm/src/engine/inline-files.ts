/**
 * The files of ../inline.ts, empty here: the build writes them into this module's form in dist
 * (../../scripts/inline-files.mjs).
 */

/** `kernels.wasm` in base64. */
export const kernels: string = '';
/** `worker.js`. */
export const worker: string = '';
