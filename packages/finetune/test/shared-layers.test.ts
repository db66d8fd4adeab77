import { createBackend } from '@nablajs/backend-ts';
import { type Backend, Chain, Dense, dense, Graph, type Module, Network, predict, ReLU } from '@nablajs/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { splitModule } from '../src/features/split.js';
import { featuresOf } from '../src/index.js';

let backend: Backend;
beforeAll(async () => {
  backend = await createBackend();
});
afterAll(() => backend.dispose());

const inputShape = [4];
const x = dense(
  Float32Array.from({ length: 8 }, (_, at) => at - 3.5),
  [2, 4],
);

/** block(activation(block(x))): one block, called twice. */
const twice = (): Graph => {
  const layers: Module[] = [new Chain([new Dense(4), new ReLU(), new Dense(4)]), new ReLU()];
  const nodes = [0, 1, 0].map((layer, at) => ({ layer, inputs: [at] }));
  return new Graph({ inputs: 1, layers, nodes, outputs: 3 });
};

test('a layer that is called twice keeps its head', async () => {
  using network = new Network(backend, twice(), { inputShape, seed: 3 });
  const features = featuresOf({ module: network.module, inputShape, parameters: await network.parameters.read() });
  using base = new Network(backend, features.module, { inputShape, parameters: features.parameters });
  expect(await predict(base, x)).toEqual(await predict(network, x));
});

test('a layer that is called twice is not cut: both parts together compute what the whole does', async () => {
  const module = new Graph({
    inputs: 1,
    layers: [new Dense(4), twice()],
    nodes: [0, 1].map((layer) => ({ layer, inputs: [layer] })),
    outputs: 2,
  });
  using network = new Network(backend, module, { inputShape, seed: 3 });
  const { parameters } = network;
  const split = splitModule(module, module.build(inputShape), new Set(['1.0.2.weight', '1.0.2.bias']));
  if (split === undefined) throw new Error('expected a split behind the first layer');
  using lower = new Network(backend, split.lower, { inputShape, parameters });
  using upper = new Network(backend, split.upper, { inputShape: lower.outputShape, parameters });
  expect(lower.parameters.list.map(({ name }) => name)).toEqual(['0.weight', '0.bias']);
  expect(await predict(upper, await predict(lower, x))).toEqual(await predict(network, x));
  // In front of the block there is nothing.
  const own = twice();
  expect(splitModule(own, own.build(inputShape), new Set(['0.2.weight']))).toBeUndefined();
});
