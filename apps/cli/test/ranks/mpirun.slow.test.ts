/**
 * Distributed trainings under the first MPI of this machine. Without one they are skipped, and the summary says so;
 * with NABLA_REQUIRE_MPI=1 they fail.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { build, FOUND, type Mpi } from '../../../../packages/mpi/test/support/mpis.js';
import { idxFolder } from '../helpers/idx-folder.js';
import { nablaHere } from '../helpers/run-here.js';
import { type Finished, jsonLines, type Running, startNabla } from '../helpers/run-nabla.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';
import { weightsDigest } from '../helpers/weights-digest.js';

const [mpi] = FOUND;
if (mpi === undefined) {
  const title = 'NOT TESTED, there is no MPI. Run: apt-get install openmpi-bin libopenmpi-dev';
  if (process.env['NABLA_REQUIRE_MPI'] === '1') it(title, () => expect.fail(title));
  else it.skip(title, () => undefined);
}

/** Root is usual in a container. */
const ENV = { OMPI_ALLOW_RUN_AS_ROOT: '1', OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: '1', NABLA_RUN: '' };

/**
 * A busy machine may take longer than a second to save. Open MPI always waits so many seconds before it sends the ranks
 * SIGTERM, and again before it kills what is left.
 */
const TIME_TO_SAVE = { OMPI_MCA_odls_base_sigkill_timeout: '15' };

const SMALL = [
  ...['--backend', 'wasm', '--hidden', '12', '--optimizer', 'adam', '--batch-size', '16', '--epochs', '4'],
  ...['--parts', '8'],
];

