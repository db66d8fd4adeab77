/**
 * Prints a line of JSON for each conformance case that observes values: its name, and a digest of the bits that a
 * backend gives. Runs on what tsc builds, so that any Node can run it: under qemu, or with a sanitizer.
 *
 *   --backend NAME   native (default) or wasm
 *   --options JSON   options of its `createBackend`
 *   --package FOLDER where backend-native lies. Default: this package
 *   --every N        only each N-th case. Default: 1
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { cases } from '@nablajs/conformance';

const { values } = parseArgs({
  options: {
    backend: { type: 'string', default: 'native' },
    options: { type: 'string', default: '{}' },
    package: { type: 'string', default: fileURLToPath(new URL('..', import.meta.url)) },
    every: { type: 'string', default: '1' },
  },
});

/** Digests the bits of observations; any NaN counts as the same. */
function digest(observations) {
  const hash = createHash('sha256');
  for (const { values } of observations) {
    const plain = values.slice();
    for (let i = 0; i < plain.length; i++) if (Number.isNaN(plain[i])) plain[i] = Number.NaN;
    hash.update(`${plain.constructor.name} ${plain.length} `).update(new Uint8Array(plain.buffer));
  }
  return hash.digest('hex').slice(0, 16);
}

async function observe(one, backend) {
  try {
    return digest(await one.observe(backend));
  } catch (error) {
    return `${error}`;
  }
}

const own = pathToFileURL(join(values.package, 'dist/index.js'));
const { createBackend } = await import(values.backend === 'native' ? own : `@nablajs/backend-${values.backend}`);
const backend = await createBackend(JSON.parse(values.options));
const chosen = cases()
  .filter(({ observe }) => observe !== undefined)
  .filter((_, at) => at % Number(values.every) === 0);
for (const one of chosen) console.log(JSON.stringify([one.name, await observe(one, backend)]));
await backend.dispose();
