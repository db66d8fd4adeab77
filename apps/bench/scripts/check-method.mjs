/**
 * What a result promises, on this machine: over two runs of the same build the intervals of the ratios overlap in at least 9 of 10
 * rows; `compare` sees a kernel that takes 20 % longer, and nothing where nothing changed. Three runs of a backend that is backend-ts
 * behind a file of its own: twice the same, then with a slower sparse product (the dense one takes up to a quarter longer in some processes
 * than in others on some chips, which hides a fifth). NumPy, where it is installed, tells the machine from the
 * code. Ends with 1 where one of these is not so. Needs an idle machine and a build.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const BENCH = fileURLToPath(new URL('../bin/nabla-bench.js', import.meta.url));
const TS = pathToFileURL(createRequire(import.meta.url).resolve('@nablajs/backend-ts')).href;
const OVERLAPPING = 0.9;

/** Spins for a fifth of what the kernel took. */
const SLOW = `csr: {
  ...ts.csr,
  matmul: (...operands) => {
    const start = performance.now();
    const product = ts.csr.matmul(...operands);
    const end = start + 1.2 * (performance.now() - start);
    while (performance.now() < end);
    return product;
  },
},`;

const source = (changes) => `
  import { createBackend as createTs } from '${TS}';
  export async function createBackend() {
    const ts = await createTs();
    return { ...ts, ${changes} };
  }`;

const folder = mkdtempSync(join(tmpdir(), 'nabla-method-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

function bench(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BENCH, ...args], { cwd: folder, encoding: 'utf8' });
  if (status === null || status > 1) throw new Error(`nabla-bench ${args.join(' ')} ended with ${status}: ${stderr}`);
  return { status, stdout };
}

function measure(name, changes, suites) {
  writeFileSync(join(folder, 'backend.mjs'), source(changes));
  const method = ['--quick', '--launches', '4', '--rounds', '6'];
  const candidates = ['--backends', 'ts,./backend.mjs', '--peers', 'numpy'];
  bench(...suites, ...method, ...candidates, '--json', name);
  const file = JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const { loadBefore, loadAfter } = file.machine;
  console.log(`${name}: load ${loadBefore.toFixed(2)} to ${loadAfter.toFixed(2)}, ${file.results.length} rows`);
  return file;
}

/** How many rows' ratios have intervals that overlap, of how many. */
function countOverlaps(before, after) {
  const keyOf = ({ suite, name, dtype, candidate }) => `${candidate}: ${suite} ${name} ${dtype}`;
  const ratios = new Map(before.results.map((result) => [keyOf(result), result.ratio]));
  const pairs = after.results.flatMap((result) => {
    const old = ratios.get(keyOf(result));
    return old === undefined || result.ratio === undefined ? [] : [{ key: keyOf(result), old, now: result.ratio }];
  });
  const apart = pairs.filter(({ old, now }) => old.high < now.low || now.high < old.low);
  const words = ({ low, high }) => `${low.toFixed(3)} to ${high.toFixed(3)}`;
  for (const { key, old, now } of apart) console.log(`apart: ${key}: ${words(old)}, then ${words(now)}`);
  return { overlapping: pairs.length - apart.length, rows: pairs.length };
}

/** What compare says of every row of the wrapped backend. */
function compare(before, after) {
  const { status, stdout } = bench('compare', before, after, '--fail-over', '10%', '--json');
  const rows = JSON.parse(stdout).rows.filter(
    ({ candidate, change }) => candidate === './backend.mjs' && change !== null,
  );
  for (const { suite, name, verdict, change } of rows) {
    console.log(`${before} to ${after}: ${suite} ${name}: ${verdict}, ${(100 * change.median).toFixed(1)} %`);
  }
  return { status, slower: rows.filter(({ verdict }) => verdict === 'slower').map(({ name }) => name) };
}

const suites = ['ops', 'train', 'infer'];
const [first, second] = [measure('first.json', '', suites), measure('second.json', '', suites)];
measure('slow.json', SLOW, ['ops']);
const { overlapping, rows } = countOverlaps(first, second);
console.log(`the intervals of the ratios overlap in ${overlapping} of ${rows} rows`);
const unchanged = compare('first.json', 'second.json');
const slowed = compare('second.json', 'slow.json');

const problems = [
  rows >= 8 && overlapping >= OVERLAPPING * rows
    ? ''
    : `two runs of the same build overlap in ${overlapping} of ${rows} rows alone`,
  unchanged.status === 0 && unchanged.slower.length === 0 ? '' : `an unchanged backend is flagged: ${unchanged.slower}`,
  slowed.status === 1 && slowed.slower.length === 1 && slowed.slower[0].startsWith('CSR')
    ? ''
    : `a sparse product that takes 20 % longer: flagged are ${slowed.slower.join(', ') || 'none'}`,
].filter(Boolean);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
