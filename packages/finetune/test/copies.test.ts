import { createBackend } from '@nablajs/backend-ts';
import type { Backend } from '@nablajs/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { featuresOf, fineTune } from '../src/index.js';
import { convnetLayers, images, modelOf } from './networks.js';

let real: Backend;
beforeAll(async () => {
  real = await createBackend();
});
afterAll(() => real.dispose());

/** A backend that notes the shapes of what is uploaded, downloaded and copied. */
function watched(backend: Backend): { backend: Backend; seen: Record<'upload' | 'download' | 'multiply', string[]> } {
  const seen = { upload: [] as string[], download: [] as string[], multiply: [] as string[] };
  const own: Backend = {
    ...backend,
    upload: (data, shape, dtype) => {
      seen.upload.push(`${shape}`);
      return backend.upload(data, shape, dtype);
    },
    download: (x) => {
      seen.download.push(`${x.shape}`);
      return backend.download(x);
    },
    multiply: (a, b, shape) => {
      seen.multiply.push(`${shape}`);
      return backend.multiply(a, b, shape);
    },
  };
  return { backend: own, seen };
}

test.each([true, false])(
  'frozen weights are never copied in an epoch, with or without stored outputs',
  async (cache) => {
    const features = featuresOf(await modelOf(real, convnetLayers()));
    const { backend, seen } = watched(real);
    const frozen = `${features.parameters.get('0.weight')?.shape}`;
    const trained = `${features.parameters.get('4.weight')?.shape}`;
    const options = { outputs: 3, epochs: 2, batchSize: 12, unfreeze: 1, cache, save: () => undefined };
    let epochs = 0;
    for await (const event of fineTune(backend, features, { train: images(24, 1) }, options)) {
      if (event.type === 'epoch-start') for (const shapes of Object.values(seen)) shapes.length = 0;
      if (event.type === 'epoch-end') {
        const copied = Object.values(seen).flat();
        expect(copied).not.toContain(frozen);
        expect(copied.includes(trained)).toBe(event.stage === 1);
        epochs += 1;
      }
      if (event.type === 'fine-tuned') event.network.dispose();
    }
    expect(epochs).toBe(4);
  },
);

test('nothing is left on the backend when a run ends, fails or is left early', async () => {
  const features = featuresOf(await modelOf(real, convnetLayers()));
  const before = real.memory();
  const options = { outputs: 3, epochs: 2, batchSize: 12, unfreeze: 2 };
  const data = { train: images(24, 1), validation: images(12, 2) };
  for await (const event of fineTune(real, features, data, options)) {
    if (event.type === 'fine-tuned') event.network.dispose();
  }
  expect(real.memory()).toEqual(before);
  for (const stage of [0, 1]) {
    for await (const event of fineTune(real, features, data, options)) {
      if (event.type === 'batch' && event.stage === stage) break;
    }
    expect(real.memory()).toEqual(before);
  }
  const failing = fineTune(real, features, data, { ...options, save: () => Promise.reject(new Error('full')) });
  await expect(async () => {
    for await (const _ of failing);
  }).rejects.toThrow('full');
  expect(real.memory()).toEqual(before);
});
