/** Writes the kernels and the threads' script into a module for ../src/inline.ts. */
import { readFileSync, writeFileSync } from 'node:fs';

const dist = new URL('../dist/', import.meta.url);
const kernels = readFileSync(new URL('kernels.wasm', dist)).toString('base64');
const worker = readFileSync(new URL('worker.js', dist), 'utf8').replace(/^\/\/# sourceMappingURL=.*$/m, '');
writeFileSync(
  new URL('engine/inline-files.js', dist),
  `export const kernels = '${kernels}';\nexport const worker = ${JSON.stringify(worker)};\n`,
);
