/**
 * Runs the tests of packages, given by their folders: `node scripts/test-packages.mjs packages/core apps/cli`. One worker tests a
 * package, so that each loads the sources once, and a few packages are tested at a time. Ends with 1 where one fails.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** They begin first: what begins last should end soon. `docs` takes long with the slow tests. */
const LONGEST = [
  'docs',
  'apps/bench',
  'apps/cli',
  'packages/backend-wasm',
  'packages/checkpoint',
  'packages/core',
  'packages/backend-tfjs-node',
  'packages/conformance',
  'examples/node',
  'packages/gradcheck',
];

/** Tests wait for processes and pages now and then; meanwhile one package more keeps the cores at work. */
const AT_ONCE = availableParallelism() + 1;

const rank = (folder) => {
  const at = LONGEST.indexOf(folder.replaceAll('\\', '/'));
  return at === -1 ? LONGEST.length : at;
};

/** Resolves to the exit code; what the tests print has the folder before each line. */
function testPackage(folder) {
  const { scripts = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (scripts.test === undefined) return 0;
  const child = spawn(`${scripts.test} --maxWorkers=1`, {
    cwd: folder,
    shell: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => process.stdout.write(`${folder}: ${line}\n`));
  }
  return new Promise((resolve) => {
    child.on('error', (error) => {
      process.stdout.write(`${folder}: ${error.message}\n`);
      resolve(1);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}

const waiting = process.argv.slice(2).toSorted((a, b) => rank(a) - rank(b));

async function testInTurn() {
  for (let folder = waiting.shift(); folder !== undefined; folder = waiting.shift()) {
    if ((await testPackage(folder)) !== 0) process.exitCode = 1;
  }
}

await Promise.all(Array.from({ length: AT_ONCE }, testInTurn));
