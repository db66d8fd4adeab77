/**
 * The addon with every library of MPI that is here: that on PATH, Debian's MPICH, and the wheels of PyPI. A skipped
 * test names what is missing. With NABLA_REQUIRE_MPI=1 it fails if there is none.
 */
import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { build, check, FOUND, MISSING, type Mpi, type Running, startAlone, startRanks } from './support/mpis.js';

describe.each(MISSING)('$name', ({ name, install }) => {
  const title = `NOT TESTED: ${name} is missing. Run: ${install}`;
  if (FOUND.length === 0 && process.env['NABLA_REQUIRE_MPI'] === '1') it(title, () => expect.fail(title));
  else it.skip(title, () => undefined);
});

/** The lines of JSON that ranks printed. */
const linesOf = (stdout: string): unknown[] =>
  stdout
    .split('\n')
    .filter((line) => /^[[{]/.test(line))
    .map((line) => JSON.parse(line));

/** Runs a scenario to its end. */
const run = (mpi: Mpi, ranks: number, scenario: string) => startRanks(mpi, ranks, scenario).ended;

/** The processes of the two ranks of the scenario `waits`, once they wait. */
async function processesOf(running: Running): Promise<number[]> {
  const pids = [];
  for (const rank of [0, 1]) pids.push(Number((await running.seen(new RegExp(`pid ${rank} (\\d+) waits`)))[1]));
  return pids;
}

/** Whether a process runs. One that has ended may still be listed until its parent asks for its exit code. */
function isRunning(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return /^[^Z]/.test(stdout.trim());
}

describe.each(FOUND)('$name', (mpi) => {
  let title = '';
  beforeAll(() => {
    const { library, file } = build(mpi);
    expect(file).toMatch(/nabla-mpi\.node$/);
    title = library.name;
  });

  it.each([1, 2, 4, 8])('gives the right bits on %i ranks', async (ranks) => {
    const { code, stdout, stderr } = await check(mpi, ranks);
    expect(stderr).toBe('');
    const [report] = linesOf(stdout) as [{ library: string; ranks: unknown[]; sums: number; broadcasts: number }];
    expect(report.library.startsWith(`${title} `)).toBe(true);
    expect([report.ranks.length, report.sums, report.broadcasts, code]).toEqual([ranks, 20, 10, 0]);
  });

  it('tells a rank its place', async () => {
    const { stdout, code } = await run(mpi, 2, 'facts');
    const facts = linesOf(stdout) as { rank: number }[];
    facts.sort((a, b) => a.rank - b.rank);
    const shared = { size: 2, localSize: 2, values: [1, 2], text: 'from 0', isSame: true, after: 'backend' };
    expect(facts).toEqual([0, 1].map((rank) => expect.objectContaining({ ...shared, rank, localRank: rank })));
    expect(code).toBe(0);
  });

  it('makes calls in their order', async () => {
    expect(linesOf((await run(mpi, 2, 'queue')).stdout)).toEqual([0, 1].map(() => [2, 7, 4, 2]));
  });

  it('lets timers run while a rank waits', async () => {
    expect(await run(mpi, 2, 'timers')).toMatchObject({ code: 0, stdout: expect.stringContaining('timers ran') });
  });

  it('leaves signals and processes to Node', async () => {
    const { stdout, code } = await run(mpi, 2, 'neighbours');
    expect(stdout.split('\n').filter((line) => line === 'memory access out of bounds, 42')).toHaveLength(2);
    expect(code).toBe(0);
  });

  it('opens on the main thread only', async () => {
    const { stdout, code } = await run(mpi, 1, 'worker');
    expect(stdout).toContain('MPI opens on the main thread only');
    expect(code).toBe(0);
  });

  it('closes by itself at the end', async () => {
    const { stdout, stderr, code } = await run(mpi, 2, 'leaves');
    expect([stdout.match(/left/g), stderr, code]).toEqual([['left', 'left'], '', 0]);
  });

  it('says so if arrays differ between ranks', async () => {
    const { stderr, code } = await run(mpi, 2, 'differs');
    expect(stderr).toMatch(
      /rank ([01]): sum: expected arrays of the same type and length on every rank\. That of rank/,
    );
    expect(code).not.toBe(0);
  });

  it('ends all ranks if one fails', async () => {
    const { stderr, code } = await run(mpi, 2, 'fails');
    expect(stderr).toContain('rank 1 has no data');
    expect(code).not.toBe(0);
  });

  it('ends all ranks if one leaves in the middle of a sum', async () => {
    expect((await run(mpi, 2, 'quits')).code).not.toBe(0);
  });

  it.each([0, 1])('aborts on request of rank %i, while rank 0 waits in a sum', async (rank) => {
    const running = startRanks(mpi, 2, 'waits');
    const pids = await processesOf(running);
    process.kill(pids[rank] ?? 0, 'SIGUSR2');
    // Its exit code, not a message: a launcher may end before it has passed one on.
    expect((await running.ended).code).toBe(3);
  });

  it.each([0, 1])('ends all ranks if rank %i is killed', async (rank) => {
    const running = startRanks(mpi, 2, 'waits');
    const pids = await processesOf(running);
    process.kill(pids[rank] ?? 0, 'SIGKILL');
    expect((await running.ended).code).not.toBe(0);
    for (const pid of pids) await expect.poll(() => isRunning(pid)).toBe(false);
  });
});

describe.runIf(FOUND.length > 0)('without mpirun', () => {
  it('is one rank', async () => {
    const { stdout, stderr, code } = await startAlone('facts').ended;
    expect(linesOf(stdout)).toEqual([
      expect.objectContaining({ rank: 0, size: 1, localRank: 0, localSize: 1, values: [0, 1], text: 'from 0' }),
    ]);
    expect([stderr, code]).toEqual(['', 0]);
  });
});
