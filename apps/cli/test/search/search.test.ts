/** Searches in this process: what they find and keep, how they resume, and what they refuse. */
import { appendFileSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { takeLock } from '@nablajs/checkpoint';
import { describe, expect, it } from 'vitest';
import { csv, rows } from '../helpers/points.js';
import { nablaHere } from '../helpers/run-here.js';
import { type JsonEvent, jsonLines } from '../helpers/run-nabla.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const env = { NABLA_RUN: '' };
const SEARCH = ['search', 'points.csv', '--target', 'side', '--backend', 'ts', '--search', 'found'];
const TRIED = ['--try', 'learningRate=0.0003..0.3', '--try', 'hidden=4,16x8', '--try', 'optimizer=adam,sgd'];

const folder = (): string => temporaryFolder({ 'points.csv': csv(['x', 'y', 'colour', 'side']) });
const read = (...path: string[]): string => readFileSync(join(...path), 'utf8');

/** Returns the lines of `trials.jsonl` without their times. */
const trialsOf = (search: string): JsonEvent[] =>
  jsonLines({ stdout: read(search, 'trials.jsonl') }).map((line) => ({ ...line, seconds: 0 }));

/** Returns the text of `trials.jsonl` without its times. */
const trialsTextOf = (search: string): string =>
  read(search, 'trials.jsonl').replace(/"seconds":[^,}]+/g, '"seconds":0');

async function searched(cwd: string, ...flags: string[]) {
  const result = await nablaHere([...SEARCH, ...flags], { cwd, env });
  expect(result.code, result.stderr).toBe(0);
  return { ...result, search: join(cwd, 'found') };
}

