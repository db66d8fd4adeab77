/** `nabla train --tensorboard`: where its events go, and that a resumed run continues to write them. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { idxFolder } from '../helpers/idx-folder.js';
import { nablaHere } from '../helpers/run-here.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const SMALL = ['--backend', 'ts', '--hidden', '12', '--batch-size', '30', '--epochs', '2', '--quiet'];

/** Starts a run in a new folder. */
async function startRun(...flags: string[]) {
  const cwd = temporaryFolder();
  const result = await nablaHere(['train', '--data', idxFolder(), ...SMALL, ...flags], { cwd });
  expect(result.code, result.stderr).toBe(0);
  return { cwd, run: join(cwd, 'run') };
}

/** Counts each tag in the last file of a folder. */
function tagsIn(folder: string): Record<string, number> {
  const text = readFileSync(join(folder, readdirSync(folder).sort().at(-1) as string), 'latin1');
  const tags = ['loss/step', 'learning_rate', 'loss/train', 'loss/validation', 'accuracy/validation'];
  return Object.fromEntries(tags.map((tag) => [tag, text.split(tag).length - 1]));
}

const times = (steps: number, epochs: number) => ({
  ...{ 'loss/step': steps, learning_rate: steps },
  ...{ 'loss/train': epochs, 'loss/validation': epochs, 'accuracy/validation': epochs },
});

it("writes to the run's folder, and a resumed run does too", async () => {
  const { run } = await startRun('--run', 'run', '--tensorboard');
  const folder = join(run, 'tensorboard');
  expect(tagsIn(folder)).toEqual(times(8, 2));
  expect(JSON.parse(readFileSync(join(run, 'run.json'), 'utf8')).config.tensorboard).toBe(true);
  expect((await nablaHere(['train', '--resume', run, '--epochs', '3', '--quiet'])).code).toBe(0);
  expect(readdirSync(folder)).toHaveLength(2);
  expect(tagsIn(folder)).toEqual(times(4, 1));
});

it('writes to a named folder, but a resumed run only if you name it again', async () => {
  const { cwd, run } = await startRun('--run', 'run', '--tensorboard', 'logs/first');
  const folder = join(cwd, 'logs', 'first');
  expect(tagsIn(folder)).toEqual(times(8, 2));
  expect(existsSync(join(run, 'tensorboard'))).toBe(false);
  expect((await nablaHere(['train', '--resume', run, '--epochs', '3', '--quiet'])).code).toBe(0);
  expect(readdirSync(folder)).toHaveLength(1);
  const again = ['train', '--resume', run, '--epochs', '4', '--quiet', '--tensorboard', folder];
  expect((await nablaHere(again)).code).toBe(0);
  expect(tagsIn(folder)).toEqual(times(4, 1));
});

it('never writes to a folder that the record of a run names', async () => {
  const { cwd, run } = await startRun('--run', 'run', '--tensorboard');
  const record = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8'));
  record.config.tensorboard = join(cwd, 'elsewhere');
  writeFileSync(join(run, 'run.json'), JSON.stringify(record));
  expect((await nablaHere(['train', '--resume', run, '--epochs', '3', '--quiet'])).code).toBe(0);
  expect(existsSync(join(cwd, 'elsewhere'))).toBe(false);
});

it('needs a folder without a run', async () => {
  const { cwd } = await startRun('--no-run', '--tensorboard', 'logs');
  expect(tagsIn(join(cwd, 'logs'))).toEqual(times(8, 2));
  const { code, stderr } = await nablaHere(['train', '--preset', 'seed', '--no-run', '--tensorboard'], { cwd });
  expect(stderr).toContain('--tensorboard: expected a folder, because there is no run to write to.');
  expect(code).toBe(2);
});
