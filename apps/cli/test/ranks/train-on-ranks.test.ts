/** Distributed trainings on ranks in this process. `mpirun.slow.test.ts` does the same under MPI. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runHere } from '../../../../packages/command-line/test/run-here.js';
import { trainOnRanks } from '../../src/ranks/train-on-ranks.js';
import type { TrainSettings } from '../../src/settings/settings.js';
import { idxFolder } from '../helpers/idx-folder.js';
import { trainStart } from '../helpers/report-samples.js';
import { cleanEnvironment } from '../helpers/run-nabla.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';
import { weightsDigest } from '../helpers/weights-digest.js';
import { folderWithBook, shortEpochs } from '../text/book.js';
import { Aborted, fakeMpi } from './fake-mpi.js';

function settingsIn(folder: string): TrainSettings {
  return {
    ...trainStart.settings,
    ...{ backend: 'ts', hidden: [6], optimizer: 'adam', learningRate: 0.01, batchSize: 16, epochs: 3, keep: 1 },
    ...{ distributed: true, parts: 4, projectFolder: folder, data: idxFolder() },
    ...{ run: join(folder, 'run'), out: join(folder, 'model') },
  };
}

/** Trains on so many ranks; resolves to the exit code of each, and what was printed. */
async function trainOn(size: number, settings: TrainSettings) {
  const codes: number[] = [];
  const { stdout, stderr } = await runHere(
    async () => {
      const ends = fakeMpi(size).map(async (mpi) => {
        codes[mpi.rank] = await trainOnRanks(mpi, () => settings);
      });
      await Promise.all(ends);
      return 0;
    },
    { env: cleanEnvironment() },
  );
  return { codes, stdout, stderr };
}

const linesOf = (path: string): Record<string, unknown>[] =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('a training on several ranks', () => {
  it('has the same model, run and output on 1, 2 and 4 ranks', async () => {
    const made: object[] = [];
    for (const size of [1, 2, 4]) {
      const folder = temporaryFolder();
      const settings = settingsIn(folder);
      const { codes, stdout, stderr } = await trainOn(size, settings);
      expect(codes).toEqual(Array(size).fill(0));
      expect(stderr).toMatch(new RegExp(`^${size} ranks?, Fake MPI 1.2.3\nBackend ts: `));
      expect(stderr.match(/Backend ts/g)).toHaveLength(1);
      const events = linesOf(join(folder, 'run', 'events.jsonl')).map(({ seconds: _, ...event }) => event);
      made.push({
        weights: weightsDigest(join(folder, 'model')),
        stdout: stdout.replace(/^Training time.*/m, ''),
        events,
      });
      expect(readdirSync(join(folder, 'run')).sort()).toEqual([
        ...['checkpoints', 'events.jsonl', 'ranks', 'results.json', 'run.json'],
      ]);
    }
    expect(made[1]).toEqual(made[0]);
    expect(made[2]).toEqual(made[0]);
  });

  it('logs the parts of each rank, and records parts and ranks', async () => {
    const folder = temporaryFolder();
    await trainOn(2, { ...settingsIn(folder), epochs: 1, out: undefined });
    const run = join(folder, 'run');
    for (const [rank, parts] of [
      [0, [0, 1]],
      [1, [2, 3]],
    ] as const) {
      const [header, ...lines] = linesOf(join(run, 'ranks', `rank-${rank}.jsonl`));
      expect(header).toMatchObject({ rank, ranks: 2, library: 'Fake MPI 1.2.3', host: 'here', pid: process.pid });
      // 120 images in batches of 16: the last has 8.
      expect(lines).toEqual(Array.from({ length: 8 }, (_, at) => ({ epoch: 1, step: at + 1, parts })));
    }
    const { config, environment } = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8'));
    expect(config).toMatchObject({ parts: 4 });
    expect(config).not.toHaveProperty('distributed');
    expect(environment).toMatchObject({ ranks: '2 ranks, Fake MPI 1.2.3' });
  });

  it('resumes on another number of ranks, with the bits of a run that never stopped', async () => {
    const whole = temporaryFolder();
    await trainOn(1, settingsIn(whole));
    const folder = temporaryFolder();
    const settings = settingsIn(folder);
    await trainOn(4, { ...settings, epochs: 1, out: undefined });
    await trainOn(2, { ...settings, epochs: 2, out: undefined, resumes: true });
    const { stderr } = await trainOn(1, { ...settings, resumes: true });
    expect(stderr).toContain('continues after epoch 2');
    const [one, other] = [whole, folder].map((place) => weightsDigest(join(place, 'model')));
    expect(other).toBe(one);
    expect(linesOf(join(folder, 'run', 'ranks', 'rank-1.jsonl')).filter((line) => 'host' in line)).toHaveLength(2);
  });

  it('learns a text with the same bits on 1 and 2 ranks, and prints one sample an epoch', async () => {
    shortEpochs();
    const made = [];
    for (const size of [1, 2]) {
      const folder = folderWithBook();
      const gpt = { preset: 'gpt', context: 4, blocks: 1, width: 4, heads: 1, validation: 0.1, hidden: [] } as const;
      const files = { data: join(folder, 'book.txt'), run: join(folder, 'run'), out: join(folder, 'model') };
      const settings = { ...settingsIn(folder), ...gpt, ...files, batchSize: 4, epochs: 1, parts: 2 };
      const { codes, stdout } = await trainOn(size, settings);
      expect(codes).toEqual(Array(size).fill(0));
      expect(stdout.match(/ {2}\| /)).not.toBeNull();
      made.push({ weights: weightsDigest(files.out), stdout: stdout.replace(/^Training time.*/m, '') });
    }
    expect(made[1]).toEqual(made[0]);
  });

  it('keeps no run and no log without a run', async () => {
    const folder = temporaryFolder();
    const { codes } = await trainOn(2, { ...settingsIn(folder), run: false });
    expect(codes).toEqual([0, 0]);
    expect(existsSync(join(folder, 'run'))).toBe(false);
    expect(existsSync(join(folder, 'model'))).toBe(true);
  });

  it('stops after the same step on all ranks, and says how to continue', async () => {
    const folder = temporaryFolder();
    const training = trainOn(2, { ...settingsIn(folder), epochs: 1_000_000, out: undefined });
    await expect.poll(() => existsSync(join(folder, 'run', 'ranks', 'rank-1.jsonl'))).toBe(true);
    process.emit('SIGTERM');
    const { codes, stderr } = await training;
    expect(codes).toEqual([143, 143]);
    expect(stderr.match(/stopping after the current step/g)).toHaveLength(1);
    expect(stderr).toMatch(/To continue: nabla train --resume .*run\n$/);
    const steps = [0, 1].map((rank) => linesOf(join(folder, 'run', 'ranks', `rank-${rank}.jsonl`)).length);
    expect(steps[1]).toBe(steps[0]);
  });
});