describe('nabla search', () => {
  it('finds the best trial, and its checkpoint and its command give the same score', async () => {
    const cwd = folder();
    const { search, stdout } = await searched(cwd, ...TRIED, '--trials', '4', '--epochs', '8', '--json');
    const events = jsonLines({ stdout });
    expect(events.map(({ event }) => event)).toEqual([
      'search-start',
      ...Array.from({ length: 4 }, () => ['trial-start', 'trial-end']).flat(),
      'search-end',
    ]);
    const trials = trialsOf(search);
    expect(events[0]).toMatchObject({ folder: search, trials: 4, finished: 0, seed: 0, grid: false, prune: true });
    expect(events[1]).toEqual({
      event: 'trial-start',
      trial: 1,
      values: trials[0]?.['values'],
      run: join(search, 'trial-001'),
    });
    const { scores, ...first } = trials[0] as JsonEvent & { scores: number[] };
    expect(events[2]).toEqual({ event: 'trial-end', ...first, seconds: expect.any(Number) });
    expect(scores).toHaveLength(8);
    const { best, command, checkpoint, aborted } = events.at(-1) as {
      best: { trial: number; score: number; bestEpoch: number };
      command: string;
      checkpoint: string;
      aborted: boolean;
    };
    expect(aborted).toBe(false);
    expect(best.score).toBe(Math.max(...trials.map(({ score }) => score as number)));
    expect(best.score).toBeGreaterThan(0.85);
    expect(scores.length).toBeGreaterThanOrEqual(best.bestEpoch);
    expect(existsSync(join(checkpoint, 'manifest.json'))).toBe(true);
    const run = `found/trial-00${best.trial}`;
    const evaluated = await nablaHere(['evaluate', run, '--json', '--backend', 'ts'], { cwd });
    expect(jsonLines(evaluated)[0]).toMatchObject({ accuracy: best.score });
    const trained = await nablaHere([...command.split(' ').slice(1), '--no-run', '--json'], { cwd });
    expect(jsonLines(trained).at(-1)).toMatchObject({ testAccuracy: best.score });
  });

  it('reads the data for each trial as nabla train does: each seed has its own validation examples', async () => {
    const cwd = folder();
    const { search } = await searched(cwd, '--try', 'seed=1,2', '--grid', '--epochs', '1');
    for (const { values, loss } of trialsOf(search)) {
      const { seed } = values as unknown as { seed: number };
      const args = ['points.csv', '--target', 'side', '--backend', 'ts', '--epochs', '1', '--seed', `${seed}`];
      const trained = await nablaHere(['train', ...args, '--no-run', '--json'], { cwd });
      expect(jsonLines(trained).at(-1)).toMatchObject({ event: 'done', testLoss: loss });
    }
  });

  it('prints a table, and how to train with the best values', async () => {
    const cwd = folder();
    const flags = ['--try', 'learningRate=0.0001,0.1', '--try', 'hidden=4,8x4', '--grid', '--epochs', '4'];
    const { stdout, stderr } = await searched(cwd, ...flags, '--optimizer', 'adam');
    const [header, ...lines] = stdout.trimEnd().split('\n');
    expect(header).toBe('rank  trial  accuracy    loss  epochs  learningRate  hidden  seconds   outcome');
    expect(
      lines
        .slice(0, 4)
        .map((line) => line.split(/ +/).slice(5, 7).join(' '))
        .sort(),
    ).toEqual(['0.0001 4', '0.0001 8x4', '0.1 4', '0.1 8x4']);
    expect(lines[4]).toMatch(
      new RegExp(
        '^Train with the best: nabla train points\\.csv --target side --preset table-fast --backend ts ' +
          '--epochs 4 --learning-rate 0\\.1 --hidden (4|8,4) --optimizer adam$',
      ),
    );
    expect(lines[5]).toMatch(/^Its run, which nabla evaluate and others accept as a model: found\/trial-00\d$/);
    expect(lines).toHaveLength(6);
    expect(stderr).toContain('Search found: 4 trials; learningRate 0.0001|0.1, hidden 4|8x4\n');
    expect(stderr).toMatch(/\nTrial 1 of 4: accuracy \d+\.\d\d%, finished \(learningRate 0\.0001, hidden 4\)\n/);
    expect(stderr).not.toContain('may be chance');
    const quiet = await nablaHere(['search', '--resume', 'found', '--quiet'], { cwd });
    expect(quiet).toEqual({ code: 0, stdout, stderr: '' });
  });

  it('stops trials below the median, but not with --no-prune', async () => {
    const cwd = folder();
    const flags = ['--try', 'learningRate=0.2,0.1,0.05,0.00001', '--grid', '--epochs', '3', '--optimizer', 'sgd'];
    const { search, stderr } = await searched(cwd, ...flags);
    const last = trialsOf(search)[3];
    expect(last).toMatchObject({ outcome: 'stopped', epochs: 2 });
    expect(last?.['scores']).toHaveLength(2);
    expect(stderr).toMatch(/Trial 4 of 4: accuracy \d+\.\d\d%, stopped at epoch 2 \(learningRate 0\.00001\)/);
    // A stopped trial is a normal run.
    const longer = await nablaHere(['train', '--resume', 'found/trial-004', '--json'], { cwd });
    expect(jsonLines(longer).at(-1)).toMatchObject({ epochs: 3 });
    await searched(cwd, ...flags, '--no-prune', '--search', 'whole');
    expect(trialsOf(join(cwd, 'whole')).map(({ epochs }) => epochs)).toEqual([3, 3, 3, 3]);
    expect(trialsOf(join(cwd, 'whole')).slice(0, 3)).toEqual(trialsOf(search).slice(0, 3));
  });

  it('continues after a failed trial', async () => {
    const cwd = folder();
    const flags = ['--try', 'learningRate=1e30,0.1', '--grid', '--epochs', '3', '--optimizer', 'sgd'];
    const { search, stdout } = await searched(cwd, ...flags);
    expect(trialsOf(search)).toMatchObject([
      {
        outcome: 'failed',
        error: expect.stringMatching(/^training: .* at epoch 1, step \d+\./),
        score: null,
        epochs: 0,
      },
      { outcome: 'finished', score: expect.any(Number) },
    ]);
    expect(stdout).toMatch(
      /\n2 {9}1 {9}- +- +0 +1e\+30 +\d\.\d {2}(the loss|a gradient|a weight) became .* at epoch 1, step \d+\n/,
    );
    const hopeless = [
      ...SEARCH,
      '--try',
      'learningRate=1e30,1e31',
      '--grid',
      '--optimizer',
      'sgd',
      '--search',
      'hopeless',
    ];
    const { code, stderr } = await nablaHere(hopeless, { cwd });
    expect(stderr).toMatch(/nabla: no trial has a score\. Try other values, such as lower learning rates\.\n$/);
    expect(code).toBe(1);
  });

  it('predicts numbers, by R2', async () => {
    const cwd = temporaryFolder({ 'points.csv': csv(['x', 'y', 'colour']) });
    const { search, stdout } = await searched(cwd, '--target', 'x', '--try', 'hidden=4,8', '--epochs', '2');
    expect(trialsOf(search)).toMatchObject([{ metric: 'r2' }, { metric: 'r2' }]);
    expect(stdout).toMatch(/^rank {2}trial +R2 +loss /);
  });

  it('takes fixed settings from a config file and the environment, and records them', async () => {
    const cwd = folder();
    writeFileSync(join(cwd, 'nabla.config.json'), '{ "epochs": 2, "hidden": [4], "out": "model", "run": "mine" }');
    const args = ['search', 'points.csv', '--target', 'side', '--try', 'hidden=2,3', '--trials', '5'];
    const result = await nablaHere(args, { cwd, env: { ...env, NABLA_BACKEND: 'ts', NABLA_LEARNING_RATE: '0.05' } });
    expect(result.code, result.stderr).toBe(0);
    const [name = ''] = readdirSync(join(cwd, 'searches'));
    expect(name).toMatch(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-table-fast$/);
    const search = join(cwd, 'searches', name);
    expect(JSON.parse(read(search, 'search.json'))).toMatchObject({
      ...{ format: 'nabla-search', formatVersion: 1, trials: [{ hidden: [2] }, { hidden: [3] }] },
      config: { epochs: 2, learningRate: 0.05, backend: 'ts', target: 'side', data: '../../points.csv' },
      space: [{ name: 'hidden', choices: [[2], [3]] }],
    });
    expect(JSON.parse(read(search, 'search.json')).config).not.toHaveProperty('hidden');
    expect(JSON.parse(read(search, 'trial-002', 'run.json')).config).toMatchObject({ hidden: [3], epochs: 2 });
    expect(readdirSync(cwd).sort()).toEqual(['nabla.config.json', 'points.csv', 'searches']);
  });

  it('releases every tensor, file and listener, for any number of trials', async () => {
    const naive = fileURLToPath(new URL('../../../../packages/core/dist/testing/index.js', import.meta.url));
    const backend = `
      import { createBackend as createNaive } from ${JSON.stringify(pathToFileURL(naive).href)};
      export async function createBackend() {
        const naive = await createNaive();
        return { ...naive, dispose: () => process.stderr.write(\`held \${JSON.stringify(naive.memory())}\\n\`) };
      }`;
    const cwd = temporaryFolder({ 'points.csv': csv(['x', 'side'], rows.slice(0, 40)), 'backend.mjs': backend });
    const files = (): number => (existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0);
    const listeners = (): number => process.listenerCount('SIGINT') + process.listenerCount('SIGTERM');
    const before = { files: files(), listeners: listeners() };
    const flags = [
      '--try',
      'seed=1..12',
      '--trials',
      '12',
      '--epochs',
      '1',
      '--hidden',
      '2',
      '--backend',
      './backend.mjs',
    ];
    const { stderr, search } = await searched(cwd, ...flags);
    expect(stderr.match(/held .*/g)).toEqual(['held {"buffers":0,"bytes":0}']);
    expect(listeners()).toBe(before.listeners);
    // The test runner sometimes opens files too.
    expect(files()).toBeLessThan(before.files + 10);
    expect(trialsOf(search)).toHaveLength(12);
  });
});

