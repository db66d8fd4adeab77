import { createBackend } from '@nablajs/backend-ts';
import {
  Adam,
  type Backend,
  BatchNorm,
  Conv2d,
  Dense,
  dense,
  GlobalAveragePool,
  MaxPool2d,
  MeanSquaredError,
  Network,
  networkFromConfig,
  permute,
  ReLU,
  Sequential,
  scope,
  type Tensor,
  tensor,
  upload,
} from '@nablajs/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { graphModule, OPERATOR_LAYERS } from '../src/index.js';
import { graph, host, node, noise } from './support/graphs.js';

let backend: Backend;
beforeAll(async () => {
  backend = await createBackend();
});
afterAll(() => backend.dispose());

const mlp = () =>
  graph({
    inputs: { x: ['n', 4] },
    outputs: ['y'],
    nodes: [
      node('Gemm', ['x', 'w1', 'b1'], ['h'], { transB: 1 }),
      node('Relu', ['h'], ['a']),
      node('MatMul', ['a', 'w2'], ['p']),
      node('Add', ['p', 'b2'], ['y']),
    ],
    constants: { w1: noise([8, 4], 1), b1: noise([8], 2), w2: noise([8, 3], 3), b2: noise([3], 4) },
  });

const networkOf = (model: ReturnType<typeof graph>, dtype: 'float64' | 'float32' = 'float64') => {
  const { module, parameters, inputShape } = graphModule(model);
  return new Network(backend, module, { inputShape, parameters, dtype });
};

/** Two examples for the MLP, and their targets. */
const examples = (): [Tensor, Tensor] => [
  tensor(
    backend,
    [
      [1, 2, 3, 4],
      [-1, 0.5, 2, -3],
    ],
    'float64',
  ),
  tensor(
    backend,
    [
      [1, 0, 1],
      [0, 1, 0],
    ],
    'float64',
  ),
];

/** The elements of the only output. */
const forward = (network: Network, x: Tensor) => (network.forward(x) as Tensor).data();

test('an MLP has the outputs and gradients of the same layers of core', async () => {
  using network = networkOf(mlp());
  using layers = new Sequential(backend, {
    inputShape: [4],
    layers: [new Dense(8), new ReLU(), new Dense(3)],
    dtype: 'float64',
  });
  const names: Record<string, string> = { w1: '0.weight', b1: '0.bias', w2: '2.weight', b2: '2.bias' };
  const values = await network.parameters.read();
  layers.parameters.load(new Map(Array.from(values, ([name, value]) => [names[name] as string, value])));

  const [x, target] = examples();
  expect(await forward(network, x)).toEqual(await layers.forward(x).data());
  const loss = new MeanSquaredError();
  const [own, other] = [network, layers].map((each) => each.pass(x, target, loss, { seed: 0, step: 1 }));
  expect(own?.gradients.size).toBe(4);
  for (const [name, gradient] of own?.gradients ?? []) {
    expect(await gradient.data()).toEqual(await other?.gradients.get(names[name] as string)?.data());
  }
});

test('an MLP learns', () => {
  using network = networkOf(mlp());
  const [x, target] = examples();
  const optimizer = new Adam({ learningRate: 0.05 });
  const losses: Promise<number>[] = [];
  for (let step = 1; step <= 30; step++) {
    scope(() => {
      const { loss, gradients } = network.pass(x, target, new MeanSquaredError(), { seed: 0, step });
      losses.push(loss.item());
      optimizer.step(network.parameters.trainable, gradients);
    });
  }
  return Promise.all(losses).then((all) => expect(all.at(-1)).toBeLessThan((all[0] as number) / 10));
});

/** With the channels in front, as PyTorch exports it. */
const convnet = () =>
  graph({
    inputs: { x: ['n', 2, 6, 6] },
    outputs: ['y'],
    nodes: [
      node('Conv', ['x', 'filters', 'bias'], ['c'], { kernel_shape: [3, 3], pads: [1, 1, 1, 1] }),
      node('BatchNormalization', ['c', 'scale', 'offset', 'mean', 'variance'], ['b']),
      node('Relu', ['b'], ['r']),
      node('MaxPool', ['r'], ['p'], { kernel_shape: [2, 2], strides: [2, 2] }),
      node('GlobalAveragePool', ['p'], ['g']),
      node('Flatten', ['g'], ['f']),
      node('Gemm', ['f', 'weight', 'last'], ['y'], { transB: 1 }),
    ],
    constants: {
      filters: noise([4, 2, 3, 3], 1),
      bias: noise([4], 2),
      scale: noise([4], 3),
      offset: noise([4], 4),
      mean: noise([4], 5),
      variance: host('float64', [4], [1, 2, 0.5, 1]),
      weight: noise([3, 4], 6),
      last: noise([3], 7),
    },
  });