/**
 * Trains on two ranks of which one fails. Resolves to its number, why it ended, and what was printed. If both fail,
 * wait for both: the second would print among the output of another test.
 */
async function failing(settings: TrainSettings, both = false) {
  let failure = { rank: -1, reason: undefined as unknown };
  const { stderr } = await runHere(
    async () => {
      // The other rank may wait forever: here, nothing ends its process.
      const ends = fakeMpi(2).map((mpi) =>
        trainOnRanks(mpi, () => settings).catch((reason: unknown) => ({ rank: mpi.rank, reason })),
      );
      failure = (await Promise.race(ends)) as typeof failure;
      if (both) await Promise.all(ends);
      return 0;
    },
    { env: cleanEnvironment() },
  );
  return { ...failure, stderr };
}

const NAIVE = new URL('../../../../packages/core/dist/testing/index.js', import.meta.url).href;

/** A backend of which the second in a process, that of rank 1, is another one. */
const secondIs = (code: string): string => `
  import { createBackend as create } from ${JSON.stringify(NAIVE)};
  let count = 0;
  export async function createBackend() {
    const backend = await create();
    count += 1;
    ${code}
    return backend;
  }`;

describe('a failure on one rank', () => {
  it('is told with its number, and ends all ranks', async () => {
    const folder = temporaryFolder({ 'backend.mjs': secondIs("if (count === 2) throw new Error('no such device');") });
    const failure = await failing({ ...settingsIn(folder), backend: './backend.mjs', out: undefined });
    const { rank, reason, stderr } = failure;
    expect(stderr).toContain(`nabla: rank ${rank}: backend './backend.mjs' could not be started: no such device\n`);
    expect(reason).toEqual(new Aborted(2));
  });

  it('such as another backend, is found before the first step', async () => {
    const folder = temporaryFolder({
      'backend.mjs': secondIs("if (count === 2) return { ...backend, name: 'other' };"),
    });
    const failure = await failing({ ...settingsIn(folder), backend: './backend.mjs', out: undefined });
    expect(failure.stderr).toMatch(/nabla: rank 1: --distributed: the backends differ: expected "\w+", as on rank 0\./);
    expect(failure).toMatchObject({ rank: 1, reason: new Aborted(1) });
  });

  it('if there are too many ranks for the parts, rank 0 tells it', async () => {
    const { rank, reason, stderr } = await failing({ ...settingsIn(temporaryFolder()), parts: 1 }, true);
    expect(stderr).toMatch(/^nabla: rank 0: --distributed: 2 ranks need 2 parts of each batch\. .*--parts 2.*\n/);
    expect(rank).toBe(0);
    expect(reason).toEqual(new Aborted(2));
  });
});
