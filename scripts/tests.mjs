/** Runs the tests of packages, a few packages at a time, and adds up their results. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(import.meta.url);

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

/** A process that tests packages in turn. What it writes bears the name of the package that it tests. */
function startLane(script) {
  const child = fork(script, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  let tested = '';
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => process.stdout.write(`${tested}: ${line}\n`));
  }
  return {
    /** Resolves to whether the package passed. A process that ends by itself did not pass it. */
    async test(root, { folder, filters }) {
      tested = folder;
      child.send({ folder: join(root, folder), filters });
      // The event that does not come must leave no listener behind.
      const answered = new AbortController();
      const { signal } = answered;
      const events = ['message', 'exit'].map((name) => once(child, name, { signal }));
      const [passed] = await Promise.race(events);
      answered.abort();
      await Promise.allSettled(events);
      return passed === true;
    },
    isOver: () => child.exitCode !== null || child.signalCode !== null,
    end: () => child.disconnect(),
  };
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
export async function testPackages(root, folders, script, atOnce = availableParallelism() + 1, lane = HERE) {
  const tested = folders
    .map((folder) => ({ folder, command: manifestOf(root, folder).scripts?.[script] }))
    .filter(({ command }) => command !== undefined)
    .map(({ folder, command }) => ({ folder, filters: command.split(' ').slice(2) }));
  // A run that stops early must not leave the results of the one before it.
  const leftovers = tested.flatMap(({ folder }) => [join(folder, 'test-results.json'), join(folder, 'test-note.txt')]);
  for (const file of leftovers) rmSync(join(root, file), { force: true });
  const rank = ({ folder }) => (LONGEST.includes(folder) ? LONGEST.indexOf(folder) : LONGEST.length);
  const waiting = tested.toSorted((a, b) => rank(a) - rank(b));
  const results = [];
  const testInTurn = async () => {
    let current = startLane(lane);
    while (waiting.length > 0) {
      if (current.isOver()) current = startLane(lane);
      results.push(await current.test(root, waiting.shift()));
    }
    if (!current.isOver()) current.end();
  };
  // Tests wait for processes and pages at times; one package more than cores keeps the cores busy.
  await Promise.all(Array.from({ length: atOnce }, testInTurn));
  const { ok, lines } = summarise(root, tested);
  process.stdout.write(`${lines.join('\n')}\n`);
  return ok && results.length > 0 && results.every(Boolean) ? 0 : 1;
}

/**
 * Tests the packages that the parent names, one after another. vitest takes half a second to start: one process for
 * many packages starts it once.
 */
async function testForParent() {
  const { startVitest } = await import('vitest/node');
  process.on('message', async ({ folder, filters }) => {
    process.chdir(folder);
    // The shared configuration looks there for what is asked for.
    process.argv.splice(2, Infinity, ...filters);
    process.exitCode = 0;
    // One worker, so that it loads the sources once.
    const vitest = await startVitest('test', filters, { run: true, maxWorkers: 1 });
    await vitest.close();
    process.send(process.exitCode === 0);
  });
  // Something that a test left open must not hold up the others' results.
  process.on('disconnect', () => process.exit());
}

if (process.argv[1] === HERE) await testForParent();
