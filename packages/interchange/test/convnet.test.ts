import { createBackend } from '@nablajs/backend-ts';
import {
  Adam,
  AveragePool2d,
  type Backend,
  BatchNorm,
  Conv2d,
  Dense,
  type DenseArray,
  dense,
  fit,
  GlobalAveragePool,
  HardSwish,
  MaxPool2d,
  MeanSquaredError,
  Network,
  type OutputOf,
  Permute,
  ReLU,
  Sequential,
  scope,
  type Tensor,
  upload,
} from '@nablajs/core';
import { expect, test } from 'vitest';
import { type GraphModel, graphModule } from '../src/index.js';
import { graph, host, node, noise } from './support/graphs.js';

/** A backend that counts how often it reorders axes. */
async function counting(): Promise<{ readonly backend: Backend; readonly count: () => number }> {
  const inner = await createBackend();
  let permutations = 0;
  const permute: Backend['permute'] = (...operands) => {
    permutations += 1;
    return inner.permute(...operands);
  };
  const backend = new Proxy(inner, { get: (of, name) => (name === 'permute' ? permute : Reflect.get(of, name)) });
  return { backend, count: () => permutations };
}

const positive = (shape: readonly number[], seed: number) => {
  const drawn = noise(shape, seed, 'float32');
  return { ...drawn, data: drawn.data.map((value) => value + 1.5) as Float32Array };
};

const norm = (name: string, channels: number, seed: number) => ({
  [`${name}.scale`]: positive([channels], seed),
  [`${name}.offset`]: noise([channels], seed + 1, 'float32'),
  [`${name}.mean`]: noise([channels], seed + 2, 'float32'),
  [`${name}.variance`]: positive([channels], seed + 3),
});
const normInputs = (x: string, name: string) => [
  x,
  ...['scale', 'offset', 'mean', 'variance'].map((of) => `${name}.${of}`),
];

/** A convnet as PyTorch exports it, with the channels in front. */
const convnet = (): GraphModel =>
  graph({
    inputs: { x: ['n', 3, 9, 8] },
    outputs: ['y'],
    nodes: [
      node('Conv', ['x', 'w1'], ['c1'], { pads: [1, 1, 1, 1] }),
      node('BatchNormalization', normInputs('c1', 'n1'), ['b1']),
      node('Relu', ['b1'], ['r1']),
      node('MaxPool', ['r1'], ['p1'], { kernel_shape: [2, 2], strides: [2, 2] }),
      node('Conv', ['p1', 'w2', 'bias2'], ['c2'], { pads: [0, 0, 1, 1], strides: [2, 2], group: 4 }),
      node('BatchNormalization', normInputs('c2', 'n2'), ['b2']),
      node('HardSwish', ['b2'], ['h2']),
      node('AveragePool', ['h2'], ['p2'], { kernel_shape: [2, 2], strides: [1, 1] }),
      node('GlobalAveragePool', ['p2'], ['g']),
      node('Flatten', ['g'], ['f']),
      node('Gemm', ['f', 'w3', 'bias3'], ['y'], { transB: 1 }),
    ],
    constants: {
      w1: noise([4, 3, 3, 3], 1, 'float32'),
      ...norm('n1', 4, 2),
      w2: noise([4, 1, 3, 3], 6, 'float32'),
      bias2: noise([4], 7, 'float32'),
      ...norm('n2', 4, 8),
      w3: noise([2, 4], 12, 'float32'),
      bias3: noise([2], 13, 'float32'),
    },
  });

const images = noise([6, 3, 9, 8], 20, 'float32');
const imagesOn = (backend: Backend): Tensor => upload(backend, dense(images.data as Float32Array, images.shape));