describe('nabla search --resume', () => {
  it('gives the results of a search that never stopped, wherever it was stopped', async () => {
    const cwd = folder();
    const flags = [...TRIED, '--trials', '6', '--epochs', '3', '--checkpoint-every', '4 steps', '--keep', '99'];
    const { search } = await searched(cwd, ...flags);
    const whole = trialsTextOf(search);
    expect(whole).toContain('"outcome":"stopped"');
    const lines = read(search, 'trials.jsonl').split('\n');
    for (const done of process.env['NABLA_SLOW'] === '1' ? [5, 4, 3, 1, 0] : [3]) {
      const copy = join(cwd, `cut-${done}`);
      cpSync(search, copy, { recursive: true });
      for (let trial = done + 2; trial <= 6; trial++) rmSync(join(copy, `trial-00${trial}`), { recursive: true });
      // As if the process had died in the middle of a line.
      const kept = lines.slice(0, done).map((line) => `${line}\n`);
      writeFileSync(join(copy, 'trials.jsonl'), `${kept.join('')}{"trial":${done + 1},"val`);
      const checkpoints = join(copy, `trial-00${done + 1}`, 'checkpoints');
      const names = readdirSync(checkpoints)
        .filter((name) => /^\d/.test(name))
        .sort();
      // Keep all of the trial's checkpoints, some of them, or none.
      const left = [names.length, names.length - 2, Math.floor(names.length / 2), 1, 0][done % 5] as number;
      for (const name of names.slice(left)) rmSync(join(checkpoints, name), { recursive: true });
      const resumed = await nablaHere(['search', '--resume', `cut-${done}`, '--json'], { cwd });
      expect(resumed.code, resumed.stderr).toBe(0);
      expect(trialsTextOf(copy)).toBe(whole);
      const [start] = jsonLines(resumed);
      expect(start).toMatchObject({ event: 'search-start', finished: done, trials: 6 });
    }
  });

  it('refuses data that have changed', async () => {
    const cwd = folder();
    const { search } = await searched(cwd, '--try', 'hidden=2,3', '--epochs', '1');
    const trials = read(search, 'trials.jsonl');
    writeFileSync(join(search, 'trials.jsonl'), `${trials.split('\n')[0]}\n`);
    const path = join(search, 'trial-001', 'run.json');
    writeFileSync(path, read(search, 'trial-001/run.json').replace(/"dataDigest": "\w{8}/, '"dataDigest": "00000000'));
    const { code, stderr } = await nablaHere(['search', '--resume', 'found'], { cwd });
    expect(stderr).toContain('--resume: the data have changed since the search began');
    expect(code).toBe(1);
  });

  it('starts a trial without a record over', async () => {
    const cwd = folder();
    const { search } = await searched(cwd, '--try', 'hidden=2,3', '--epochs', '2');
    const whole = trialsOf(search);
    rmSync(join(search, 'trial-001', 'run.json'));
    rmSync(join(search, 'trial-001', 'events.jsonl'));
    rmSync(join(search, 'trial-001', 'results.json'));
    rmSync(join(search, 'trials.jsonl'));
    const resumed = await nablaHere(['search', '--resume', 'found'], { cwd });
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(trialsOf(search)).toEqual(whole);
  });

  it('resumes the newest search', async () => {
    const cwd = folder();
    for (const hidden of ['2', '3']) {
      await nablaHere([...SEARCH, '--try', `hidden=${hidden}`, '--epochs', '1', '--search', `searches/of-${hidden}`], {
        cwd,
        env,
      });
    }
    const resumed = await nablaHere(['search', '--resume', '--json'], { cwd });
    expect(jsonLines(resumed)[0]).toMatchObject({ folder: join(cwd, 'searches', 'of-3') });
    const none = await nablaHere(['search', '--resume'], { cwd: temporaryFolder() });
    expect(none.stderr).toMatch(/--resume: there is no search in .*searches\. Name the folder of a search/);
    expect(none.code).toBe(2);
  });

  it('has one writer', async () => {
    const cwd = folder();
    const { search } = await searched(cwd, '--try', 'hidden=2', '--epochs', '1');
    const unlock = await takeLock(join(search, 'search.nabla-lock'));
    const { code, stderr } = await nablaHere(['search', '--resume', 'found'], { cwd });
    await unlock();
    expect(stderr).toMatch(new RegExp(`search\\.nabla-lock: .* of process ${process.pid} on`));
    expect(code).toBe(1);
    expect((await nablaHere(['search', '--resume', 'found'], { cwd })).code).toBe(0);
  });

  it('runs no code that the folder names, and reads only what nabla wrote', async () => {
    const cwd = folder();
    const { search } = await searched(cwd, '--try', 'hidden=2', '--epochs', '1');
    const resume = () => nablaHere(['search', '--resume', 'found'], { cwd });
    const [record, trials] = [read(search, 'search.json'), read(search, 'trials.jsonl')];
    const withRecord = async (text: string): Promise<string> => {
      writeFileSync(join(search, 'search.json'), text);
      return (await resume()).stderr;
    };
    expect(await withRecord(record.replace('"ts"', '"./evil.mjs"'))).toContain(
      'To use it again, name it with --backend',
    );
    expect(await withRecord('oh')).toContain('search.json: not valid JSON');
    expect(await withRecord(record.replace('"formatVersion": 1', '"formatVersion": 2'))).toContain(
      'a newer nabla wrote version 2',
    );
    expect(await withRecord(record.replace('"choices"', '"chosen"'))).toContain("not in nabla's format, at space.0");
    expect(await withRecord(record.replace(/"hidden": \[\s*2\s*\]/, '"out": "/tmp"'))).toContain('at trials.0');
    writeFileSync(join(search, 'search.json'), record);
    appendFileSync(join(search, 'trials.jsonl'), '{"trial":2}\n');
    expect((await resume()).stderr).toContain("trials.jsonl: line 2 is not in nabla's format");
    writeFileSync(join(search, 'trials.jsonl'), `${trials}${trials.replace('"trial":1', '"trial":2')}`);
    expect((await resume()).stderr).toContain('trials.jsonl has more trials than search.json');
  });
});

describe('refuses', () => {
  it.each([
    [[], '--try: expected a setting and its values, such as learningRate=0.001..0.1. Received none.'],
    [['--try', 'hidden=2', '--hidden', '3'], '--try hidden: --hidden fixes its value'],
    [['--try', 'hidden=2', '--trials', '0'], "--trials: expected a whole number of at least 1. Received '0'."],
    [['--try', 'hidden=2', '--trials', '10001'], '--trials: expected at most 10000. Received 10001.'],
    [['--try', 'hidden=2', '--trials', '5', '--grid'], '--trials: --grid tries every combination'],
    [['--try', 'hidden=2..9', '--grid'], '--grid: expected a list of values for hidden, such as hidden=2,9.'],
    [['--resume', 'found', '--try', 'hidden=2'], '--try: a resumed search keeps its settings.'],
    [['--resume', 'found', '--no-prune'], '--no-prune: a resumed search keeps its settings.'],
    [['--try', 'hidden=2', '--out', 'model'], "unknown option '--out'"],
  ])('%j', async (flags, message) => {
    const args = SEARCH.slice(0, flags[0] === '--resume' ? 1 : -2);
    const { code, stderr } = await nablaHere([...args, ...flags], { cwd: folder(), env });
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });

  it('a folder in use, bad data, and other settings for a resumed search', async () => {
    const cwd = folder();
    const tried = ['--try', 'hidden=2', '--epochs', '1'];
    const refused = async (args: readonly string[]): Promise<string> => {
      const { code, stderr } = await nablaHere(args, { cwd, env });
      expect(code).toBeGreaterThan(0);
      return stderr;
    };
    expect(await refused([...SEARCH.slice(0, 3), 'sid', ...SEARCH.slice(4), ...tried])).toContain(
      "Did you mean 'side'?",
    );
    expect(existsSync(join(cwd, 'found'))).toBe(false);
    await searched(cwd, ...tried);
    expect(await refused([...SEARCH, ...tried])).toContain('has a search. Continue it with --resume');
    expect(await refused([...SEARCH, ...tried, '--search', '.'])).toContain('has other files. Choose a new folder');
    expect(await refused(['search', '--resume', 'found', '--epochs', '5'])).toContain(
      '--epochs: a resumed search keeps its settings. It was started with 1. ' +
        'To change them, start a new search without --resume.',
    );
    expect(await refused(['search', '--resume', '.'])).toMatch(
      /--resume: .* is not the folder of a search: it has no search\.json/,
    );
    expect(await refused(['train', '--resume', 'found'])).toContain('is not the folder of a run');
  });
});
