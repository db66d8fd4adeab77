/** Brings the kernels in the bundle; without an await at the top, which a script and CommonJS cannot have. */
import { createBackend } from '@nablajs/backend-wasm/inline';
import { train } from './train.mjs';

globalThis.answer = train(createBackend);
globalThis.answer.then((answer) => globalThis.process?.stdout?.write(JSON.stringify(answer)));
