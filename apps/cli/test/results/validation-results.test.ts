/** Results on validation data have the same numbers as `evaluate`. */
import { loadBackend } from '@nablajs/command-line';
import { type Dataset, Dense, dense, predict, Sequential } from '@nablajs/core';
import { imageDataset, loadIdxFolder } from '@nablajs/datasets';
import { expect, it } from 'vitest';
import { DIGITS } from '../../src/data/task.js';
import { testModel } from '../../src/evaluation/test-model.js';
import { createNetwork } from '../../src/models/network.js';
import type { ClassificationResults, RegressionResults } from '../../src/results/results-schema.js';
import { validationResults } from '../../src/results/validation-results.js';
import { idxFiles, idxFolder } from '../helpers/idx-folder.js';

const examples = async (indices: Int32Array) =>
  Array.from(indices, (index) => ({ kind: 'row', cells: [['index', `${index}`]] }) as const);

it.each(['dense', 'csr'] as const)('of a classifier are those of its test, from %s images', async (layout) => {
  const { backend } = await loadBackend({ backend: 'ts', backendOptions: {}, projectFolder: process.cwd() });
  // More rows than are computed at a time.
  const { test } = await loadIdxFolder(idxFolder({}, idxFiles(20, 2100)), { classes: 10 });
  const data = imageDataset(test, { dtype: 'float32', layout, normalisation: { divisor: 255 }, classes: 10 });
  using model = createNetwork(backend, {
    inputShape: data.inputShape,
    hidden: [8],
    outputs: 10,
    dtype: 'float32',
    seed: 3,
  });
  const tested = await testModel(model, data, DIGITS);
  if (tested.task !== 'classification') throw new Error('no classification');
  const { accuracy, confusionMatrix } = tested;
  const results = (await validationResults(model, data, {
    task: DIGITS,
    examples,
    epochs: 4,
  })) as ClassificationResults;
  expect(results).toMatchObject({ epochs: 4, rows: 2100, notFinite: 0, accuracy, confusionMatrix });
  expect(results.mistakes).toHaveLength(24);
  await backend.dispose();
});

/** One number x, whose target is 2 x. */
const doubles = (y: (x: number) => readonly number[]): Dataset => ({
  length: 4,
  inputShape: [1],
  batch: (indices) => {
    const targets = [...indices].flatMap((x) => y(x));
    return {
      x: dense(Float32Array.from(indices), [indices.length, 1]),
      y: dense(Float32Array.from(targets), [indices.length, targets.length / indices.length]),
    };
  },
});

it('of a regression are in the units of its target', async () => {
  const { backend } = await loadBackend({ backend: 'ts', backendOptions: {}, projectFolder: process.cwd() });
  using model = new Sequential(backend, { inputShape: [1], layers: [new Dense(1)], seed: 1 });
  const outputs = await predict(model, dense(Float32Array.of(0, 1, 2, 3), [4, 1]));
  const task = { kind: 'regression', target: 'y', mean: 100, standardDeviation: 10 } as const;
  const results = (await validationResults(
    model,
    doubles((x) => [2 * x]),
    { task, examples, epochs: 1 },
  )) as RegressionResults;
  expect(results.pairs).toEqual([100, 120, 140, 160].map((truth, at) => [truth, (outputs.data[at] ?? 0) * 10 + 100]));
  await expect(
    validationResults(
      model,
      doubles((x) => [x, x]),
      { task, examples, epochs: 1 },
    ),
  ).rejects.toThrow('validationResults: expected a label or a target for each of 4 rows. Received [4, 2].');
  await backend.dispose();
});

it('of more than 100,000 examples use 100,000, evenly spaced', async () => {
  const { backend } = await loadBackend({ backend: 'ts', backendOptions: {}, projectFolder: process.cwd() });
  using model = new Sequential(backend, { inputShape: [1], layers: [new Dense(1)], dtype: 'float32', seed: 1 });
  const asked: number[] = [];
  // One target is far away: it is the largest error.
  const data: Dataset = {
    length: 250_000,
    inputShape: [1],
    batch: (indices) => ({
      x: dense(new Float32Array(indices.length), [indices.length, 1]),
      y: dense(
        Float32Array.from(indices, (index) => (index === 5 ? 9 : index % 2)),
        [indices.length, 1],
      ),
    }),
  };
  const results = (await validationResults(model, data, {
    task: { kind: 'regression', target: 'y', mean: 0, standardDeviation: 1 },
    epochs: 1,
    examples: (indices) => {
      asked.push(...indices);
      return examples(indices);
    },
  })) as RegressionResults;
  expect(results.rows).toBe(100_000);
  expect(results.largestErrors[0]).toMatchObject({ index: 5, truth: 9, example: { cells: [['index', '5']] } });
  expect(asked).toEqual(results.largestErrors.map(({ index }) => index));
  await backend.dispose();
});
