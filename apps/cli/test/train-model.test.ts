import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { loadModel } from '@nablajs/checkpoint';
import { Output } from '@nablajs/command-line';
import { type MemoryUsage, NablaError } from '@nablajs/core';
import { expect, it, onTestFinished, vi } from 'vitest';
import { evaluateModel } from '../src/evaluate-model.js';
import type { TrainSettings } from '../src/settings.js';
import { trainModel } from '../src/train-model.js';
import { idxFolder } from './idx-folder.js';
import { captured, trainStart } from './report-samples.js';
import { temporaryFolder } from './temporary-folder.js';

/** The folder whose disk is full. */
const full = vi.hoisted(() => ({ folder: '' }));

vi.mock('@nablajs/checkpoint', async (importOriginal) => {
  const real = await importOriginal<typeof import('@nablajs/checkpoint')>();
  const saveModel: typeof real.saveModel = (folder, ...rest) =>
    folder === full.folder
      ? Promise.reject(new NablaError('data', `saveModel: cannot write to ${folder}: ENOSPC: no space left on device.`))
      : real.saveModel(folder, ...rest);
  return { ...real, saveModel };
});

const NAIVE = fileURLToPath(new URL('../../../packages/core/dist/testing/index.js', import.meta.url));

/** The naive backend, which tells what was still held when it was disposed. */
const WATCHED = `
  import { createBackend as createNaive } from ${JSON.stringify(pathToFileURL(NAIVE).href)};
  export async function createBackend({ onDispose }) {
    const naive = await createNaive();
    return { ...naive, dispose: () => onDispose(naive.memory()) };
  }`;

/** Settings for the watched backend, and the list of what it held at each dispose. */
function watchedSettings(): { settings: TrainSettings; held: MemoryUsage[] } {
  const projectFolder = temporaryFolder({ 'backend.mjs': WATCHED });
  const held: MemoryUsage[] = [];
  const settings: TrainSettings = {
    ...trainStart.settings,
    projectFolder,
    backend: './backend.mjs',
    backendOptions: { onDispose: (memory: MemoryUsage) => held.push(memory) },
    data: idxFolder(),
    hidden: [6],
  };
  return { settings, held };
}

const NOTHING: MemoryUsage = { buffers: 0, bytes: 0 };

it('training and evaluation give back every tensor, and the backend once', async () => {
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
])('a final save that fails is a failure that says where the model is instead, in %s', async (_form, json) => {
  const { settings, held } = watchedSettings();
  const out = join(settings.projectFolder, 'model');
  const { streams, stdout } = captured();
  full.folder = out;
  const training = trainModel({ ...settings, out, json }, new Output({ quiet: true, ...streams }));
  const error: unknown = await training.catch((reason: unknown) => reason);
  full.folder = '';
  const message = error instanceof Error ? error.message : 'it did not fail';
  const [, rescued = ''] = /no space left.* The model was saved in (.*nabla-model-\w+)\.$/.exec(message) ?? [];
  onTestFinished(() => rmSync(rescued, { recursive: true, force: true }));
  expect(error, message).toMatchObject({ exitCode: 1 });
  expect(readdirSync(out)).toEqual([]);
  expect(held).toEqual([NOTHING]);
  if (json) expect(JSON.parse(stdout())).toMatchObject({ event: 'done', out: rescued, saveProblem: message });
  const { parameters, notes } = await loadModel(rescued);
  expect([...parameters.keys()]).toEqual(['0.bias', '0.weight', '2.bias', '2.weight']);
  const accuracy = json ? (JSON.parse(stdout()) as { testAccuracy: number }).testAccuracy : notes?.['accuracy'];
  expect(notes?.['accuracy']).toBe(accuracy);
});

it('gives the backend back where training fails', async () => {
  const { settings, held } = watchedSettings();
  const output = new Output({ quiet: true, ...captured().streams });
  const training = trainModel({ ...settings, learningRate: 1e30, epochs: 50 }, output);
  await expect(training).rejects.toEqual(expect.objectContaining({ code: 'non-finite' }));
  expect(held).toEqual([NOTHING]);
});
