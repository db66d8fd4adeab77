/** Runs the tests of packages, a few packages at a time, and adds up their results. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** These start first, so that the last one to start ends soon. */
const LONGEST = [
  ...['docs', 'apps/bench', 'apps/cli', 'packages/backend-wasm', 'packages/checkpoint', 'packages/core'],
  ...['packages/backend-tfjs-node', 'packages/conformance', 'examples/node', 'packages/gradcheck'],
];

const read = (...path) => (existsSync(join(...path)) ? readFileSync(join(...path), 'utf8') : undefined);

/** The folders of the workspace's packages, relative to the root, as pnpm-workspace.yaml lists them. */
export function packageFolders(root) {
  const workspace = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8');
  const [, list = ''] = /^packages:\r?\n((?: +- .*(?:\r?\n|$))*)/m.exec(workspace) ?? [];
  return [...list.matchAll(/- (\S+)/g)]
    .flatMap(([, pattern]) => {
      if (!pattern.endsWith('/*')) return [pattern];
      const group = pattern.slice(0, -2);
      return readdirSync(join(root, group)).map((name) => `${group}/${name}`);
    })
    .filter((folder) => existsSync(join(root, folder, 'package.json')));
}

/** The packages' commands for `script`, by folder, the longest first. */
function commandsFor(root, folders, script) {
  const rank = (folder) => (LONGEST.includes(folder) ? LONGEST.indexOf(folder) : LONGEST.length);
  return folders
    .toSorted((a, b) => rank(a) - rank(b))
    .map((folder) => [folder, JSON.parse(read(root, folder, 'package.json') ?? '{}').scripts?.[script]])
    .filter(([, command]) => command !== undefined);
}

/** Runs a package's script with one worker, so that it loads the sources once. Resolves to whether it passed. */
function testPackage(root, folder, command) {
  // A run that stops early must not leave the results of the one before it.
  for (const file of ['test-results.json', 'test-note.txt']) rmSync(join(root, folder, file), { force: true });
  const child = spawn(`${command} --maxWorkers=1`, {
    cwd: join(root, folder),
    shell: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => process.stdout.write(`${folder}: ${line}\n`));
  }
  return new Promise((resolve) => {
    child.on('error', () => resolve(false));
    child.on('close', (code) => resolve(code === 0));
  });
}

/** One line per package and a closing line with the sums. Not ok if a test failed or a package left no results. */
export function summarise(root, folders) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  const lines = folders.map((folder) => {
    const text = read(root, folder, 'test-results.json');
    if (text === undefined) return { ok: false, line: `${folder}: no test results; its tests did not run to the end` };
    const { success, numPassedTests: passed, numFailedTests: failed, numTotalTests } = JSON.parse(text);
    const counts = { passed, failed, skipped: numTotalTests - passed - failed };
    for (const name of Object.keys(total)) total[name] += counts[name];
    const note = read(root, folder, 'test-note.txt');
    const line = `${folder}: ${describe(counts)}${note === undefined ? '' : `; ${note.trim()}`}`;
    return { ok: success, line };
  });
  return { ok: lines.every(({ ok }) => ok), lines: [...lines.map(({ line }) => line), '', describe(total)] };
}

function describe({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** Runs `script` of each package that has it, prints the summary and returns the exit code. */
export async function testPackages(root, folders, script, atOnce = availableParallelism() + 1) {
  const commands = commandsFor(root, folders, script);
  const waiting = [...commands];
  let ok = commands.length > 0;
  const testInTurn = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      if (!(await testPackage(root, ...next))) ok = false;
    }
  };
  // Tests wait for processes and pages at times; one package more than cores keeps the cores busy.
  await Promise.all(Array.from({ length: atOnce }, testInTurn));
  const summary = summarise(root, packageFolders(root).filter((folder) => commands.some(([one]) => one === folder)));
  process.stdout.write(`${summary.lines.join('\n')}\n`);
  return ok && summary.ok ? 0 : 1;
}
