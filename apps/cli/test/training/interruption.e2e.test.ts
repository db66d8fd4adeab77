import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { idxFiles, idxFolder } from '../helpers/idx-folder.js';
import { nablaHere, nablaStopped } from '../helpers/run-here.js';
import { HAS_SIGNALS, jsonLines, startNabla } from '../helpers/run-nabla.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const ENDLESS = ['--backend', 'ts', '--hidden', '12', '--epochs', '100000000'];

describe('a signal', () => {
  const SIGNALS = [
    ['SIGINT', 130],
    ['SIGHUP', 129],
    ['SIGTERM', 143],
  ] as const;
  it.each(SIGNALS)('%s stops after the step, reports, saves, and exits with %i', async (signal, code) => {
    const folder = temporaryFolder();
    const out = join(folder, 'model');
    const kept = join(folder, 'run');
    const args = ['train', '--data', idxFolder(), ...ENDLESS, '--out', out, '--run', kept, '--json'];
    const result = await nablaStopped(args, [/"epoch":3,/, signal]);
    expect(result.stderr).toContain('nabla: stopping after the current step; press Ctrl-C again to stop at once.\n');
    const done = jsonLines(result).at(-1);
    expect(done).toMatchObject({ event: 'done', aborted: true, out });
    expect(done?.['epochs']).toBeGreaterThanOrEqual(3);
    expect(done?.['epochs']).toBeLessThan(100000000);
    expect(result.code).toBe(code);
    expect(result.stderr).toContain(`To continue: nabla train --resume ${kept}\n`);
    const resumed = await nablaHere(['train', '--resume', kept, '--epochs', '1', '--json']);
    expect(jsonLines(resumed)[0]).toMatchObject({ resumed: { steps: done?.['epochs'] } });

    const evaluation = await nablaHere(['evaluate', out, '--backend', 'ts', '--json']);
    expect(jsonLines(evaluation)[0]).toMatchObject({
      accuracy: done?.['testAccuracy'],
      confusionMatrix: done?.['confusionMatrix'],
    });
  });

  it('stops training in the middle of an epoch of many steps, with text output', async () => {
    const data = idxFolder({}, idxFiles(50_000, 40));
    const args = ['train', '--data', data, ...ENDLESS, '--preset', 'quick', '--batch-size', '1'];
    const { code, stdout } = await nablaStopped(args, [/Flattened test data shape/, 'SIGINT']);
    expect(stdout).not.toContain('Epoch 1/');
    expect(stdout).toMatch(
      /\nAccuracy on the test set: \d+\.\d\d%\n95% .*\nConfusion Matrix:\n\[\[[\s\S]*\nTraining time: \d+\.\d s\n$/,
    );
    expect(code).toBe(130);
  });

  it.skipIf(!HAS_SIGNALS)('that comes twice ends the process at once, in the middle of a step', async () => {
    const data = idxFolder({}, idxFiles(50_000, 40));
    const run = startNabla(['train', '--data', data, '--backend', 'ts', '--hidden', '1000', '--layout', 'dense']);
    await run.sees(/Flattened test data shape/);
    run.child.kill('SIGINT');
    await run.sees(/press Ctrl-C again/);
    run.child.kill('SIGINT');
    const { code, stdout } = await run.finished;
    expect(stdout).not.toContain('Accuracy');
    expect(code).toBe(130);
  });
});

it('a closed pipe ends training without an error', async () => {
  const run = startNabla(['train', '--data', idxFolder(), ...ENDLESS]);
  await run.sees(/Epoch 1\//);
  run.child.stdout?.destroy();
  const { code, stderr } = await run.finished;
  expect(stderr).toMatch(/^Backend ts: .*\n$/);
  expect(code).toBe(0);
});
