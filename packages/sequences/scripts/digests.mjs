/**
 * Prints the digests of the short runs on backend-ts and backend-wasm. `--threads N` sets the number of threads of
 * backend-wasm; `--write` updates the committed file. Needs a build.
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createBackend as createTs } from '@nablajs/backend-ts';
import { createBackend as createWasm } from '@nablajs/backend-wasm';
import { sequenceRuns } from '@nablajs/sequences/testing';

const at = process.argv.indexOf('--threads');
const threads = at === -1 ? {} : { threads: Number(process.argv[at + 1]) };

function digestOf(arrays) {
  const hash = createHash('sha256');
  for (const { buffer, byteOffset, byteLength } of arrays) hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  return hash.digest('hex');
}

const digests = {};
for (const [name, create] of Object.entries({ ts: createTs, wasm: createWasm })) {
  digests[name] = {};
  for (const dtype of ['float32', 'float64']) {
    const backend = await create(name === 'wasm' ? threads : {});
    const runs = Object.entries(await sequenceRuns(backend, dtype));
    digests[name][dtype] = Object.fromEntries(runs.map(([run, arrays]) => [run, digestOf(arrays)]));
    await backend.dispose();
  }
}
const text = `${JSON.stringify(digests, null, 2)}\n`;
if (process.argv.includes('--write')) writeFileSync(new URL('../fixtures/digests.json', import.meta.url), text);
process.stdout.write(text);