/** The same network of core's layers, with the names of its parameters in the file. */
const layersOf = (backend: Backend): Sequential =>
  new Sequential(backend, {
    inputShape: [3, 9, 8],
    layers: [
      new Permute([2, 3, 1]),
      new Conv2d(4, 3, { padding: 1, bias: false }),
      new BatchNorm(),
      new ReLU(),
      new MaxPool2d(2),
      new Conv2d(4, 3, { padding: 'same', stride: 2, groups: 4 }),
      new BatchNorm(),
      new HardSwish(),
      new AveragePool2d(2, { stride: 1 }),
      new GlobalAveragePool(),
      new Dense(2),
    ],
  });

const NAMES: Readonly<Record<string, string>> = {
  ...{ w1: '1.weight', w2: '5.weight', bias2: '5.bias', w3: '10.weight', bias3: '10.bias' },
  ...{ 'n1.scale': '2.scale', 'n1.offset': '2.offset', 'n1.mean': '2.runningMean', 'n1.variance': '2.runningVariance' },
  ...{ 'n2.scale': '6.scale', 'n2.offset': '6.offset', 'n2.mean': '6.runningMean', 'n2.variance': '6.runningVariance' },
};

const renamed = (values: ReadonlyMap<string, DenseArray>): Map<string, DenseArray> =>
  new Map(Array.from(values, ([name, value]) => [NAMES[name] as string, value]));

/** A backend with the kernel of ReLU6, which counts its calls. */
async function limiting(): Promise<{ readonly backend: Backend; readonly count: () => number }> {
  const inner = await createBackend();
  let calls = 0;
  const conv = {
    ...(inner.conv as NonNullable<Backend['conv']>),
    relu6: (...[x, w, b, window, groups, shape]: Parameters<NonNullable<NonNullable<Backend['conv']>['relu6']>>) => {
      calls += 1;
      const y = inner.conv?.forward(x, w, b, 'relu', window, groups, shape);
      const operand = { storage: y, shape, dtype: x.dtype };
      const isAbove = { ...operand, storage: inner.greater(operand, 6, shape) };
      const made = inner.where(isAbove, 6, operand, shape);
      for (const storage of [y, isAbove.storage]) inner.release(storage);
      return made;
    },
  };
  const backend = new Proxy(inner, { get: (of, name) => (name === 'conv' ? conv : Reflect.get(of, name)) });
  return { backend, count: () => calls };
}

test.each([1, 12])(
  'a ReLU6 runs in the kernel of the convolution, but not for gradients, groups: %s',
  async (group) => {
    const model = (most: number): GraphModel =>
      graph({
        inputs: { x: ['n', 12, 5, 4] },
        outputs: ['y'],
        nodes: [
          node('Conv', ['x', 'w', 'b'], ['c'], { pads: [0, 0, 1, 1], strides: [2, 2], group }),
          node('Clip', ['c', 'zero', 'most'], ['y']),
        ],
        constants: {
          w: noise([12, 12 / group, 3, 3], 1, 'float32'),
          b: { ...noise([12], 2, 'float32'), data: new Float32Array(12).fill(5) },
          ...{ zero: host('float32', [], [0]), most: host('float32', [], [most]) },
        },
      });
    const { backend, count } = await limiting();
    const plain = await createBackend();
    const outputs = async (on: Backend, most: number) => {
      const { module, parameters, inputShape } = graphModule(model(most));
      const network = new Network(on, module, { inputShape, parameters });
      const given = noise([2, 12, 5, 4], 3, 'float32');
      const x = upload(on, dense(given.data as Float32Array, given.shape));
      const y = (network.forward(x) as Tensor).data();
      const target = upload(on, dense(new Float32Array(96), [2, 12, 2, 2]));
      const pass = network.pass(x, target, new MeanSquaredError(), { seed: 0, step: 1 });
      return [await y, await pass.gradients.get('w')?.data()];
    };
    const limited = await outputs(backend, 6);
    expect(count()).toBe(1);
    expect(limited).toEqual(await outputs(plain, 6));
    expect(limited[0]).toContain(6);
    expect(await outputs(backend, 7)).toEqual(await outputs(plain, 7));
    expect(count()).toBe(1);
    await backend.dispose();
    await plain.dispose();
  },
);

