/** Measures what the cost model needs: sums, and training steps with other ranks and without. */
import { execFileSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const TIME_SUM = path('../../../../packages/mpi/scripts/time-sum.mjs');
const CHECK = path('../../../../packages/mpi/bin/nabla-mpi.js');
const STEP_TIMES = path('step-times.mjs');

/** The numbers of ranks that are compared with the model. More than cores share the cores. */
const RANKS = [1, 2, 4];
const LENGTHS = [1, 100, 1_000, 4_000, 16_000, 64_000, 250_000, 1_000_000, 4_000_000];

/** Each workload with the number of steps to time. */
const WORKLOADS = [
  { title: 'MLP, full batch', workload: 'mlp', batchSize: 60_000, steps: 3 },
  { title: 'MLP, batch of 128', workload: 'mlp', batchSize: 128, steps: 100 },
  { title: 'convnet, batch of 128', workload: 'convnet', batchSize: 128, steps: 30 },
];

/** Rows per rank for which the projection knows the time: powers of two, and those of the full batch. */
function rowsOfProjection(batchSize) {
  const powers = Array.from({ length: 11 }, (_, at) => Math.ceil(batchSize / 2 ** at));
  return [...new Set(powers)].filter((rows) => rows >= 1);
}

/** Measures everything. `note` is called with a line for each part. */
export function measureAll({ mpirun, note }) {
  const [command, ...more] = mpirun.split(' ');
  const run = (ranks, args) => {
    const launch = ranks === 0 ? [process.execPath] : [command, ...more, '-n', String(ranks), process.execPath];
    const [program, ...words] = [...launch, ...args];
    const stdout = execFileSync(program, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
    return lines.map((line) => JSON.parse(line));
  };
  const loadBefore = loadavg()[0];
  const [{ library }] = run(1, [CHECK, 'check', '--json']);
  const sums = [2, 4].flatMap((ranks) => {
    note(`sums on ${ranks} ranks`);
    return run(ranks, [TIME_SUM, '60', ...LENGTHS.map(String)]).map(({ length, quartiles }) => ({
      ...{ ranks, bytes: 4 * length, milliseconds: quartiles },
    }));
  });
  const step = (ranks, options) => run(ranks, [STEP_TIMES, JSON.stringify(options)])[0];
  const workloads = WORKLOADS.map(({ title, ...options }) => {
    const measured = RANKS.map((ranks) => {
      note(`${title}: ${ranks} ranks`);
      const { milliseconds, parameters } = step(ranks, options);
      return { ranks, milliseconds, parameters };
    });
    const computing = RANKS.map((ranks) => {
      note(`${title}: what one of ${ranks} ranks computes`);
      return { ranks, milliseconds: step(0, { ...options, ranks }).milliseconds };
    });
    const shares = rowsOfProjection(options.batchSize).map((rows) => {
      note(`${title}: ${rows} rows on a rank`);
      // One of two ranks, each with one shard.
      const { milliseconds } = step(0, { ...options, batchSize: 2 * rows, count: 2, ranks: 2 });
      return { rows, milliseconds };
    });
    const [{ parameters }] = measured;
    return {
      ...{ title, batchSize: options.batchSize, parameters },
      measured: measured.map(({ ranks, milliseconds }) => ({ ranks, milliseconds })),
      computing,
      shares,
    };
  });
  const load = [loadBefore, loadavg()[0]].map((value) => Number(value.toFixed(2)));
  const [{ model }] = cpus();
  return {
    schema: 1,
    created: new Date().toISOString(),
    cpu: model,
    cores: cpus().length,
    library,
    load,
    sums,
    workloads,
  };
}
