/** Runs the tests of packages, a few packages at a time, and adds up their results. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** These start first, so that the last one to start ends soon. */
const LONGEST = (
  'docs apps/cli apps/bench packages/backend-wasm packages/core examples/node packages/backend-native packages/mpi ' +
  'packages/checkpoint packages/tables apps/playground packages/backend-tfjs-node packages/datasets ' +
  'packages/conformance packages/sequences packages/golden packages/gradcheck'
).split(' ');

const read = (...path) => (existsSync(join(...path)) ? readFileSync(join(...path), 'utf8') : undefined);

const manifestOf = (root, folder) => JSON.parse(read(root, folder, 'package.json'));

/** The folders of the workspace's packages, relative to the root, as pnpm-workspace.yaml lists them. */
export function packageFolders(root) {
  const [, list = ''] = /^packages:\r?\n((?: +- .*(?:\r?\n|$))*)/m.exec(read(root, 'pnpm-workspace.yaml')) ?? [];
  return [...list.matchAll(/- (\S+)/g)]
    .flatMap(([, pattern]) => {
      if (!pattern.endsWith('/*')) return [pattern];
      const group = pattern.slice(0, -2);
      return readdirSync(join(root, group)).map((name) => `${group}/${name}`);
    })
    .filter((folder) => existsSync(join(root, folder, 'package.json')));
}

/** The folder and the manifest of every package that is published. */
export function publishedPackages(root) {
  return packageFolders(root)
    .map((folder) => ({ folder, manifest: manifestOf(root, folder) }))
    .filter(({ manifest }) => manifest.private !== true);
}

/** Runs a package's command with one worker, so that it loads the sources once. Resolves to whether it passed. */
function testPackage(root, { folder, command }) {
  const options = { cwd: join(root, folder), shell: true, stdio: ['ignore', 'pipe', 'pipe'] };
  const child = spawn(`${command} --maxWorkers=1`, options);
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => process.stdout.write(`${folder}: ${line}\n`));
  }
  return once(child, 'close').then(([code]) => code === 0);
}

/** One line per package and a closing line with the sums. Not ok if a test failed or a package left no results. */
export function summarise(root, tested) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  let ok = true;
  const lines = tested.map(({ folder }) => {
    const text = read(root, folder, 'test-results.json');
    const { success = false, numPassedTests: passed, numFailedTests: failed, numTotalTests } = JSON.parse(text ?? '{}');
    ok &&= success;
    if (text === undefined) return `${folder}: no test results; its tests did not run to the end`;
    const counts = { passed, failed, skipped: numTotalTests - passed - failed };
    for (const name of Object.keys(total)) total[name] += counts[name];
    const note = read(root, folder, 'test-note.txt') ?? '';
    return `${folder}: ${describe(counts)}${note && `; ${note.trim()}`}`;
  });
  return { ok, lines: [...lines, '', describe(total)] };
}

function describe({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** Runs `script` of each package that has it, prints the summary and returns the exit code. */
export async function testPackages(root, folders, script, atOnce = availableParallelism() + 1) {
  const tested = folders
    .map((folder) => ({ folder, command: manifestOf(root, folder).scripts?.[script] }))
    .filter(({ command }) => command !== undefined);
  // A run that stops early must not leave the results of the one before it.
  const leftovers = tested.flatMap(({ folder }) => [join(folder, 'test-results.json'), join(folder, 'test-note.txt')]);
  for (const file of leftovers) rmSync(join(root, file), { force: true });
  const rank = ({ folder }) => (LONGEST.includes(folder) ? LONGEST.indexOf(folder) : LONGEST.length);
  const waiting = tested.toSorted((a, b) => rank(a) - rank(b));
  const results = [];
  const testInTurn = async () => {
    while (waiting.length > 0) results.push(await testPackage(root, waiting.shift()));
  };
  // Tests wait for processes and pages at times; one package more than cores keeps the cores busy.
  await Promise.all(Array.from({ length: atOnce }, testInTurn));
  const { ok, lines } = summarise(root, tested);
  process.stdout.write(`${lines.join('\n')}\n`);
  return ok && results.length > 0 && results.every(Boolean) ? 0 : 1;
}
