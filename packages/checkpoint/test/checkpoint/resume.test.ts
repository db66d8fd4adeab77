/** A run that continues from a checkpoint on disk ends with the same bits as one that never stopped. */
import {
  Adam,
  type Dataset,
  Dense,
  Dropout,
  dense,
  evaluate,
  fit,
  ReLU,
  Sequential,
  SoftmaxCrossEntropy,
  sequentialFromConfig,
} from '@nablajs/core';
import { ModelCheckpoint, resumeFrom } from '@nablajs/core/callbacks';
import { createBackend } from '@nablajs/core/testing';
import { expect, test } from 'vitest';
import { loadModel, openCheckpointFolder, readCheckpointFolder } from '../../src/index.js';
import { bitsOf, temporaryFolder } from '../helpers.js';

const dataset: Dataset = {
  length: 12,
  inputShape: [2],
  batch: (rows) => ({
    x: dense(Float32Array.from([...rows].flatMap((row) => [row / 12, (row % 5) / 5])), [rows.length, 2]),
    y: dense(
      Int32Array.from(rows, (row) => row % 2),
      [rows.length],
    ),
  }),
};

test('a run continues from the end of an epoch and from the middle of one', async () => {
  const folder = temporaryFolder();
  const store = await openCheckpointFolder(folder, { keep: Number.POSITIVE_INFINITY });
  const backend = await createBackend();
  const run = async (epochs: number, resume?: ReturnType<typeof resumeFrom>) => {
    using network = new Sequential(backend, {
      inputShape: [2],
      layers: [new Dense(4), new ReLU(), new Dropout(0.2), new Dense(2)],
      seed: 3,
    });
    const { config, dtype } = network;
    const checkpoint = new ModelCheckpoint({
      everySteps: 2,
      save: async (state, { best }) => void (await store.save(state, { best, model: { config, dtype } })),
    });
    const optimizer = new Adam({ learningRate: 0.05 });
    const options = {
      loss: new SoftmaxCrossEntropy(),
      optimizer,
      epochs,
      batchSize: 4,
      seed: 3,
      validation: dataset,
      callbacks: [checkpoint],
    };
    await fit(network, dataset, resume === undefined ? options : { ...options, resume });
    const { loss } = await evaluate(network, dataset, { loss: new SoftmaxCrossEntropy() });
    return { bits: bitsOf(await network.parameters.read()), loss };
  };
  const whole = await run(3);
  const names = (await store.list()).map(({ name }) => name);
  expect(names.map((name) => name.replace(/^\d+-|-best$/g, ''))).toEqual([
    'epoch-1-step-2',
    'epoch-1',
    'epoch-2-step-1',
    'epoch-2',
    'epoch-3-step-2',
    'epoch-3',
  ]);
  for (const name of names.slice(0, -1)) {
    const { state } = await readCheckpointFolder(folder).load(name);
    expect((await run(3, resumeFrom(state))).bits).toEqual(whole.bits);
  }
  await store.close();

  // Loads the checkpoint as a model.
  const { config, dtype, parameters } = await loadModel(folder, { checkpoint: 'last' });
  expect(bitsOf(parameters)).toEqual(whole.bits);
  using network = sequentialFromConfig(backend, config, { dtype, parameters });
  expect((await evaluate(network, dataset, { loss: new SoftmaxCrossEntropy() })).loss).toBe(whole.loss);
});
