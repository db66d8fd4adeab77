/** Loads the kernels from the package's default location. */
import { createBackend } from '@nablajs/backend-wasm';
import { train } from './train.mjs';

globalThis.answer = train(createBackend);
globalThis.process?.stdout?.write(JSON.stringify(await globalThis.answer));