test('images with their channels in front are reordered once, and weights never', async () => {
  const { backend, count } = await counting();
  const { module, parameters, inputShape } = graphModule(convnet());
  using network = new Network(backend, module, { inputShape, parameters });
  const x = imagesOn(backend);
  scope(() => {
    network.forward(x);
    const before = count();
    network.forward(x);
    expect(count() - before).toBe(1);
  });
  x.dispose();
  await backend.dispose();
});

test('the gradient of each image and weight is reordered no more than its value', async () => {
  const { backend, count } = await counting();
  const { module, parameters, inputShape } = graphModule(convnet());
  using network = new Network(backend, module, { inputShape, parameters });
  const [x, target] = [imagesOn(backend), upload(backend, dense(new Float32Array(12), [6, 2]))];
  const step = () => scope(() => network.pass(x, target, new MeanSquaredError(), { seed: 0, step: 1 }).gradients.size);
  step();
  const before = count();
  // The images need no gradient.
  expect(step()).toBe(9);
  expect(count() - before).toBe(1);
  x.dispose();
  target.dispose();
  await backend.dispose();
});

test('a convnet computes and trains with the bits of the same layers of core', async () => {
  const backend = await createBackend();
  const { module, parameters, inputShape } = graphModule(convnet());
  using network = new Network(backend, module, { inputShape, parameters });
  using layers = layersOf(backend);
  layers.parameters.load(renamed(await network.parameters.read()));
  const x = imagesOn(backend);
  const outputOf = async (of: Network) => {
    const y = of.forward(x) as OutputOf<Sequential['module']> & Tensor;
    const data = await y.data();
    y.dispose();
    return data;
  };
  expect(await outputOf(network)).toEqual(await outputOf(layers));

  const size = 3 * 9 * 8;
  const dataset = {
    length: 6,
    inputShape: [3, 9, 8],
    batch: (indices: Int32Array) => {
      const rows = Array.from(indices, (index) => Array.from(images.data.subarray(index * size, (index + 1) * size)));
      const targets = Array.from(indices, (index) => [index / 6, -index / 6]);
      return {
        x: dense(Float32Array.from(rows.flat()), [indices.length, 3, 9, 8]),
        y: dense(Float32Array.from(targets.flat()), [indices.length, 2]),
      };
    },
  };
  for (const of of [network, layers]) {
    const options = { loss: new MeanSquaredError(), optimizer: new Adam(), epochs: 3, batchSize: 3, seed: 5 };
    await fit(of as Sequential, dataset, options);
  }
  expect(renamed(await network.parameters.read())).toEqual(await layers.parameters.read());
  expect(await outputOf(network)).toEqual(await outputOf(layers));
  x.dispose();
  await backend.dispose();
});

test('inferenceOnly makes norms behind convolutions part of their weights', async () => {
  const backend = await createBackend();
  const [plain, folded] = [graphModule(convnet()), graphModule(convnet(), { inferenceOnly: true })];
  const typesOf = ({ module }: typeof plain) => module.definition.nodes.map(({ type }) => type);
  expect(typesOf(plain).filter((type) => type === 'BatchNormalization')).toHaveLength(2);
  expect(typesOf(folded)).not.toContain('BatchNormalization');
  expect(folded.parameters.size).toBe(6);
  const outputs = await Promise.all(
    [plain, folded].map(async ({ module, parameters, inputShape }) => {
      using network = new Network(backend, module, { inputShape, parameters });
      const [x, y] = scope(() => {
        const x = imagesOn(backend);
        return [x, network.forward(x) as Tensor];
      });
      const data = await y.data();
      x.dispose();
      y.dispose();
      return data;
    }),
  );
  const [own, other] = outputs as [Float32Array, Float32Array];
  expect(own).not.toEqual(other);
  for (const [at, value] of own.entries()) expect(other[at]).toBeCloseTo(value, 5);
  await backend.dispose();
});
