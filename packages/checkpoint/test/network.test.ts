import { Dense, dense, predict, ReLU, Sequential, sequentialFromConfig } from '@nablajs/core';
import { createBackend } from '@nablajs/core/testing';
import { expect, test } from 'vitest';
import { loadModel, parametersOf, saveModel } from '../src/index.js';
import { temporaryFolder } from './helpers.js';

test.each(['float32', 'float64'] as const)('a %s network predicts the same after a save and a load', async (dtype) => {
  const backend = await createBackend();
  using network = new Sequential(backend, {
    inputShape: [3],
    layers: [new Dense(4), new ReLU(), new Dense(2)],
    dtype,
    seed: 7,
  });
  const parameters = await parametersOf(network);
  expect([...parameters].map(([name, { shape }]) => [name, shape])).toEqual([
    ['0.weight', [3, 4]],
    ['0.bias', [4]],
    ['2.weight', [4, 2]],
    ['2.bias', [2]],
  ]);
  const folder = temporaryFolder();
  await saveModel(folder, { config: network.config, dtype, parameters });

  const loaded = await loadModel(folder);
  using rebuilt = sequentialFromConfig(backend, loaded.config, loaded);
  const x = dense(dtype === 'float32' ? Float32Array.of(1, -2, 0.5) : Float64Array.of(1, -2, 0.5), [1, 3]);
  const expected = await predict(network, x);
  expect(expected.data.some((value) => value !== 0)).toBe(true);
  expect(await predict(rebuilt, x)).toEqual(expected);
});