describe.skipIf(mpi === undefined)(`nabla train --distributed under ${mpi?.name}`, () => {
  let data = '';

  beforeAll(() => void build(mpi as Mpi));

  beforeEach(() => {
    data = idxFolder();
  });

  const start = (ranks: number, ...args: string[]): Running => startWith(ENV, ranks, ...args);

  const startWith = (env: Record<string, string>, ranks: number, ...args: string[]): Running =>
    startNabla(['train', ...args, '--distributed'], { env, under: [...(mpi as Mpi).mpirun, '-n', `${ranks}`] });

  async function train(ranks: number, ...args: string[]): Promise<Finished> {
    const finished = await start(ranks, ...args).finished;
    expect(finished.code, finished.stderr).toBe(0);
    return finished;
  }

  /** Trains in this process, without MPI, but with as many parts. Returns the digest of the weights. */
  async function alone(...args: string[]): Promise<string> {
    const out = join(temporaryFolder(), 'model');
    const { code, stderr } = await nablaHere(['train', '--data', data, ...SMALL, ...args, '--out', out]);
    expect(code, stderr).toBe(0);
    return weightsDigest(out);
  }

  it('has the bits of one process on 1, 2, 4 and 8 ranks, one output, and a log for each rank', async () => {
    const expected = await alone();
    for (const ranks of [1, 2, 4, 8]) {
      const folder = temporaryFolder();
      const [out, run] = [join(folder, 'model'), join(folder, 'run')];
      const { stdout, stderr } = await train(ranks, '--data', data, ...SMALL, '--out', out, '--run', run);
      expect(weightsDigest(out)).toBe(expected);
      expect(stdout.match(/^Epoch 4\/4 /gm)).toHaveLength(1);
      expect(stderr).toMatch(new RegExp(`^${ranks} ranks?, \\d threads?.*, (Open MPI|MPICH) \\d.*\nBackend wasm: `));
      for (let rank = 0; rank < ranks; rank++) {
        const [header, ...lines] = linesOf(join(run, 'ranks', `rank-${rank}.jsonl`));
        expect(header).toMatchObject({ rank, ranks });
        const parts = Array.from({ length: 8 / ranks }, (_, at) => (rank * 8) / ranks + at);
        expect(lines).toHaveLength(4 * 8);
        expect(lines[0]).toEqual({ epoch: 1, step: 1, parts });
      }
    }
  });

  it('a killed rank ends all, and the run continues on other ranks with the same bits', async () => {
    const expected = await alone('--epochs', '400');
    const folder = temporaryFolder();
    const [out, run] = [join(folder, 'model'), join(folder, 'run')];
    const begin = ['--data', data, ...SMALL, '--run', run, '--checkpoint-every', '5 steps', '--quiet'];
    const training = start(4, ...begin, '--epochs', '1000000');
    await expect.poll(() => existsSync(join(run, 'checkpoints')) && countLines(run, 3) > 20).toBe(true);
    const pids = [0, 1, 2, 3].map((rank) => linesOf(join(run, 'ranks', `rank-${rank}.jsonl`))[0]?.['pid'] as number);
    process.kill(pids[2] as number, 'SIGKILL');
    const { code, signal } = await training.finished;
    expect([code, signal]).not.toEqual([0, null]);
    await expect.poll(() => pids.filter(isThere)).toEqual([]);
    const steps = linesOf(join(run, 'events.jsonl')).filter(({ event }) => event === 'batch').length;
    // The killed run must not be further than the run to compare with.
    expect(steps).toBeLessThan(400 * 8);
    await train(2, '--resume', run, '--epochs', '400', '--out', out);
    expect(weightsDigest(out)).toBe(expected);
  });

  it.each([
    ['mpirun', (running: Running) => running.child.pid as number],
    ['one rank', (_running: Running, run: string) => linesOf(join(run, 'ranks', 'rank-1.jsonl'))[0]?.['pid'] as number],
  ])('SIGTERM to %s stops all ranks after the same step, and saves', async (_who, pidOf) => {
    const run = join(temporaryFolder(), 'run');
    // mpirun forwards no output while it waits for the ranks. A rank that prints much would wait for it, too.
    const endless = ['--data', data, ...SMALL, '--run', run, '--epochs', '1000000', '--quiet'];
    const running = startWith({ ...ENV, ...TIME_TO_SAVE }, 2, ...endless);
    await expect.poll(() => countLines(run, 1) > 20).toBe(true);
    process.kill(pidOf(running, run), 'SIGTERM');
    const { code } = await running.finished;
    expect(code).toBeGreaterThan(0);
    expect(linesOf(join(run, 'events.jsonl')).at(-1)).toMatchObject({ event: 'done', aborted: true });
    expect(countLines(run, 0)).toBe(countLines(run, 1));
    const steps = countLines(run, 0) - 1;
    const resumed = await nablaHere(['train', '--resume', run, '--epochs', '1', '--json'], { env: { NABLA_RUN: '' } });
    expect(jsonLines(resumed)[0]).toMatchObject({ resumed: { steps } });
  });

  it('a failure on one rank is one line that names it', async () => {
    const cwd = temporaryFolder({
      'backend.mjs': `
        import { createBackend as create } from ${JSON.stringify(NAIVE)};
        export async function createBackend() {
          if (process.env.OMPI_COMM_WORLD_RANK === '1' || process.env.PMI_RANK === '1') throw new Error('no device');
          return await create();
        }`,
    });
    const failing = startNabla(['train', '--data', data, '--backend', './backend.mjs', '--distributed', '--no-run'], {
      cwd,
      env: ENV,
      under: [...(mpi as Mpi).mpirun, '-n', '2'],
    });
    const { code, stderr } = await failing.finished;
    expect(code).toBeGreaterThan(0);
    // mpirun sends the other rank a signal, and it may still say that it stops.
    expect(stderr.match(/^nabla: (?!stopping after).*$/gm)).toEqual([
      "nabla: rank 1: backend './backend.mjs' could not be started: no device",
    ]);
  });

  it('a wrong flag is told', async () => {
    const { code, stderr } = await start(2, '--epochs', '-1').finished;
    expect(code).toBeGreaterThan(0);
    // On a busy machine the other rank may be faster.
    expect(new Set(stderr.match(/^nabla: .*$/gm))).toEqual(
      new Set(["nabla: --epochs: expected a whole number of at least 1. Received '-1'."]),
    );
  });

  it('three ranks are refused', async () => {
    const { code, stderr } = await start(3, '--data', data, ...SMALL, '--no-run').finished;
    expect(code).toBeGreaterThan(0);
    expect(stderr).toMatch(
      /^nabla: rank \d: --distributed: expected 1, 2, 4, 8 or another power of two .* Received 3: /m,
    );
  });
});

const NAIVE = new URL('../../../../packages/core/dist/testing/index.js', import.meta.url).href;

function linesOf(path: string): Record<string, unknown>[] {
  const text = readFileSync(path, 'utf8');
  // A process that is writing or was killed may leave half a line.
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

/** The number of complete lines in the log of a rank; 0 if there is none yet. */
function countLines(run: string, rank: number): number {
  const path = join(run, 'ranks', `rank-${rank}.jsonl`);
  return existsSync(path) ? linesOf(path).length : 0;
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
