/** Runs in their folders, in this process: what they keep, how they resume, and what they refuse. */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { openCheckpointFolder } from '@nablajs/checkpoint';
import { describe, expect, it, vi } from 'vitest';
import { RunEvents } from '../../src/runs/run-events.js';
import { idxFolder } from '../helpers/idx-folder.js';
import { nablaHere } from '../helpers/run-here.js';
import { jsonLines } from '../helpers/run-nabla.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const SMALL = ['--backend', 'ts', '--hidden', '12', '--optimizer', 'adam', '--batch-size', '16', '--json'];
const env = { NABLA_RUN: '' };

interface Line {
  readonly event: string;
  readonly epoch: number;
  readonly step?: number;
}

const linesOf = (folder: string, file: string): Line[] =>
  readFileSync(join(folder, file), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

/** Returns the events without their times. */
const eventsOf = (folder: string): object[] =>
  linesOf(folder, 'events.jsonl').map((line) => ('seconds' in line ? { ...line, seconds: 0 } : line));

const checkpointsOf = (folder: string): string[] =>
  readdirSync(join(folder, 'checkpoints'))
    .filter((name) => /^\d/.test(name))
    .sort();

const tensorsOf = (folder: string): Buffer =>
  readFileSync(join(folder, 'checkpoints', checkpointsOf(folder).at(-1) as string, 'tensors.safetensors'));

/** Starts a run in a new folder. Returns its data, its folder and its output. */
async function startRun(...flags: string[]) {
  const cwd = temporaryFolder();
  const data = idxFolder();
  const run = join(cwd, 'run');
  const result = await nablaHere(['train', '--data', data, ...SMALL, '--run', run, ...flags], { cwd, env });
  expect(result.code, result.stderr).toBe(0);
  return { cwd, run, data, result };
}

describe('a run', () => {
  it('keeps its settings, its events, the latest checkpoints and the best one', async () => {
    const { run, result } = await startRun('--epochs', '4', '--keep', '2', '--schedule', 'cosine', '--clip-norm', '1');
    expect(readdirSync(run).sort()).toEqual(['checkpoints', 'events.jsonl', 'results.json', 'run.json']);
    const { config, format, environment } = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8'));
    expect(format).toBe('nabla-run');
    expect(config).toMatchObject({
      preset: 'seed',
      epochs: 4,
      batchSize: 16,
      hidden: [12],
      backend: 'ts',
      layout: 'csr',
    });
    expect(config).toMatchObject({ schedule: 'cosine', clipNorm: 1, checkpointEvery: 1, keep: 2 });
    expect(environment).toMatchObject({ node: process.version });
    const events = linesOf(run, 'events.jsonl');
    expect(events.filter(({ event }) => event === 'batch')).toHaveLength(4 * 8);
    expect(events.at(-1)).toMatchObject({ event: 'done', epochs: 4, steps: 32, aborted: false });
    expect(checkpointsOf(run).length).toBeGreaterThanOrEqual(2);
    expect(checkpointsOf(run).at(-1)).toMatch(/^0004-epoch-4(-best)?$/);
    expect(jsonLines(result)[0]).toMatchObject({ event: 'start', run, schedule: 'cosine', clipNorm: 1 });
  });

  it('gets a new folder in runs by default, and none with --no-run', async () => {
    const cwd = temporaryFolder();
    const args = ['train', '--data', idxFolder(), ...SMALL, '--epochs', '1', '--preset', 'quick'];
    const result = await nablaHere(args, { cwd, env });
    const [name, ...others] = readdirSync(join(cwd, 'runs'));
    expect(name).toMatch(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-quick$/);
    expect(others).toEqual([]);
    expect(result.stderr).toContain(`Run ${join('runs', name as string)}\n`);
    rmSync(join(cwd, 'runs'), { recursive: true });
    expect((await nablaHere([...args, '--no-run'], { cwd, env })).code).toBe(0);
    expect(existsSync(join(cwd, 'runs'))).toBe(false);
  });

  it('has its events on the disk before a checkpoint that counts them', async () => {
    const saved: number[] = [];
    const sync = vi.spyOn(RunEvents.prototype, 'sync').mockImplementation(async () => {
      // Time in which a save that does not wait would end.
      await new Promise((resolve) => setTimeout(resolve, 20));
      saved.push(checkpointsOf(run).length);
    });
    const run = join(temporaryFolder(), 'run');
    const args = ['train', '--data', idxFolder(), ...SMALL, '--epochs', '3', '--run', run];
    const { code, stderr } = await nablaHere(args, { env });
    sync.mockRestore();
    expect(code, stderr).toBe(0);
    expect(saved).toEqual([0, 1, 2]);
  });

  it('is a model: its best checkpoint', async () => {
    const { run, result } = await startRun('--epochs', '2', '--early-stopping', '5');
    const evaluation = await nablaHere(['evaluate', run, '--json']);
    expect(evaluation.code, evaluation.stderr).toBe(0);
    // Early stopping leaves the weights of the best epoch.
    expect(jsonLines(evaluation)[0]?.['accuracy']).toBe(jsonLines(result).at(-1)?.['testAccuracy']);
  });

  it.each([
    [
      'a run',
      (folder: string) => writeFileSync(join(folder, 'run.json'), '{}'),
      'has a run. Continue it with --resume',
    ],
    ['files of yours', (folder: string) => writeFileSync(join(folder, 'thesis.txt'), ''), 'has other files'],
    [
      'a file of that name',
      (folder: string) => {
        rmSync(folder, { recursive: true });
        writeFileSync(folder, '');
      },
      '--run: ',
    ],
  ])('leaves %s alone', async (_what, prepare, message) => {
    const folder = join(temporaryFolder(), 'run');
    mkdirSync(folder);
    prepare(folder);
    const args = ['train', '--data', idxFolder(), ...SMALL, '--epochs', '1', '--run', folder];
    const { code, stderr } = await nablaHere(args);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});

describe('--resume', () => {
  it('gives the bits of a run that never stopped, from any checkpoint, even within an epoch', async () => {
    const flags = ['--epochs', '2', '--checkpoint-every', '3 steps', '--keep', '99', '--early-stopping', '1'];
    const { run, result } = await startRun(...flags);
    const whole = { events: eventsOf(run), tensors: tensorsOf(run), last: jsonLines(result).at(-1) };
    const names = checkpointsOf(run);
    expect(names.map((name) => name.replace(/-best$/, ''))).toEqual([
      ...['0001-epoch-1-step-3', '0002-epoch-1-step-6', '0003-epoch-1'],
      ...['0004-epoch-2-step-1', '0005-epoch-2-step-4', '0006-epoch-2-step-7', '0007-epoch-2'],
    ]);
    // Within the last epoch, at the end of an epoch, within the first epoch, and none; the slow tests try all.
    const left = process.env['NABLA_SLOW'] === '1' ? [6, 5, 4, 3, 2, 1, 0] : [5, 3, 1, 0];
    for (const kept of left) {
      // As if the process had died in the middle of a line.
      appendFileSync(join(run, 'events.jsonl'), '{"event":"batch","epo');
      for (const name of checkpointsOf(run).slice(kept)) rmSync(join(run, 'checkpoints', name), { recursive: true });
      const resumed = await nablaHere(['train', '--resume', run, '--json']);
      expect(resumed.code, resumed.stderr).toBe(0);
      expect(eventsOf(run)).toEqual(whole.events);
      expect(tensorsOf(run)).toEqual(whole.tensors);
      expect(jsonLines(resumed).at(-1)).toEqual({ ...whole.last, seconds: expect.any(Number) });
      const steps = [0, 3, 6, 8, 9, 12, 15][kept] as number;
      const again = { events: expect.any(Number), steps: 16 - steps };
      const line = { checkpoint: names[kept - 1] ?? null, steps, again };
      expect(linesOf(run, 'resumptions.jsonl').at(-1)).toMatchObject(line);
      if (kept === 0) expect(resumed.stderr).toContain('has no checkpoint yet, so it starts over');
    }
    expect(linesOf(run, 'resumptions.jsonl')).toHaveLength(left.length);
  });

  it('resumes the newest run in runs', async () => {
    const cwd = temporaryFolder();
    const args = ['train', '--data', idxFolder(), ...SMALL, '--epochs', '1'];
    for (const seed of ['1', '2']) await nablaHere([...args, '--seed', seed], { cwd, env });
    const resumed = await nablaHere(['train', '--resume', '--epochs', '2', '--json'], { cwd });
    expect(jsonLines(resumed)[0]).toMatchObject({ seed: 2, epochs: 2, resumed: { steps: 8 } });
    expect(jsonLines(resumed).filter(({ event }) => event === 'epoch-end')).toHaveLength(1);
  });

  it('continues for more epochs, and saves the model', async () => {
    const { cwd, run } = await startRun('--epochs', '1');
    const longer = await startRun('--epochs', '3');
    const out = join(cwd, 'model');
    const resumed = await nablaHere(['train', '--resume', run, '--epochs', '3', '--out', out, '--json']);
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(tensorsOf(run)).toEqual(tensorsOf(longer.run));
    expect(readdirSync(out).sort()).toEqual(['model.json', 'weights.safetensors']);
  });

  it('continues from the checkpoint before a damaged one', async () => {
    const { run } = await startRun('--epochs', '3');
    const tensors = tensorsOf(run);
    const [last] = checkpointsOf(run).slice(-1) as [string];
    truncateSync(join(run, 'checkpoints', last, 'tensors.safetensors'), 100);
    const resumed = await nablaHere(['train', '--resume', run, '--json']);
    expect(resumed.stderr).toContain('tensors.safetensors');
    expect(resumed.stderr).toContain('Continuing from the checkpoint before it.');
    expect(resumed.code).toBe(0);
    expect(tensorsOf(run)).toEqual(tensors);
  });

  it.each([
    [['--hidden', '7'], '--hidden: a resumed run keeps its settings. It was started with 12.'],
    [['--seed', '7'], '--seed: a resumed run keeps its settings. It was started with 0.'],
    [['--clip-norm', '7'], '--clip-norm: a resumed run keeps its settings. To change them, start a new run'],
    [['--no-run'], '--run: a resumed run keeps its settings'],
  ])('refuses %j', async (flags, message) => {
    const { run } = await startRun('--epochs', '1');
    const { code, stderr } = await nablaHere(['train', '--resume', run, ...flags]);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
    expect((await nablaHere(['train', '--resume', run, '--hidden', '12'])).code).toBe(0);
  });

  it('refuses other data and leaves the run as it is; a run that did not record its data continues', async () => {
    const { run, data } = await startRun('--epochs', '2');
    const labels = join(data, 't10k-labels-idx1-ubyte');
    const [whole, edited, events] = [
      readFileSync(labels),
      readFileSync(labels),
      readFileSync(join(run, 'events.jsonl')),
    ];
    edited[edited.length - 1] = 3;
    writeFileSync(labels, edited);
    const refused = await nablaHere(['train', '--resume', run, '--epochs', '3']);
    expect(refused.stderr).toContain('--resume: the data have changed since the run began, so it cannot continue.');
    expect(refused.code).toBe(1);
    expect(readFileSync(join(run, 'events.jsonl'))).toEqual(events);
    expect(existsSync(join(run, 'resumptions.jsonl'))).toBe(false);
    writeFileSync(labels, whole);
    const same = await nablaHere(['train', '--resume', run, '--epochs', '3']);
    expect([same.code, same.stderr]).toEqual([0, expect.not.stringContaining('changed')]);

    writeFileSync(labels, edited);
    const path = join(run, 'run.json');
    const { dataDigest, ...old } = { ...JSON.parse(readFileSync(path, 'utf8')), formatVersion: 1 };
    expect(dataDigest).toMatch(/^[0-9a-f]{64}$/);
    writeFileSync(path, JSON.stringify(old));
    const unknown = await nablaHere(['train', '--resume', run, '--epochs', '4']);
    expect(unknown.stderr).toContain('an older nabla started this run, so whether its data have changed since then is');
    expect(unknown.code).toBe(0);
  });

  it('names the layers that it was started with', async () => {
    const { run } = await startRun('--epochs', '1', '--layers', '[{ "type": "Flatten" }, { "type": "ReLU" }]');
    const { code, stderr } = await nablaHere(['train', '--resume', run, '--layers', '[{ "type": "Flatten" }]']);
    expect(stderr).toContain('--layers: a resumed run keeps its settings. It was started with Flatten,ReLU.');
    expect(code).toBe(2);
  });

  it.each([
    ['no such folder', undefined, 'is not the folder of a run', 2],
    ['no JSON', 'oh', 'not valid JSON', 1],
    ['another format', '{"format":"other"}', "not in nabla's format, at format", 1],
    ['a newer version', '{"format":"nabla-run","formatVersion":3}', 'a newer nabla wrote version 3', 1],
    ['too much', `"${'x'.repeat(1_000_000)}"`, 'expected at most 1000000 bytes', 1],
  ])('refuses %s', async (_what, text, message, code) => {
    const folder = temporaryFolder();
    if (text !== undefined) writeFileSync(join(folder, 'run.json'), text);
    const result = await nablaHere(['train', '--resume', folder]);
    expect(result.stderr).toContain(message);
    expect(result.stderr).toContain(folder);
    expect(result.code).toBe(code);
  });

  it('reports that there is no run', async () => {
    const { code, stderr } = await nablaHere(['train', '--resume'], { cwd: temporaryFolder() });
    expect(stderr).toMatch(/--resume: there is no run in .*runs\. Name the folder of a run/);
    expect(code).toBe(2);
  });

  it('runs no code that the folder names', async () => {
    const { run } = await startRun('--epochs', '1');
    const path = join(run, 'run.json');
    const evil = join(run, 'evil.mjs');
    writeFileSync(
      evil,
      `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(join(run, 'ran'))}, '');`,
    );
    writeFileSync(path, readFileSync(path, 'utf8').replace('"backend": "ts"', `"backend": ${JSON.stringify(evil)}`));
    const { code, stderr } = await nablaHere(['train', '--resume', run]);
    expect(stderr).toContain('To use it again, name it with --backend');
    expect(code).toBe(2);
    expect(existsSync(join(run, 'ran'))).toBe(false);
  });

  it('has one writer', async () => {
    const { run } = await startRun('--epochs', '1');
    const store = await openCheckpointFolder(join(run, 'checkpoints'));
    const { code, stderr } = await nablaHere(['train', '--resume', run]);
    await store.close();
    expect(stderr).toContain(`${process.pid}`);
    expect(code).toBe(1);
    expect(existsSync(join(run, 'resumptions.jsonl'))).toBe(false);
    expect((await nablaHere(['train', '--resume', run])).code).toBe(0);
  });
});
