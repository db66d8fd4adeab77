import { createBackend } from '@nablajs/backend-ts';
import {
  Add,
  type Backend,
  Chain,
  Conv2d,
  Dense,
  Dropout,
  GlobalAveragePool,
  Graph,
  type Module,
  Network,
  named,
  ReLU,
  Softmax,
} from '@nablajs/core';
import { exportOnnx, graphModule, readOnnx } from '@nablajs/interchange';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Features, featuresOf, fineTune } from '../src/index.js';
import { images } from './networks.js';

let backend: Backend;
beforeAll(async () => {
  backend = await createBackend();
});
afterAll(() => backend.dispose());

const inputShape = [6, 6, 2];
const conv = () => new Conv2d(3, 3, { padding: 'same' });

/** x + conv(x), with dropout. */
const residual = () =>
  new Graph({
    inputs: 1,
    layers: [conv(), new Dropout(0.2), new Add()],
    nodes: [
      { layer: 0, inputs: [0] },
      { layer: 1, inputs: [1] },
      { layer: 2, inputs: [0, 2] },
    ],
    outputs: 3,
  });

/** A graph of blocks with a head. */
const flat = () => {
  const layers: Module[] = [
    conv(),
    new ReLU(),
    residual(),
    new ReLU(),
    residual(),
    new GlobalAveragePool(),
    new Dense(4),
  ];
  return new Graph({ inputs: 1, layers, nodes: layers.map((_, at) => ({ layer: at, inputs: [at] })), outputs: 7 });
};

/** The same, with the blocks in a chain of their own. */
const nested = () =>
  new Chain([
    ...[conv(), named('body', new Chain([new ReLU(), named('a', residual()), new ReLU(), named('b', residual())]))],
    ...[new GlobalAveragePool(), new Dense(4), new Softmax()],
  ]);

async function featuresIn(module: Module): Promise<Features> {
  using network = new Network(backend, module, { inputShape, seed: 2 });
  return featuresOf({ module, inputShape, parameters: await network.parameters.read() });
}

async function operators(): Promise<Features> {
  using network = new Network(backend, flat(), { inputShape, seed: 2 });
  return featuresOf(graphModule(readOnnx((await exportOnnx(network)).model)));
}

const cases: readonly [string, () => Promise<Features>][] = [
  ['a graph', () => featuresIn(flat())],
  ['a chain in a chain', () => featuresIn(nested())],
  ['operators', operators],
];

test.each(cases)('%s is split in front of its last block, with the bits of the whole', async (_name, make) => {
  const features = await make();
  const options = { outputs: 3, epochs: 2, batchSize: 12, seed: 5, unfreeze: 1 };
  const results: unknown[] = [];
  for (const cache of [true, false]) {
    for await (const event of fineTune(backend, features, { train: images(24, 1) }, { ...options, cache })) {
      if (event.type === 'stage-start') expect(event.cached).toBe(cache);
      if (event.type !== 'fine-tuned') continue;
      results.push(await event.network.parameters.read());
      event.network.dispose();
    }
  }
  expect(results[0]).toEqual(results[1]);
  const [[name = ''] = []] = features.blocks;
  expect((results[0] as Map<string, unknown>).get(`base.${name}`)).not.toEqual(features.parameters.get(name));
});
