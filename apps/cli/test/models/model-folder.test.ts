import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadModel, saveModel } from '@nablajs/checkpoint';
import { createBackend } from '@nablajs/core/testing';
import { expect, it } from 'vitest';
import { loadTrained, saveTrained, type TrainedOn } from '../../src/models/model-folder.js';
import { createNetwork } from '../../src/models/network.js';
import { trainStart } from '../helpers/report-samples.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

async function save(folder: string, data: string | undefined) {
  using model = createNetwork(await createBackend(), {
    inputShape: [6],
    hidden: [4],
    outputs: 10,
    dtype: 'float64',
    seed: 1,
  });
  const settings = { ...trainStart.settings, data };
  const trainedOn: TrainedOn = {
    ...{ settings, epochs: 3, score: { name: 'accuracy', value: 0.5 }, layout: 'csr' },
    ...{ normalisation: { divisor: 255 }, form: undefined },
  };
  await saveTrained(folder, model, trainedOn);
  const [first] = model.parameters;
  return { config: model.config, firstWeights: await first?.value.data() };
}

it('loads a network and its training notes again', async () => {
  const root = temporaryFolder();
  const folder = join(root, 'models/one');
  const { config, firstWeights } = await save(folder, join(root, 'images'));
  const { network, ...rest } = await loadTrained(folder);
  expect(rest).toEqual({
    data: join(root, 'images'),
    layout: 'csr',
    epochChosen: false,
    sawAll: false,
    normalisation: { divisor: 255 },
  });
  expect([rest.form, rest.kept]).toEqual([undefined, undefined]);
  expect([network.config, network.dtype]).toEqual([config, 'float64']);
  expect([...network.parameters.keys()].sort()).toEqual(['0.bias', '0.weight', '2.bias', '2.weight']);
  expect(network.parameters.get('0.weight')).toEqual({ layout: 'dense', shape: [6, 4], data: firstWeights });
});

it('records the path of the data relative to the model, and MNIST as null', async () => {
  const root = temporaryFolder();
  const notes = (folder: string): unknown =>
    (JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8')) as { notes: unknown }).notes;
  await save(join(root, 'a'), join(root, 'images'));
  await save(join(root, 'b'), undefined);
  expect(notes(join(root, 'a'))).toMatchObject({ data: '../images', preset: 'seed', epochs: 3, accuracy: 0.5 });
  expect(notes(join(root, 'b'))).toMatchObject({ data: null });
  expect((await loadTrained(join(root, 'b'))).data).toBeUndefined();
});

it('refuses notes that nabla did not write', async () => {
  const folder = temporaryFolder();
  await save(folder, undefined);
  await saveModel(folder, { ...(await loadModel(folder)), notes: { layout: 'odd' } });
  await expect(loadTrained(folder)).rejects.toEqual(
    expect.objectContaining({
      code: 'data',
      message: expect.stringContaining("notes.layout is not in nabla's format"),
    }),
  );
});

it('assumes that a model without notes was trained on MNIST', async () => {
  const folder = temporaryFolder();
  await save(folder, 'images');
  const { config, dtype, parameters } = await loadModel(folder);
  await saveModel(folder, { config, dtype, parameters });
  const { network, ...rest } = await loadTrained(folder);
  expect(network.config).toEqual(config);
  expect(rest).toEqual({
    data: undefined,
    layout: 'dense',
    epochChosen: false,
    sawAll: false,
    normalisation: { divisor: 255 },
  });
});
