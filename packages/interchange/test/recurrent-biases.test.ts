/** Recurrent layers have one bias here and in Keras, and two in ONNX and PyTorch. */
import { createBackend } from '@nablajs/backend-ts';
import {
  type Backend,
  type DenseArray,
  dense,
  MeanSquaredError,
  Network,
  SGD,
  type Shape,
  scope,
  type Tensor,
  upload,
} from '@nablajs/core';
import { Bidirectional, GRU, LSTM, SimpleRNN } from '@nablajs/sequences';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportOnnx, type GraphModel, graphModule, type HostTensor, importOnnx, runGraph } from '../src/index.js';
import { graph, node, noise } from './support/graphs.js';

let backend: Backend;
beforeAll(async () => {
  backend = await createBackend();
});
afterAll(() => backend.dispose());

const uploaded = ({ data, shape }: ReturnType<typeof noise>): Tensor =>
  upload(backend, dense(data as Float64Array, shape));

/** Trains for a few steps with plain gradients; returns the outputs after that. */
async function trained(network: Network): Promise<number[]> {
  const [x, target] = [uploaded(noise([3, 4, 2], 8)), uploaded(noise([3, ...network.outputShape], 9))];
  const optimizer = new SGD({ learningRate: 0.5 });
  for (let step = 1; step <= 3; step++) {
    scope(() => {
      const { gradients } = network.pass(x, target, new MeanSquaredError(), { seed: 1, step });
      optimizer.step(network.parameters.trainable, gradients);
    });
  }
  const y = network.forward(x) as Tensor;
  const elements = await y.data();
  for (const tensor of [x, target, y]) tensor.dispose();
  return [...elements];
}

const MODULES = [
  ['an LSTM', new LSTM(3, { returnSequences: true }), 12],
  ['a GRU', new GRU(3, { resetAfter: false }), 9],
  ['a GRU with a bias behind its reset gate', new GRU(3, { resetAfter: true }), 12],
  ['a SimpleRNN', new SimpleRNN(3), 3],
  ['a layer of both directions', new Bidirectional(new LSTM(3)), 12],
] as const;

describe('a layer with one bias that went out to ONNX', () => {
  it.each(MODULES)('is trained as before: %s', async (_, module, columns) => {
    using network = new Network(backend, module, { inputShape: [4, 2], dtype: 'float64', seed: 4 });
    const values = await network.parameters.read();
    for (const [name, { shape }] of values) {
      if (shape.length === 1) values.set(name, dense(noise(shape, name.length).data as Float64Array, shape));
    }
    network.parameters.load(values);
    using back = importOnnx(backend, (await exportOnnx(network)).model, { dtype: 'float64' });
    const biases = back.parameters.list.filter(({ name }) => /bias$/.test(name)).map(({ value }) => value.shape);
    expect(biases).toEqual(
      module instanceof Bidirectional
        ? [
            [1, columns],
            [1, columns],
          ]
        : [[1, columns]],
    );
    const expected = await trained(network);
    const received = await trained(back);
    for (const [at, value] of received.entries()) expect(value).toBeCloseTo(expected[at] as number, 12);
    // The file has two biases again.
    using again = importOnnx(backend, (await exportOnnx(back)).model, { dtype: 'float64' });
    expect([...again.parameters.tensors].map(([name, { shape }]) => [name, shape])).toEqual(
      [...back.parameters.tensors].map(([name, { shape }]) => [name, shape]),
    );
    const x = noise([3, 4, 2], 8);
    const [a, b] = scope(() => [back.forward(uploaded(x)), again.forward(uploaded(x))]) as [Tensor, Tensor];
    expect([...(await b.data())]).toEqual([...(await a.data())]);
  });
});

/** Expects the bias `b` of a file as a parameter of a shape, and as the file has it on the way out. */
function expectBias(model: GraphModel, shape: Shape, inFile: HostTensor): void {
  const { module, parameters } = graphModule(model);
  const own = parameters.get('b');
  expect(own?.shape).toEqual(shape);
  const { data } = own as DenseArray;
  expect(module.weightInFile('b', { type: 'float64', shape, data: data as Float64Array })).toEqual(inFile);
}

it('two biases of a file, as PyTorch writes them, are both trained', async () => {
  const bias = noise([1, 16], 3);
  const model = graph({
    inputs: { x: [4, 'n', 2] },
    outputs: ['last'],
    nodes: [
      node('LSTM', ['x', 'w', 'r', 'b'], ['', 'h'], { hidden_size: 2 }),
      node('Squeeze', ['h', 'axis'], ['last']),
    ],
    constants: {
      w: noise([1, 8, 2], 1),
      r: noise([1, 8, 2], 2),
      b: bias,
      axis: { type: 'int64', shape: [1], data: new Float64Array(1) },
    },
  });
  expectBias(model, [1, 16], bias);
});

it('a file whose second bias is 0 computes the same with one', async () => {
  const bias = noise([2, 16], 3);
  for (const row of [0, 16]) bias.data.fill(0, row + 8, row + 16);
  const model = graph({
    inputs: { x: ['float64', [4, 'n', 2]] },
    outputs: ['y'],
    nodes: [node('LSTM', ['x', 'w', 'r', 'b'], ['y'], { hidden_size: 2, direction: 'bidirectional' })],
    constants: { w: noise([2, 8, 2], 1), r: noise([2, 8, 2], 2), b: bias },
  });
  expectBias(model, [2, 8], bias);
  const x = noise([4, 3, 2], 5);
  const { b, ...rest } = Object.fromEntries(model.constants);
  const computed = { ...model, inputs: [...model.inputs, { name: 'b', type: 'float64' as const, shape: [2, 16] }] };
  const both = { ...computed, constants: new Map(Object.entries(rest)) };
  const expected = await runGraph(
    backend,
    both,
    new Map([
      ['x', x],
      ['b', b as typeof bias],
    ]),
    { dtype: 'float64' },
  );
  const received = await runGraph(backend, model, new Map([['x', x]]), { dtype: 'float64' });
  expect([...(received.get('y')?.data ?? [])]).toEqual([...(expected.get('y')?.data ?? [])]);
});
