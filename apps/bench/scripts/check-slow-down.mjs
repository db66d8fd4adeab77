/**
 * Does `compare` see a kernel that takes 20 % longer, and nothing where nothing changed? Three runs of a backend that is
 * backend-ts behind a file of its own: twice the same, then with a slower matmul. Ends with 1 where compare is wrong. Needs an idle machine and a build.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const BENCH = fileURLToPath(new URL('../bin/nabla-bench.js', import.meta.url));
const TS = pathToFileURL(createRequire(import.meta.url).resolve('@nablajs/backend-ts')).href;

/** Spins for a fifth of what the kernel took. */
const SLOW = `matmul: (...operands) => {
  const start = performance.now();
  const product = ts.matmul(...operands);
  const end = start + 1.2 * (performance.now() - start);
  while (performance.now() < end);
  return product;
},`;

const source = (changes) => `
  import { createBackend as createTs } from '${TS}';
  export async function createBackend() {
    const ts = await createTs();
    return { ...ts, ${changes} };
  }`;

const folder = mkdtempSync(join(tmpdir(), 'nabla-slow-down-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

function bench(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BENCH, ...args], { cwd: folder, encoding: 'utf8' });
  if (status === null || status > 1) throw new Error(`nabla-bench ${args.join(' ')} ended with ${status}: ${stderr}`);
  return { status, stdout };
}

function measure(name, changes) {
  writeFileSync(join(folder, 'backend.mjs'), source(changes));
  const method = ['--quick', '--launches', '4', '--rounds', '6'];
  bench('ops', ...method, '--backends', 'ts,./backend.mjs', '--json', name);
}

/** What compare says of every row of the wrapped backend. */
function compare(before, after) {
  const { status, stdout } = bench('compare', before, after, '--fail-over', '10%', '--json');
  const rows = JSON.parse(stdout).rows.filter(({ candidate }) => candidate === './backend.mjs');
  for (const { name, verdict, change } of rows) {
    console.log(`${before} to ${after}: ${name}: ${verdict}, ${(100 * (change?.median ?? 0)).toFixed(1)} %`);
  }
  return { status, slower: rows.filter(({ verdict }) => verdict === 'slower').map(({ name }) => name) };
}

measure('first.json', '');
measure('second.json', '');
measure('slow.json', SLOW);
const unchanged = compare('first.json', 'second.json');
const slowed = compare('second.json', 'slow.json');
const { machine } = JSON.parse(readFileSync(join(folder, 'slow.json'), 'utf8'));
console.log(`load ${machine.loadBefore.toFixed(2)} to ${machine.loadAfter.toFixed(2)}`);

const problems = [
  unchanged.status === 0 && unchanged.slower.length === 0 ? '' : `an unchanged backend is flagged: ${unchanged.slower}`,
  slowed.status === 1 && slowed.slower.length === 1 && slowed.slower[0].startsWith('matmul')
    ? ''
    : `a matmul that takes 20 % longer: flagged are ${slowed.slower.join(', ') || 'none'}`,
].filter(Boolean);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
