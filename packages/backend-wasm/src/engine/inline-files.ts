/** The files for ../inline.ts. Empty here: ../../scripts/inline-files.mjs overwrites the built module with them. */

/** `kernels.wasm` in base64. */
export const kernels: string = '';
/** `worker.js`. */
export const worker: string = '';