test('a convnet trains as the layers of core do, with running statistics', async () => {
  using network = networkOf(convnet());
  const body = [new Conv2d(4, 3, { padding: 'same' }), new BatchNorm(), new ReLU(), new MaxPool2d(2)];
  using layers = new Sequential(backend, {
    inputShape: [6, 6, 2],
    layers: [...body, new GlobalAveragePool(), new Dense(3)],
    dtype: 'float64',
  });
  const names: Record<string, string> = {
    ...{ filters: '0.weight', bias: '0.bias', scale: '1.scale', offset: '1.offset' },
    ...{ mean: '1.runningMean', variance: '1.runningVariance', weight: '5.weight', last: '5.bias' },
  };
  const values = await network.parameters.read();
  layers.parameters.load(new Map(Array.from(values, ([name, value]) => [names[name] as string, value])));
  const image = noise([2, 2, 6, 6], 8);
  const x = upload(backend, dense(image.data as Float64Array, image.shape));
  const last = permute(x, [0, 2, 3, 1]);
  expect(await forward(network, x)).toEqual(await layers.forward(last).data());

  const target = tensor(
    backend,
    [
      [1, 0, 1],
      [0, 1, 0],
    ],
    'float64',
  );
  const loss = new MeanSquaredError();
  const own = network.pass(x, target, loss, { seed: 0, step: 1 });
  const other = layers.pass(last, target, loss, { seed: 0, step: 1 });
  expect([own.gradients.size, own.updates.size]).toEqual([6, 2]);
  for (const [name, gradient] of [...own.gradients, ...own.updates]) {
    const full = names[name] as string;
    const expected = await (other.gradients.get(full) ?? other.updates.get(full))?.data();
    const actual = await gradient.data();
    for (const [at, value] of actual.entries()) expect(value).toBeCloseTo(expected?.[at] as number, 12);
  }
});

test('the config makes the same network again', async () => {
  using network = networkOf(mlp());
  const config = JSON.parse(JSON.stringify(network.config));
  const parameters = await network.parameters.read();
  using copy = networkFromConfig(backend, config, { parameters, layers: OPERATOR_LAYERS, dtype: 'float64' });
  const x = tensor(backend, [[1, 2, 3, 4]], 'float64');
  expect(copy.config).toEqual(network.config);
  expect(await forward(copy, x)).toEqual(await forward(network, x));
});

test('a damaged config is refused', () => {
  const { module } = graphModule(shapes());
  const { type, constants, ...rest } = module.config;
  const { zero, ...others } = constants as Record<string, { shape: number[] }>;
  const make = (config: object) => () =>
    networkFromConfig(backend, { inputShape: [2, 'time'], module: { type, ...config } }, { layers: OPERATOR_LAYERS });
  expect(make({ ...rest, constants: { ...others, zero: { ...zero, shape: [1e9] } } })).toThrow(/another number/);
  expect(make({ ...rest, constants: { ...others, zero: { ...zero, type: 'text' } } })).toThrow(/damaged/);
  expect(make({ ...rest, constants: others })).toThrow(/nothing makes its input 'zero'/);
  expect(make({})).toThrow(/damaged/);
});

/** Flattens with shape arithmetic, as exporters write it: [n, 2, time] to [n, 2 time]. */
const shapes = () =>
  graph({
    inputs: { x: ['n', 2, 'time'] },
    outputs: ['y', 'z'],
    nodes: [
      node('Shape', ['x'], ['shape']),
      node('Gather', ['shape', 'zero'], ['n'], { axis: 0 }),
      node('Unsqueeze', ['n', 'axes'], ['ns']),
      node('Concat', ['ns', 'rest'], ['wanted'], { axis: 0 }),
      node('Reshape', ['x', 'wanted'], ['y']),
      node('ReduceMean', ['x', 'last'], ['z'], { keepdims: 0 }),
    ],
    constants: {
      zero: host('int64', [], [0]),
      axes: host('int64', [1], [0]),
      rest: host('int64', [1], [-1]),
      last: host('int64', [1], [2]),
    },
  });

test('open lengths stay open, and shapes are computed anew for others', async () => {
  using network = networkOf(shapes(), 'float32');
  expect(network.outputShapes).toEqual([[Number.NaN], [2]]);
  for (const time of [3, 5, 3]) {
    const x = noise([2, 2, time], time, 'float32');
    const input = tensor(backend, Array.from(x.data), 'float32').reshape(x.shape);
    const [y, z] = network.forward(input) as unknown as [typeof input, typeof input];
    expect(y.shape).toEqual([2, 2 * time]);
    expect(await y.data()).toEqual(x.data);
    const sum = Array.from(x.data.slice(0, time)).reduce((total, value) => total + value, 0);
    expect((await z.data())[0]).toBeCloseTo(sum / time, 6);
  }
});

test('frees everything', () => {
  const before = backend.memory();
  {
    using network = networkOf(shapes(), 'float32');
    scope(() => {
      network.forward(
        tensor(backend, [
          [
            [1, 2],
            [3, 4],
          ],
        ]),
      );
    });
  }
  expect(backend.memory()).toEqual(before);
});

test('an output without an axis for the examples is refused, and others can be chosen', () => {
  const model = graph({
    inputs: { x: ['n', 4] },
    outputs: ['sum', 'y'],
    nodes: [node('ReduceSum', ['x'], ['sum'], { keepdims: 0 }), node('Neg', ['x'], ['y'])],
  });
  expect(() => networkOf(model)).toThrow(/'sum', \[\].*option 'outputs'/);
  const { module, parameters, inputShape } = graphModule(model, { outputs: ['y'] });
  using network = new Network(backend, module, { inputShape, parameters });
  expect(network.outputShape).toEqual([4]);
});

test('an input may be a constant', async () => {
  const model = graph({
    inputs: { x: ['n', 2], rate: ['int64', []] },
    outputs: ['y'],
    nodes: [node('Cast', ['rate'], ['factor'], { to: 1 }), node('Mul', ['x', 'factor'], ['y'])],
  });
  expect(() => graphModule(model)).toThrow(/'rate'.*inputs/);
  const { module, parameters, inputShape } = graphModule(model, { inputs: { rate: host('int64', [], [3]) } });
  using network = new Network(backend, module, { inputShape, parameters });
  expect(await forward(network, tensor(backend, [[1, 2]]))).toEqual(Float32Array.of(3, 6));
  expect(dense(Float32Array.of(1), [1]).shape).toEqual([1]);
});
