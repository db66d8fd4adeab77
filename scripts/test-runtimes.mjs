/**
 * `npm run test:runtimes`: core, backend-wasm with two threads and the command nabla must give the same bits on Node,
 * Bun and Deno, which are on PATH. Browsers have their own tests.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, run } from './tools.mjs';

/** How each runtime runs a program. Deno gets only the permissions that the programs need. */
const RUNTIMES = ['node', 'bun run', 'deno run --allow-read --allow-write --allow-env --allow-sys'];

const folder = mkdtempSync(join(tmpdir(), 'nabla-runtimes-'));
const digestOf = (bytes) => createHash('sha256').update(bytes).digest('hex').slice(0, 12);

/** The digests of each program's numbers on a runtime. */
function digestsOn(runtime) {
  const execute = (program) => run(`${runtime} ${program}`, ROOT);
  const model = mkdtempSync(join(folder, 'model-'));
  execute(`apps/cli/bin/nabla.js train --preset seed --epochs 1 --backend wasm --quiet --out "${model}"`);
  return {
    'core and backend-ts': digestOf(execute('packages/golden/scripts/digests.mjs')),
    'backend-wasm, 2 threads': digestOf(execute('packages/backend-wasm/scripts/digests.mjs --threads 2')),
    'sequences, 2 threads': digestOf(execute('packages/sequences/scripts/digests.mjs --threads 2')),
    'nabla train': digestOf(readFileSync(join(model, 'weights.safetensors'))),
  };
}

const results = RUNTIMES.map((runtime) => [runtime.split(' ')[0], digestsOn(runtime)]);
rmSync(folder, { recursive: true });
console.table(Object.fromEntries(results));
const isSame = new Set(results.map(([, digests]) => JSON.stringify(digests))).size === 1;
console.log(isSame ? 'ok: the same bits on each' : 'FAILED: the bits differ');
process.exitCode = isSame ? 0 : 1;
