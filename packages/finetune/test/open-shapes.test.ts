import { createBackend } from '@nablajs/backend-ts';
import { type Backend, Conv2d, Dense, dense, GlobalAveragePool, type Module, ReLU, Sequential } from '@nablajs/core';
import { sequenceDataset } from '@nablajs/datasets';
import { Embedding, GRU, MeanOverTime } from '@nablajs/sequences';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FineTuneData, featuresOf, fineTune } from '../src/index.js';
import { images } from './networks.js';

let backend: Backend;
beforeAll(async () => {
  backend = await createBackend();
});
afterAll(() => backend.dispose());

/** Of one length: a layer without a mask also sees the padding of a batch. */
const texts = (): FineTuneData => {
  const tokens = Array.from({ length: 12 }, (_, text) => Array.from({ length: 4 }, (_, at) => 1 + text + at));
  const labels = dense(
    Int32Array.from(tokens, (_, at) => at % 3),
    [tokens.length],
  );
  return { train: sequenceDataset(tokens, labels, { padding: 0 }) };
};
const conv = (): Module => new Conv2d(4, 3, { padding: 'same' });
const cases: readonly [string, () => Module[], (string | number)[], () => FineTuneData][] = [
  [
    ...['images of any size', () => [conv(), new ReLU(), conv(), new ReLU(), new GlobalAveragePool(), new Dense(3)]],
    ...[['height', 'width', 2], () => ({ train: images(12, 1) })],
  ] as never,
  [
    'texts of any length',
    () => [new Embedding(20, 6), new Dense(5), new MeanOverTime(), new Dense(3)],
    ['time'],
    texts,
  ],
  [
    'a GRU',
    () => [new Embedding(20, 6), new GRU(5, { returnSequences: true }), new GRU(6), new Dense(3)],
    ['time'],
    texts,
  ],
];

test.each(cases)(
  'blocks of a base for %s are trained as without stored outputs',
  async (_name, layers, shape, data) => {
    using network = new Sequential(backend, { layers: layers(), inputShape: shape as never, seed: 1 });
    const parameters = await network.parameters.read();
    const features = featuresOf({ module: network.module, parameters, inputShape: shape as never });
    const results: unknown[] = [];
    for (const cache of [true, false]) {
      const options = { outputs: 3, epochs: 2, batchSize: 4, seed: 5, unfreeze: 1, cache };
      for await (const event of fineTune(backend, features, data(), options)) {
        if (event.type !== 'fine-tuned') continue;
        expect(event.stages.map(({ name, freed, epochs }) => [name, freed, epochs])).toEqual([
          ['head', 0, 2],
          ['blocks', 1, 2],
        ]);
        results.push(await event.network.parameters.read());
        event.network.dispose();
      }
    }
    const [[name = ''] = []] = features.blocks;
    expect((results[0] as typeof parameters).get(`base.${name}`)).not.toEqual(parameters.get(name));
    expect(results[0]).toEqual(results[1]);
  },
);
