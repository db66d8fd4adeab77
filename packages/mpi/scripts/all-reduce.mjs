/**
 * Compares `sum` of this package with MPI_Allreduce in a C program, in turns, on ranks of this machine. Needs a build,
 * and the addon for that MPI (`nabla-mpi build`).
 *
 *   --mpicc COMMAND    Default: mpicc
 *   --mpirun COMMAND   with its arguments. Default: mpirun
 *   --ranks N          Default: 2
 *   --lengths LIST     Default: 1,1000,10000,100000,1200000
 *   --rounds N         sums of each length in a launch. Default: 40
 *   --launches N       launches of each program. Default: 5
 *   --json             prints JSON
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: {
    mpicc: { type: 'string', default: 'mpicc' },
    mpirun: { type: 'string', default: 'mpirun' },
    ranks: { type: 'string', default: '2' },
    lengths: { type: 'string', default: '1,1000,10000,100000,1200000' },
    rounds: { type: 'string', default: '40' },
    launches: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
  },
});
const here = fileURLToPath(new URL('.', import.meta.url));
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Starts a program on the ranks, and returns what rank 0 measured. */
function launch(program) {
  const [mpirun, ...more] = options.mpirun.split(' ');
  const args = [...more, '-n', options.ranks, ...program, options.rounds, ...options.lengths.split(',')];
  const stdout = execFileSync(mpirun, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
}

function describe({ length, sum, allreduce, ratio, ratios }) {
  const [low, high] = [Math.min(...ratios), Math.max(...ratios)].map((value) => value.toFixed(2));
  const times = `sum ${sum.toFixed(4)} ms, MPI_Allreduce ${allreduce.toFixed(4)} ms`;
  return `${String(length).padStart(9)} float32: ${times}, ratio ${ratio.toFixed(2)} (${low} to ${high})`;
}

const folder = mkdtempSync(join(tmpdir(), 'nabla-all-reduce-'));
try {
  const program = join(folder, 'time-sum');
  execFileSync(options.mpicc, ['-O3', '-std=gnu11', join(here, 'time-sum.c'), '-o', program], { stdio: 'inherit' });
  const before = loadavg()[0];
  const launches = Array.from({ length: Number(options.launches) }, () => ({
    sum: launch([process.execPath, join(here, 'time-sum.mjs')]),
    allreduce: launch([program]),
  }));
  const rows = launches[0].sum.map(({ length }, at) => {
    const [sum, allreduce] = ['sum', 'allreduce'].map((name) => launches.map((one) => one[name][at].quartiles[1]));
    const ratios = sum.map((time, launch) => time / allreduce[launch]);
    return { length, sum: median(sum), allreduce: median(allreduce), ratio: median(ratios), ratios };
  });
  const load = [before, loadavg()[0]].map((value) => Number(value.toFixed(1)));
  if (options.json) console.log(JSON.stringify({ ranks: Number(options.ranks), load, rows }));
  else console.log([...rows.map(describe), `load of the machine: ${load.join(' before, ')} after`].join('\n'));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
