/** Finds the kernels as the package does by itself. */
import { createBackend } from '@nablajs/backend-wasm';
import { train } from './train.mjs';

globalThis.answer = train(createBackend);
globalThis.process?.stdout?.write(JSON.stringify(await globalThis.answer));
