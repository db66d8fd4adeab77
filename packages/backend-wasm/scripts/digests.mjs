/**
 * Prints the digests of the short runs. `--threads N` sets the number of threads; `--write` updates the committed file.
 * Needs a build.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { shortRun } from '@nablajs/golden';
import { createBackend } from '../dist/index.js';

const at = process.argv.indexOf('--threads');
const options = at === -1 ? {} : { threads: Number(process.argv[at + 1]) };

const digests = {};
for (const dtype of ['float32', 'float64']) {
  const backend = await createBackend(options);
  digests[dtype] = await shortRun(backend, dtype);
  await backend.dispose();
}
const text = `${JSON.stringify(digests, null, 2)}\n`;
const folder = new URL('../fixtures/', import.meta.url);
if (process.argv.includes('--write')) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL('digests.json', folder), text);
}
process.stdout.write(text);
