import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { loadModel } from '@nablajs/checkpoint';
import { Output } from '@nablajs/command-line';
import type { MemoryUsage } from '@nablajs/core';
import { expect, it, onTestFinished } from 'vitest';
import { evaluateModel } from '../../src/evaluation/evaluate-model.js';
import type { TrainSettings } from '../../src/settings/settings.js';
import { trainModel } from '../../src/training/train-model.js';
import { idxFolder } from '../helpers/idx-folder.js';
import { captured, trainStart } from '../helpers/report-samples.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const NAIVE = fileURLToPath(new URL('../../../../packages/core/dist/testing/index.js', import.meta.url));

/** The naive backend. It reports when training starts, and which memory is still in use when it is disposed. */
const WATCHED = `
  import { createBackend as createNaive } from ${JSON.stringify(pathToFileURL(NAIVE).href)};
  export async function createBackend({ onDispose, onMatmul }) {
    const naive = await createNaive();
    const matmul = (...args) => (onMatmul(), naive.matmul(...args));
    return { ...naive, matmul, dispose: () => onDispose(naive.memory()) };
  }`;

/** Returns settings for the watched backend, and the list of its memory use at each dispose. */
function watchedSettings(onMatmul = () => {}): { settings: TrainSettings; held: MemoryUsage[] } {
  const projectFolder = temporaryFolder({ 'backend.mjs': WATCHED });
  const held: MemoryUsage[] = [];
  const settings: TrainSettings = {
    ...trainStart.settings,
    projectFolder,
    backend: './backend.mjs',
    backendOptions: { onMatmul, onDispose: (memory: MemoryUsage) => held.push(memory) },
    data: idxFolder(),
    hidden: [6],
  };
  return { settings, held };
}

const NOTHING: MemoryUsage = { buffers: 0, bytes: 0 };

it('training and evaluation dispose every tensor, and the backend once', async () => {
  const { settings, held } = watchedSettings();
  const out = join(settings.projectFolder, 'model');
  const { streams, stdout } = captured();
  const output = new Output({ quiet: true, ...streams });
  expect(await trainModel({ ...settings, out, optimizer: 'adam', batchSize: 32 }, output)).toBe(0);
  const trained = stdout();
  await evaluateModel(out, { ...settings, data: undefined }, output);
  expect(held).toEqual([NOTHING, NOTHING]);
  const accuracy = /^Accuracy on the test set: .*\n/.exec(trained)?.[0];
  expect(stdout().slice(trained.length)).toContain(accuracy);
});

it.each([
  ['text', false],
  ['JSON', true],
])('a failed final save fails, and says where the model is instead, in %s', async (_form, json) => {
  const out = join(temporaryFolder(), 'model');
  // A file replaces the folder.
  const { settings, held } = watchedSettings(() => {
    rmSync(out, { recursive: true });
    writeFileSync(out, 'in the way');
  });
  const { streams, stdout } = captured();
  const training = trainModel({ ...settings, out, json }, new Output({ quiet: true, ...streams }));
  const error: unknown = await training.catch((reason: unknown) => reason);
  const message = error instanceof Error ? error.message : 'it did not fail';
  const [, rescued = ''] =
    /cannot write to .*EEXIST.* The model was saved in (.*nabla-model-\w+)\.$/.exec(message) ?? [];
  onTestFinished(() => rmSync(rescued, { recursive: true, force: true }));
  expect(error, message).toMatchObject({ exitCode: 1 });
  expect(readFileSync(out, 'utf8')).toBe('in the way');
  expect(held).toEqual([NOTHING]);
  if (json) expect(JSON.parse(stdout())).toMatchObject({ event: 'done', out: rescued, saveProblem: message });
  const { parameters, notes } = await loadModel(rescued);
  expect([...parameters.keys()]).toEqual(['0.bias', '0.weight', '2.bias', '2.weight']);
  const accuracy = json ? (JSON.parse(stdout()) as { testAccuracy: number }).testAccuracy : notes?.['accuracy'];
  expect(notes?.['accuracy']).toBe(accuracy);
});

it('a run that cannot write its checkpoints continues, warns once, and fails', async () => {
  const run = join(temporaryFolder(), 'run');
  const checkpoints = join(run, 'checkpoints');
  // A missing folder fails like a full disk, even for root.
  const { settings, held } = watchedSettings(() => {
    rmSync(checkpoints, { recursive: true });
    writeFileSync(checkpoints, 'in the way');
  });
  const { streams, stdout, stderr } = captured();
  const output = new Output({ quiet: true, ...streams });
  expect(await trainModel({ ...settings, run, epochs: 3 }, output)).toBe(1);
  expect(stderr().match(/cannot write the run's checkpoint .* Training continues\./g)).toHaveLength(1);
  expect(stdout()).toContain('Accuracy on the test set');
  expect(held).toEqual([NOTHING]);
});

it('disposes the backend if training fails', async () => {
  const { settings, held } = watchedSettings();
  const output = new Output({ quiet: true, ...captured().streams });
  const training = trainModel({ ...settings, learningRate: 1e30, epochs: 50 }, output);
  await expect(training).rejects.toEqual(expect.objectContaining({ code: 'non-finite' }));
  expect(held).toEqual([NOTHING]);
});
