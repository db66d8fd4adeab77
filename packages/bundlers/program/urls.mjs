/** Passes the URLs of the files that were copied beside the bundle. */
import { createBackend } from '@nablajs/backend-wasm';
import { train } from './train.mjs';

const wasmUrl = new URL('./kernels.wasm', import.meta.url);
const workerUrl = new URL('./worker.js', import.meta.url);
globalThis.answer = train((options) => createBackend({ ...options, wasmUrl, workerUrl }));
globalThis.process?.stdout?.write(JSON.stringify(await globalThis.answer));
