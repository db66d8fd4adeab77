import { createBackend } from '@nablajs/backend-ts';
import {
  Adam,
  type Backend,
  BatchNorm,
  Chain,
  Context,
  Dense,
  type DenseArray,
  dense,
  listOf,
  MeanSquaredError,
  type Module,
  Network,
  ReLU,
  scope,
  type Tensor,
  upload,
} from '@nablajs/core';
import { MultiHeadAttention } from '@nablajs/sequences';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { graphModule, toGraphModel } from '../src/index.js';
import { graph, node, noise } from './support/graphs.js';

let backend: Backend;
beforeAll(async () => {
  backend = await createBackend();
});
afterAll(() => backend.dispose());

const uploaded = ({ data, shape }: ReturnType<typeof noise>): Tensor =>
  upload(backend, dense(data as Float64Array, shape));

/** The network, and what comes back of it. */
async function both(module: Module, inputShape: readonly number[]): Promise<[Network, Network]> {
  const network = new Network(backend, module, { inputShape, dtype: 'float64', seed: 2 });
  const parameters = await network.parameters.read();
  const made = graphModule(toGraphModel({ module, parameters, inputShape, dtype: 'float64' }));
  const { inputShape: shape, ...rest } = made;
  return [
    network,
    new Network(backend, rest.module, { inputShape: shape, parameters: rest.parameters, dtype: 'float64' }),
  ];
}

/** Trains for some steps, and returns the parameters by their names in the network. */
async function trained(network: Network, x: Tensor, steps: number): Promise<Map<string, DenseArray>> {
  const optimizer = new Adam();
  const target = upload(backend, dense(new Float64Array(x.size), x.shape));
  for (let step = 1; step <= steps; step++) {
    scope(() => {
      const { gradients, updates } = network.pass(x, target, new MeanSquaredError(), { seed: 4, step });
      optimizer.step(network.parameters.trainable, gradients);
      for (const [name, update] of updates) network.parameters.get(name).adopt(update);
    });
  }
  target.dispose();
  return network.parameters.read();
}

test('modules of this library in a file train with their bits', async () => {
  const module = new Chain([new Dense(4), new BatchNorm(), new ReLU(), new Dense(4)]);
  const [network, back] = await both(module, [4]);
  const x = uploaded(noise([6, 4], 3));
  const [own, other] = [await trained(network, x, 3), await trained(back, x, 3)];
  expect(own.get('1.runningMean')?.data.some((value) => value !== 0)).toBe(true);
  expect(other).toEqual(own);
  for (const each of [network, back, x]) each.dispose();
});

test('a frozen norm of a file uses its running statistics and keeps them', async () => {
  const [network, back] = await both(new Chain([new BatchNorm(), new Dense(4)]), [4]);
  const x = uploaded(noise([6, 4], 3));
  for (const each of [network, back]) each.freeze('0');
  const [own, other] = [await trained(network, x, 2), await trained(back, x, 2)];
  expect(other).toEqual(own);
  expect(own.get('0.runningMean')?.data.every((value) => value === 0)).toBe(true);
  for (const each of [network, back, x]) each.dispose();
});

test('attention of a file drops weights while training, and only then', async () => {
  const module = new MultiHeadAttention({ heads: 2, dropout: 0.5 });
  const [network, back] = await both(module, [5, 4]);
  const x = uploaded(noise([2, 5, 4], 3));
  const target = uploaded(noise([2, 5, 4], 4));
  const lossOf = async (step: number): Promise<number> => {
    const loss = scope(() => back.pass(x, target, new MeanSquaredError(), { seed: 4, step }).loss);
    const value = await loss.item();
    loss.dispose();
    return value;
  };
  const [first, again, second] = [await lossOf(1), await lossOf(1), await lossOf(2)];
  expect(again).toBe(first);
  expect(second).not.toBe(first);
  const [y, same] = scope(() => [back.forward(x), network.forward(x)]) as [Tensor, Tensor];
  expect(await y.data()).toEqual(await same.data());
  for (const each of [network, back, x, target, y, same]) each.dispose();
});

test('each Dropout of a file draws numbers of its own', async () => {
  const model = graph({
    inputs: { x: ['float64', ['n', 40]] },
    outputs: ['a', 'b'],
    nodes: [node('Dropout', ['x'], ['a']), node('Dropout', ['x'], ['b'])],
  });
  const { module } = graphModule(model);
  const x = upload(backend, dense(new Float64Array(80).fill(1), [2, 40]));
  const context = new Context(new Map(), { draw: { seed: 1, step: 1 } });
  const [a, b, plain] = scope(() => [
    ...listOf<Tensor>(module.call(context, x)),
    listOf<Tensor>(module.call(new Context(new Map()), x))[0],
  ]) as [Tensor, Tensor, Tensor];
  const [first, second] = [await a.data(), await b.data()];
  expect(new Set(first)).toEqual(new Set([0, 2]));
  expect(second).not.toEqual(first);
  expect(await plain.data()).toEqual(await x.data());
  for (const each of [x, a, b, plain]) each.dispose();
});

test('a damaged config of a module is an error of one line', () => {
  const call = (config: unknown) =>
    graph({
      inputs: { x: ['n', 4] },
      outputs: ['y'],
      nodes: [{ ...node('LSTM', ['x'], ['y'], { config: JSON.stringify(config) }), domain: 'ai.nabla' }],
    });
  const make = () => graphModule(call({ type: 'LSTM', units: 2, 'retu\nSequences': true }));
  expect(make).toThrow(/^LSTM.*: LSTM: unknown option 'retu Sequences'/);
});
