import { join } from 'node:path';
import { loadModel, type SavedModel, saveModel } from '@nablajs/checkpoint';
import { Output } from '@nablajs/command-line';
import { expect, it } from 'vitest';
import { evaluateModel } from '../../src/evaluation/evaluate-model.js';
import { trainModel } from '../../src/training/train-model.js';
import { idxFolder } from '../helpers/idx-folder.js';
import { captured, trainStart } from '../helpers/report-samples.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const settings = { ...trainStart.settings, backend: 'ts', hidden: [6], json: true };

type Parameters = SavedModel['parameters'];

/** Trains, changes the saved parameters, and evaluates. */
async function evaluateChanged(change: (parameters: Parameters) => void) {
  const [data, out] = [idxFolder(), join(temporaryFolder(), 'model')];
  const ignored = new Output({ quiet: true, ...captured().streams });
  expect(await trainModel({ ...settings, data, out }, ignored)).toBe(0);
  const model = await loadModel(out);
  change(model.parameters);
  await saveModel(out, model);
  const { streams, stdout, stderr } = captured();
  const code = await evaluateModel(out, { ...settings, data: undefined }, new Output({ quiet: true, ...streams }));
  return { code, result: JSON.parse(stdout()) as Record<string, unknown>, stderr: stderr() };
}

/** Replaces the first elements of the output's bias, and evaluates. */
const evaluateWith = (values: readonly number[]) =>
  evaluateChanged((parameters) => parameters.get('2.bias')?.data.set(values));

const LOSS = 'nabla: the loss on the test set is NaN: expected a finite number. The accuracy means nothing.\n';

it.each([
  [[Number.NaN], '1 of 10 in 2.bias'],
  [[1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], '2 of 10 in 2.bias'],
])('reports weights of %j, and fails', async (values, where) => {
  const { code, result, stderr } = await evaluateWith(values);
  const remedy = 'Train it again at a lower learning rate.';
  const weights = `nabla: the model has weights that are NaN or infinite: ${where}. ${remedy}\n`;
  expect(stderr).toBe(weights + LOSS);
  expect(result).toMatchObject({ event: 'evaluation', loss: null });
  expect(code).toBe(1);
});

it('fails for a NaN loss with finite weights', async () => {
  const { code, stderr } = await evaluateChanged((parameters) => {
    parameters.get('0.bias')?.data.fill(100);
    parameters.get('2.weight')?.data.fill(3e38);
  });
  expect(stderr).toBe(LOSS);
  expect(code).toBe(1);
});

it('accepts finite weights and a finite loss', async () => {
  const { code, stderr } = await evaluateWith([0.5]);
  expect([code, stderr]).toEqual([0, '']);
});
