/** What happens to a trained model if it cannot be saved in the requested folder. */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { idxFolder } from '../helpers/idx-folder.js';
import { nablaHere, nablaStopped } from '../helpers/run-here.js';
import { HAS_SIGNALS, jsonLines, startNabla } from '../helpers/run-nabla.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const SMALL = ['--backend', 'ts', '--hidden', '12', '--learning-rate', '0.1'];
const ENDLESS = ['--backend', 'ts', '--hidden', '12', '--epochs', '100000000'];

/** Evaluates the model in the folder, and returns its accuracy. */
async function accuracyOf(folder: string): Promise<unknown> {
  const evaluation = await nablaHere(['evaluate', folder, '--backend', 'ts', '--json']);
  expect(evaluation.code, evaluation.stderr).toBe(0);
  return jsonLines(evaluation)[0]?.['accuracy'];
}

const notedAccuracy = (folder: string): unknown =>
  (JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8')) as { notes: { accuracy: number } }).notes.accuracy;

describe.skipIf(!HAS_SIGNALS)('a final save that fails', () => {
  afterEach(() => void vi.unstubAllEnvs());

  it('saves in the temporary folder, says where, and fails', async () => {
    const [folder, TMPDIR] = [temporaryFolder(), temporaryFolder()];
    const out = join(folder, 'model');
    const args = ['train', '--data', idxFolder(), ...ENDLESS, '--out', out, '--json'];
    for (const name of ['TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, TMPDIR);
    // A file replaces the folder.
    const before = (): void => {
      renameSync(out, join(folder, 'moved'));
      writeFileSync(out, 'in the way');
    };
    const result = await nablaStopped(args, [/"epoch":3,/, 'SIGINT'], { before });
    const [rescued] = readdirSync(TMPDIR).filter((name) => name.startsWith('nabla-model-'));
    const path = join(TMPDIR, rescued ?? 'nothing was rescued');
    const done = jsonLines(result).at(-1);
    expect(done).toMatchObject({ event: 'done', out: path });
    expect(done?.['saveProblem']).toMatch(/cannot write to .*model.*EEXIST.* The model was saved in /);
    expect(result.stderr).toContain(`. The model was saved in ${path}.\n`);
    expect(result.code).toBe(1);
    expect(await accuracyOf(path)).toBe(done?.['testAccuracy']);
  });

  it('saves elsewhere if the disk is full; a disk that is full at the start is an error', async (context) => {
    const disk = temporaryFolder();
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk]);
    if (mounted.status !== 0) context.skip('a small file system cannot be mounted here: that takes root on Linux');
    onTestFinished(() => void spawnSync('umount', [disk]));
    const TMPDIR = temporaryFolder();
    const out = join(disk, 'model');
    const args = ['train', '--data', idxFolder(), ...ENDLESS, '--out', out, '--json'];
    vi.stubEnv('TMPDIR', TMPDIR);
    const fill = (): void => writeFileSync(join(disk, 'big'), Buffer.alloc(300_000));
    const before = (): void => expect(fill).toThrow(/ENOSPC/);
    const result = await nablaStopped(args, [/"epoch":3,/, 'SIGINT'], { before });
    const done = jsonLines(result).at(-1);
    expect(done?.['saveProblem']).toMatch(/ENOSPC/);
    expect(result.code).toBe(1);
    expect(String(done?.['out'])).toContain(TMPDIR);
    expect(await accuracyOf(String(done?.['out']))).toBe(done?.['testAccuracy']);
    expect(readdirSync(out)).toEqual([]);

    const again = await nablaHere(args);
    expect(again.stderr).toMatch(
      /nabla: --out: cannot save there: .*model: the model needs 0\.07 MB, but only 0\.00 MB are free/,
    );
    expect([again.stdout, again.code]).toEqual(['', 2]);
  });
});

describe('a model that replaces another', () => {
  it('says what it replaces, and needs --overwrite if it is worse', async () => {
    const folder = temporaryFolder();
    const out = join(folder, 'model');
    const train = (...flags: string[]) =>
      nablaHere(['train', '--data', idxFolder(), ...SMALL, '--json', '--out', out, ...flags]);
    const first = await train('--epochs', '5');
    const bad = jsonLines(first).at(-1)?.['testAccuracy'] as number;
    expect(jsonLines(first).at(-1)).not.toHaveProperty('replaced');

    const better = await train('--epochs', '60');
    const done = jsonLines(better).at(-1);
    const good = done?.['testAccuracy'] as number;
    expect(good).toBeGreaterThan(bad);
    expect(done).toMatchObject({ out, replaced: { accuracy: bad } });
    const shown = (accuracy: number) => `${(accuracy * 100).toFixed(2)}%`;
    expect(better.stderr).toContain(
      `Saved the model in ${out}. It replaces a model with an accuracy of ${shown(bad)}; ` +
        `the new one has an accuracy of ${shown(good)}\n`,
    );
    expect(better.code).toBe(0);

    const worse = await train('--epochs', '5');
    expect(worse.code).toBe(1);
    expect(worse.stderr).toContain(
      `${out} keeps its old model, which has an accuracy of ${shown(good)}; ` +
        `the new one has an accuracy of ${shown(bad)}. ` +
        `The model was saved in ${out}-2. Use --overwrite to replace the old one.\n`,
    );
    expect(jsonLines(worse).at(-1)).toMatchObject({
      out: `${out}-2`,
      saveProblem: expect.stringContaining('--overwrite'),
    });
    expect([notedAccuracy(out), await accuracyOf(`${out}-2`)]).toEqual([good, bad]);

    const asked = await train('--epochs', '5', '--overwrite');
    expect(jsonLines(asked).at(-1)).toMatchObject({ out, replaced: { accuracy: good } });
    expect([asked.code, notedAccuracy(out)]).toEqual([0, bad]);
    expect(readdirSync(folder).sort()).toEqual(['model', 'model-2']);
  });
});

it.skipIf(!HAS_SIGNALS)('a signal during the save ends the process after the save', async () => {
  const out = temporaryFolder();
  // The lock looks as if another process were saving there.
  const holder = { pid: 1, host: 'elsewhere', namespace: '', start: '', since: '', token: '0123456789abcdef' };
  const lock = join(out, 'model.json.nabla-lock');
  symlinkSync(JSON.stringify(holder), lock);
  const run = startNabla(['train', '--data', idxFolder(), ...SMALL, '--epochs', '40', '--out', out, '--json']);
  await run.sees(/"epoch":40,/);
  await pause(300);
  run.child.kill('SIGTERM');
  await run.sees(/stopping after the current step/);
  expect(readdirSync(out)).toEqual(['model.json.nabla-lock']);
  unlinkSync(lock);
  const result = await run.finished;
  expect(jsonLines(result).at(-1)).toMatchObject({ event: 'done', out });
  expect(result.code).toBe(143);
  await accuracyOf(out);
});

describe('saves the model even if the results cannot be written', () => {
  it.runIf(existsSync('/dev/full'))('to a full disk, and fails', async () => {
    const out = join(temporaryFolder(), 'model');
    const args = ['train', '--data', idxFolder(), ...SMALL, '--epochs', '40', '--out', out];
    const run = startNabla(args, { stdout: openSync('/dev/full', 'w') });
    const { code, stderr } = await run.finished;
    expect(stderr).toMatch(
      /nabla: stdout: the disk is full; free some space\. Training continues, and the model will be saved\.\n/,
    );
    expect(stderr.match(/Training continues/g)).toHaveLength(1);
    expect(stderr).toContain(`Saved the model in ${out}`);
    expect(code).toBe(1);
    await accuracyOf(out);
  });

  it('to a closed pipe', async () => {
    const out = join(temporaryFolder(), 'model');
    const run = startNabla(['train', '--data', idxFolder(), ...SMALL, '--epochs', '40', '--out', out]);
    run.child.stdout?.destroy();
    const { code, stderr } = await run.finished;
    expect(stderr).toContain('nabla: stdout was closed. Training continues, and the model will be saved.\n');
    expect(code).toBe(0);
    await accuracyOf(out);
  });
});

it('warns if training learned nothing', async () => {
  const args = ['train', '--data', idxFolder(), '--backend', 'ts', '--hidden', '4', '--epochs', '1', '--json'];
  const { code, stdout, stderr } = await nablaHere([...args, '--learning-rate', '1e-6']);
  const done = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Record<string, unknown>;
  expect(done).toMatchObject({ chance: 0.1, betterThanChance: false });
  expect(stderr).toMatch(/nabla: the accuracy of \d+\.\d\d% may be chance: .* gives 10\.00%\./);
  expect(code).toBe(0);
});
