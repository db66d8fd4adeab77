import { createBackend } from '@nablajs/backend-ts';
import { type Backend, Network, scope, type Tensor, tensor } from '@nablajs/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  graphModule,
  importOnnx,
  type OperatorFunction,
  runGraph,
  unsupportedOperators,
  writeOnnx,
} from '../src/index.js';
import { graph, host, node, noise } from './support/graphs.js';

let backend: Backend;
beforeAll(async () => {
  backend = await createBackend();
});
afterAll(() => backend.dispose());

const floats = (...values: number[]) => host('float32', [values.length], values);
const typesOf = (model: ReturnType<typeof graph>) => graphModule(model).module.definition.nodes.map(({ type }) => type);

test('constants are folded, and what nothing needs is left out', async () => {
  const model = graph({
    inputs: { x: ['n', 3] },
    outputs: ['y'],
    nodes: [
      node('Transpose', ['w'], ['turned']),
      node('Identity', ['x'], ['same']),
      node('Exp', ['x'], ['unused']),
      node('Shape', ['w'], ['shape']),
      node('Cast', ['shape'], ['sizes'], { to: 1 }),
      node('MatMul', ['same', 'turned'], ['product']),
      node('Div', ['product', 'two'], ['y']),
    ],
    constants: { w: noise([2, 3], 1, 'float32'), two: host('float32', [], [2]) },
  });
  const { module, parameters } = graphModule(model);
  expect(module.definition.nodes.map(({ type }) => type)).toEqual(['Dense', 'Div']);
  // The only weight has its name, in its new order.
  expect(Array.from(parameters, ([name, { shape }]) => [name, shape])).toEqual([['w', [3, 2]]]);
  const w = noise([2, 3], 1, 'float32').data;
  const made = await runGraph(backend, model, new Map([['x', host('float32', [1, 3], [1, 0, 0])]]));
  expect(made.get('y')?.data).toEqual(Float32Array.of((w[0] as number) / 2, (w[3] as number) / 2));
});

/** y = x + 1 or x * 3, by a condition. */
const branching = (condition: readonly ReturnType<typeof node>[]) => {
  const branch = (type: string, value: number) => ({
    kind: 'graph' as const,
    value: {
      ...{ name: type, inputs: [], outputs: [{ name: 'inner', type: 'float32' as const, shape: undefined }] },
      nodes: [node(type, ['x', 'own'], ['inner'])],
      constants: new Map([['own', host('float32', [], [value])]]),
    },
  });
  return graph({
    inputs: { x: ['n', 'time'] },
    outputs: ['y'],
    nodes: [
      ...condition,
      node('If', ['condition'], ['chosen'], { then_branch: branch('Add', 1), else_branch: branch('Mul', 3) }),
      node('Neg', ['chosen'], ['y']),
    ],
    constants: { five: host('int64', [], [5]), one: host('int64', [], [1]) },
  });
};

test('a branch with a constant condition stands in place of the If', () => {
  expect(typesOf(branching([node('Greater', ['five', 'one'], ['condition'])]))).toEqual(['Add', 'Neg']);
  expect(typesOf(branching([node('Less', ['five', 'one'], ['condition'])]))).toEqual(['Mul', 'Neg']);
});

test('a condition may depend on shapes', async () => {
  const { module, parameters, inputShape } = graphModule(
    branching([
      node('Shape', ['x'], ['shape']),
      node('Gather', ['shape', 'one'], ['time']),
      node('Less', ['time', 'five'], ['condition']),
    ]),
  );
  using network = new Network(backend, module, { inputShape, parameters });
  const forward = (values: number[]) => (network.forward(tensor(backend, [values])) as Tensor).data();
  expect(await forward([1, 2])).toEqual(Float32Array.of(-2, -3));
  expect(await forward([1, 2, 0, 0, 0])).toEqual(Float32Array.of(-3, -6, -0, -0, -0));
  expect(await forward([4, 4])).toEqual(Float32Array.of(-5, -5));
});

const double: OperatorFunction = {
  ...{ name: 'Scaled', domain: 'my', inputs: ['a'], outputs: ['b'], attributes: ['by'], opsets: { '': 21 } },
  defaults: { by: { kind: 'float', value: 2 } },
  nodes: [
    node('Constant', [], ['factor'], { value_float: { kind: 'reference', value: 'by', of: 'float' } }),
    node('Mul', ['a', 'factor'], ['b']),
  ],
};

