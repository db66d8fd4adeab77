/**
 * Checks the claims of a result with one run on this machine, idle or not. backend-ts as the baseline, an unchanged
 * copy of it, and one with an `exp` that takes 20 % longer take turns. Exits with 1 unless the slow one alone is
 * flagged. Needs a build; takes a minute.
 *
 * Each of 14 launches (new processes) gives the median of its rounds' ratios to the baseline. A row is flagged if at
 * least 12 of the 14 are on the same side of 1, and their median differs from 1 by more than 10 %. For equal
 * candidates, each median is above 1 with a probability of at most 1/2. P(Binomial(14, 1/2) >= 12) = 0.65 %, so an
 * unchanged row is flagged in at most 1.3 % of the runs. The slow one is missed only if at least three launches do not
 * show it: in 0.25 % of the runs if noise hides it in 2 % of the launches, in 3 % if in 5 %.
 *
 * The program's own interval must contain 1 for the unchanged row. It misses 1 in at most 2^-13 of the runs. `compare`
 * must report a change of more than 10 % for the slow row.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const BENCH = fileURLToPath(new URL('../bin/nabla-bench.js', import.meta.url));
const TS = pathToFileURL(createRequire(import.meta.url).resolve('@nablajs/backend-ts')).href;

const LAUNCHES = 14;
const ON_ONE_SIDE = 12;
const ROUNDS = 5;
const LEAST_CHANGE = 0.1;

/** Spins for a fifth of the kernel's time. */
const SLOW = `exp: (x) => {
  const start = performance.now();
  const y = ts.exp(x);
  const end = start + 1.2 * (performance.now() - start);
  while (performance.now() < end);
  return y;
},`;

const source = (changes) => `
  import { createBackend as createTs } from '${TS}';
  export async function createBackend() {
    const ts = await createTs();
    return { ...ts, ${changes} };
  }`;

const [BASELINE, SAME, SLOWER] = ['./baseline.mjs', './same.mjs', './slower.mjs'];
const folder = mkdtempSync(join(tmpdir(), 'nabla-method-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

function bench(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BENCH, ...args], { cwd: folder, encoding: 'utf8' });
  if (status === null || status > 1) throw new Error(`nabla-bench ${args.join(' ')} ended with ${status}: ${stderr}`);
  return stdout;
}

function measure() {
  for (const [name, changes] of Object.entries({ [BASELINE]: '', [SAME]: '', [SLOWER]: SLOW })) {
    writeFileSync(join(folder, name), source(changes));
  }
  const method = ['--quick', '--launches', `${LAUNCHES}`, '--rounds', `${ROUNDS}`];
  const candidates = ['--backends', [BASELINE, SAME, SLOWER].join(',')];
  bench('ops', '--filter', 'exp', ...method, ...candidates, '--json', 'run.json');
  return JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'));
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

/** Returns the median ratio to the baseline of each launch. */
function launchRatios(run, candidate) {
  const [samples, baseline] = [candidate, BASELINE].map((name) => resultOf(run, name).samples);
  if (samples.length !== LAUNCHES * ROUNDS || baseline.length !== samples.length) {
    throw new Error(
      `expected ${LAUNCHES * ROUNDS} rounds of each candidate. Received ${samples.length} of ${candidate}`,
    );
  }
  const ratios = samples.map((seconds, round) => seconds / baseline[round]);
  return Array.from({ length: LAUNCHES }, (_, launch) => median(ratios.slice(launch * ROUNDS, (launch + 1) * ROUNDS)));
}

const resultOf = ({ results }, name) => results.find(({ candidate }) => candidate === name);

/** The test described at the top. */
function verdict(ratios) {
  const middle = median(ratios);
  const above = ratios.filter((ratio) => ratio > 1).length;
  const below = ratios.filter((ratio) => ratio < 1).length;
  if (above >= ON_ONE_SIDE && middle > 1 + LEAST_CHANGE) return 'slower';
  return below >= ON_ONE_SIDE && middle < 1 / (1 + LEAST_CHANGE) ? 'faster' : 'same';
}

/** Writes the run as if only the baseline and one other candidate had been measured, the latter under another name. */
function writePart(run, candidate, file) {
  const kept = ({ name }) => name === BASELINE || name === candidate;
  const renamed = (name) => (name === candidate ? './backend.mjs' : name);
  const part = {
    ...run,
    candidates: run.candidates.filter(kept).map((one) => ({ ...one, name: renamed(one.name) })),
    results: run.results
      .filter((one) => kept({ name: one.candidate }))
      .map((one) => ({ ...one, candidate: renamed(one.candidate) })),
  };
  writeFileSync(join(folder, file), JSON.stringify(part));
}

/** Returns the change that `compare` reports from the unchanged candidate to the slow one. */
function comparedChange(run) {
  writePart(run, SAME, 'before.json');
  writePart(run, SLOWER, 'after.json');
  const { rows } = JSON.parse(bench('compare', 'before.json', 'after.json', '--json'));
  return rows.find(({ candidate }) => candidate === './backend.mjs').change.median;
}

const run = measure();
const { loadBefore, loadAfter } = run.machine;
console.log(`load ${loadBefore.toFixed(2)} to ${loadAfter.toFixed(2)}; ratios to the baseline, launch by launch:`);
const [same, slower] = [SAME, SLOWER].map((candidate) => {
  const ratios = launchRatios(run, candidate);
  const found = verdict(ratios);
  console.log(`${candidate}: ${ratios.map((ratio) => ratio.toFixed(2)).join(' ')}: ${found}`);
  return found;
});
const { low, high } = resultOf(run, SAME).ratio;
const change = comparedChange(run);
console.log(`the interval of the unchanged one: ${low.toFixed(3)} to ${high.toFixed(3)}`);
console.log(`compare reports for the slow one: ${(100 * change).toFixed(1)} %`);

const problems = [
  same === 'same' ? '' : `an unchanged backend is flagged: ${same}`,
  slower === 'slower' ? '' : `an exp that takes 20 % longer is not flagged: ${slower}`,
  low <= 1 && 1 <= high ? '' : 'the interval of an unchanged backend does not contain 1',
  change > LEAST_CHANGE ? '' : 'compare reports less than 10 % for an exp that takes 20 % longer',
].filter(Boolean);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
