/** The settings of distributed trainings: where they may come from, and what a resumed run keeps. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { idxFolder } from '../helpers/idx-folder.js';
import { nablaHere } from '../helpers/run-here.js';
import { jsonLines } from '../helpers/run-nabla.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

type Explained = Readonly<Record<string, { readonly value: unknown; readonly source: string }>>;

/** Rewrites the manifest of a checkpoint as nabla 0.1 wrote it. */
function asVersion1(manifest: string): void {
  const text = readFileSync(manifest, 'utf8')
    .replace('"version": 2', '"version": 1')
    .replace('"parts":4', '"chunkRows":2048,"shards":4')
    .replace(/,"(frozen|tied)":\[\]/g, '')
    .replace(/"sums":\{"names":\["loss"\],"numbers":\[([^,]+),\d+\]\}/, '"lossSum":$1');
  const sealed = text.slice(0, text.lastIndexOf('  "sha256"'));
  const digest = createHash('sha256').update(sealed).digest('hex');
  writeFileSync(manifest, `${sealed}  "sha256": "${digest}"\n}\n`);
}

/** Returns what `nabla config` says of the three settings. */
async function explained(args: string[], options: { cwd?: string; env?: Record<string, string> } = {}) {
  const { stdout, stderr } = await nablaHere(['config', '--preset', 'seed', '--json', ...args], {
    cwd: temporaryFolder(),
    ...options,
  });
  expect(stderr).toBe('');
  const { distributed, parts, threads } = JSON.parse(stdout).settings as Explained;
  return { distributed, parts, threads };
}

const from = (value: unknown, source: string) => expect.objectContaining({ value, source });

describe('without --distributed', () => {
  it('nothing is shared by default', async () => {
    expect(await explained([], { env: { NABLA_THREADS: '' } })).toEqual({
      distributed: from(false, 'default'),
      parts: from(null, 'default'),
      threads: from(null, 'default'),
    });
  });

  it('--parts alone cuts the batches in this process', async () => {
    expect(await explained(['--parts', '4'])).toMatchObject({
      distributed: from(false, 'default'),
      parts: from(4, 'flag'),
    });
  });
});

describe('with it', () => {
  it('there are 4 parts by default', async () => {
    expect(await explained(['--distributed'])).toMatchObject({
      distributed: from(true, 'flag'),
      parts: from(4, 'default'),
    });
  });

  it('flags override the environment, and that the config file', async () => {
    const config = JSON.stringify({ distributed: true, parts: 2, threads: 3 });
    const cwd = temporaryFolder({ 'nabla.config.json': config });
    const env = { NABLA_PARTS: '16', NABLA_THREADS: '5' };
    expect(await explained(['--threads', '7'], { cwd, env })).toEqual({
      distributed: from(true, 'file'),
      parts: from(16, 'environment'),
      threads: from(7, 'flag'),
    });
  });
});

it.each([
  [['--parts', '3'], '--parts: expected a power of two from 1 to 4096'],
  [['--parts', '0'], '--parts: expected a power of two from 1 to 4096'],
  [['--parts', '8192'], '--parts: expected a power of two from 1 to 4096'],
  [['--parts', '2.5'], '--parts: expected a power of two from 1 to 4096'],
  [['--threads', '65'], '--threads: expected a whole number from 1 to 64'],
])('refuses %j', async (flags, message) => {
  const { code, stderr } = await nablaHere(['train', ...flags]);
  expect(stderr).toBe(`nabla: ${message}. Received '${flags[1]}'.\n`);
  expect(code).toBe(2);
});