test('functions of a file are inlined, with their attributes', async () => {
  const call = (input: string, output: string, attributes = {}) => ({
    ...node('Scaled', [input], [output], attributes),
    domain: 'my',
  });
  const model = graph({
    inputs: { x: ['n'] },
    outputs: ['y'],
    nodes: [call('x', 'z'), call('z', 'y', { by: { kind: 'float', value: 5 } })],
    functions: [double],
  });
  expect((await runGraph(backend, model, new Map([['x', floats(1, 2)]]))).get('y')?.data).toEqual(
    Float32Array.of(10, 20),
  );
  const endless = { ...double, nodes: [call('a', 'b')] };
  expect(() => graphModule({ ...model, functions: [endless] })).toThrow(/calls itself/);
});

test('lists every operator that is not supported', () => {
  const model = graph({
    inputs: { x: ['n', 2] },
    outputs: ['y'],
    nodes: [
      node('NonZero', ['x'], ['a']),
      node('Unique', ['x'], ['b']),
      node('Unique', ['b'], ['c']),
      { ...node('Thing', ['c'], ['y']), domain: 'other' },
    ],
  });
  expect(unsupportedOperators(model)).toEqual(
    new Map([
      ['Unique', 2],
      ['other::Thing', 1],
    ]),
  );
  expect(() => graphModule(model)).toThrow('not supported: Unique (2), other::Thing (1).');
});

test('images lie with the channels last between layers: only the input is permuted', () => {
  let permutations = 0;
  const counting: Backend = {
    ...backend,
    permute: (x, axes) => {
      permutations++;
      return backend.permute(x, axes);
    },
  };
  const pool = { kernel_shape: [2, 2], strides: [2, 2] };
  const model = graph({
    inputs: { x: ['n', 2, 8, 8] },
    outputs: ['y'],
    nodes: [
      node('Conv', ['x', 'w', 'bias'], ['c'], { kernel_shape: [3, 3], pads: [1, 1, 1, 1] }),
      node('Clip', ['c', 'zero', 'six'], ['r']),
      node('MaxPool', ['r'], ['p'], pool),
      node('Conv', ['p', 'v'], ['d'], { kernel_shape: [1, 1] }),
      node('Mul', ['d', 'scale'], ['m']),
      node('Concat', ['m', 'p'], ['j'], { axis: 1 }),
      node('Pad', ['j', 'pads'], ['q']),
      node('AveragePool', ['q'], ['a'], pool),
      node('ReduceMean', ['a', 'space'], ['y'], { keepdims: 0 }),
    ],
    constants: {
      w: noise([4, 2, 3, 3], 1, 'float32'),
      bias: noise([4], 2, 'float32'),
      v: noise([4, 4, 1, 1], 3, 'float32'),
      scale: noise([1, 4, 1, 1], 4, 'float32'),
      zero: host('float32', [], [0]),
      six: host('float32', [], [6]),
      pads: host('int64', [8], [0, 0, 1, 1, 0, 0, 1, 1]),
      space: host('int64', [2], [2, 3]),
    },
  });
  const { module, parameters, inputShape } = graphModule(model);
  using network = new Network(counting, module, { inputShape, parameters });
  expect(network.outputShape).toEqual([8]);
  permutations = 0;
  scope(() => {
    network.forward(tensor(counting, Array.from(noise([2 * 2 * 8 * 8], 5).data)).reshape([2, 2, 8, 8]));
  });
  expect(permutations).toBe(1);
});

test('bytes become a network', async () => {
  const model = graph({
    inputs: { x: ['n', 3] },
    outputs: ['y'],
    nodes: [node('Gemm', ['x', 'w', 'b'], ['h'], { transB: 1 }), node('Tanh', ['h'], ['y'])],
    constants: { w: noise([2, 3], 1, 'float32'), b: noise([2], 2, 'float32') },
  });
  using network = importOnnx(backend, writeOnnx(model));
  const x = host('float32', [1, 3], [1, 2, 3]);
  const y = (await runGraph(backend, model, new Map([['x', x]]))).get('y');
  expect(await (network.forward(tensor(backend, [[1, 2, 3]])) as Tensor).data()).toEqual(y?.data);
  expect(network.declaredShapes).toEqual([[3]]);
});
