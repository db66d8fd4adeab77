/** Includes the kernels in the bundle. Has no top-level await, which scripts and CommonJS do not allow. */
import { createBackend } from '@nablajs/backend-wasm/inline';
import { train } from './train.mjs';

globalThis.answer = train(createBackend);
globalThis.answer.then((answer) => globalThis.process?.stdout?.write(JSON.stringify(answer)));