describe('a resumed run', () => {
  const env = { NABLA_RUN: '' };
  const SMALL = ['--backend', 'ts', '--hidden', '6', '--epochs', '1', '--batch-size', '16', '--json'];

  async function startRun(...flags: string[]): Promise<string> {
    const run = join(temporaryFolder(), 'run');
    const { code, stderr } = await nablaHere(['train', '--data', idxFolder(), ...SMALL, '--run', run, ...flags], {
      env,
    });
    expect(code, stderr).toBe(0);
    return run;
  }

  it('keeps its parts, and needs no ranks', async () => {
    const run = await startRun('--parts', '4');
    const { code, stdout, stderr } = await nablaHere(['train', '--resume', run, '--epochs', '2', '--json'], { env });
    expect(code, stderr).toBe(0);
    expect(jsonLines({ stdout })[0]).toMatchObject({ parts: 4 });
    expect(await explained(['--resume', run])).toMatchObject({ parts: from(4, 'run') });
  });

  it('cannot change its parts', async () => {
    const run = await startRun('--parts', '4');
    const { code, stderr } = await nablaHere(['train', '--resume', run, '--parts', '8'], { env });
    expect(stderr).toMatch(/^nabla: --parts: a resumed run keeps its settings\. It was started with 4\. /);
    expect(code).toBe(2);
  });

  it('without parts cannot be distributed', async () => {
    const run = await startRun();
    const { code, stderr } = await nablaHere(['config', '--resume', run, '--distributed'], { env });
    expect(stderr).toBe(
      `nabla: --distributed: the run in ${run} was started without --parts, so ranks cannot share its batches. ` +
        'Start a new run.\n',
    );
    expect(code).toBe(2);
  });

  it('that nabla 0.1 began has its shards as parts, and warns once that its bits differ', async () => {
    const run = await startRun('--parts', '4');
    const record = join(run, 'run.json');
    writeFileSync(record, readFileSync(record, 'utf8').replace('"parts": 4', '"shards": 4'));
    for (const name of readdirSync(join(run, 'checkpoints'), { recursive: true, encoding: 'utf8' })) {
      if (name.endsWith('manifest.json')) asVersion1(join(run, 'checkpoints', name));
    }
    const resume = (epochs: string) => nablaHere(['train', '--resume', run, '--epochs', epochs, '--json'], { env });
    const { code, stdout, stderr } = await resume('2');
    expect(stderr).toMatch(/nabla: an older nabla began this run, .* from here on its bits differ\.\n/);
    expect(code, stderr).toBe(0);
    expect(jsonLines({ stdout })[0]).toMatchObject({ parts: 4, resumed: { steps: expect.any(Number) } });
    expect((await resume('3')).stderr).not.toContain('older nabla');
  });

  it('takes the ranks and threads of this machine, from anywhere', async () => {
    const run = await startRun('--parts', '4');
    const cwd = temporaryFolder({ 'nabla.config.json': JSON.stringify({ distributed: true, parts: 2 }) });
    expect(await explained(['--resume', run], { cwd, env: { NABLA_THREADS: '2' } })).toEqual({
      distributed: from(true, 'file'),
      parts: from(4, 'run'),
      threads: from(2, 'environment'),
    });
  });
});

it('--threads has no effect on a backend without threads, and says so', async () => {
  const { code, stderr } = await nablaHere([
    ...['train', '--data', idxFolder(), '--backend', 'ts', '--hidden', '6', '--epochs', '1', '--threads', '2'],
  ]);
  expect(stderr).toContain(
    'nabla: --threads has no effect: only the backends wasm and native take it, and this is ts.\n',
  );
  expect(code).toBe(0);
});

it('--threads reaches the backend, more than the options of the config file', async () => {
  const config = JSON.stringify({ backend: 'wasm', backendOptions: { threads: 1 } });
  const cwd = temporaryFolder({ 'nabla.config.json': config });
  const train = ['train', '--data', idxFolder(), '--hidden', '6', '--epochs', '1'];
  expect((await nablaHere(train, { cwd })).stderr).toMatch(/^Backend wasm: .*, 1 thread, /);
  expect((await nablaHere([...train, '--threads', '2'], { cwd })).stderr).toMatch(/^Backend wasm: .*, 2 threads, /);
});
