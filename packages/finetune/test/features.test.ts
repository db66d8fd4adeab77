import { createBackend } from '@nablajs/backend-ts';
import {
  Add,
  type Backend,
  Chain,
  Conv2d,
  Dense,
  type DenseArray,
  Dropout,
  dense,
  Flatten,
  GlobalAveragePool,
  Graph,
  MaxPool2d,
  type Module,
  Network,
  named,
  predict,
  Random,
  ReLU,
  Reshape,
  Sequential,
  Sigmoid,
  Softmax,
} from '@nablajs/core';
import { exportOnnx, graphModule, type OperatorGraph, readOnnx } from '@nablajs/interchange';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Features, featuresOf, type TrainedModel } from '../src/index.js';
import { convnetLayers, modelOf } from './networks.js';

let backend: Backend;
beforeAll(async () => {
  backend = await createBackend();
});
afterAll(() => backend.dispose());

const shape = [6, 6, 2];
const pixels = dense(
  Float32Array.from(
    { length: 3 * 72 },
    (
      (random) => () =>
        random.uniform()
    )(new Random(4)),
  ),
  [3, ...shape],
);

async function outputs({ module, inputShape, parameters }: TrainedModel | Features): Promise<DenseArray> {
  using network = new Network(backend, module, { inputShape, parameters });
  return predict(network, pixels);
}

/** A network of any module, with drawn weights. */
async function drawn(module: Module): Promise<TrainedModel> {
  using network = new Network(backend, module, { inputShape: shape, seed: 6 });
  return { module, inputShape: shape, parameters: await network.parameters.read() };
}

const typesOf = (module: Module): string[] => (module as Chain).layers.map(({ config }) => config.type);

describe('layers in a row', () => {
  test('lose the last dense layer, what follows it, and dropout in front of it', async () => {
    const model = await modelOf(backend, convnetLayers());
    const features = featuresOf(model);
    expect(typesOf(features.module).slice(-2)).toEqual(['Dropout', 'GlobalAveragePool']);
    expect([features.width, features.inputShape]).toEqual([6, shape]);
    const all = [...features.parameters.keys()];
    expect(all).toEqual([...model.parameters.keys()].filter((name) => !name.startsWith('10.')));
    for (const name of all) expect(features.parameters.get(name)).toBe(model.parameters.get(name));
    expect(features.blocks).toEqual([
      ['4.weight', '4.bias', '5.scale', '5.offset'],
      ['0.weight', '0.bias', '1.scale', '1.offset'],
    ]);
    const parameters = new Map(['weight', 'bias'].map((name) => [`0.${name}`, model.parameters.get(`10.${name}`)]));
    using head = new Sequential(backend, {
      ...{ layers: [new Dense(5), new Softmax()], inputShape: [6] },
      parameters: parameters as Map<string, DenseArray>,
    });
    expect(await predict(head, await outputs(features))).toEqual(await outputs(model));
  });

  test('lose all dense layers behind a global pool, and only the last one elsewhere', async () => {
    const dense3 = () => [new Dense(7), new ReLU(), new Dropout(0.5), new Dense(3), new Softmax()];
    const pooled = featuresOf(await modelOf(backend, [new Conv2d(4, 3), new GlobalAveragePool(), ...dense3()]));
    expect([typesOf(pooled.module), pooled.width]).toEqual([['Conv2d', 'GlobalAveragePool'], 4]);
    const whole = featuresOf(await modelOf(backend, [new Conv2d(4, 3), new MaxPool2d(4), new Flatten(), ...dense3()]));
    expect([typesOf(whole.module), whole.width]).toEqual([['Conv2d', 'MaxPool2d', 'Flatten'], 4]);
    const flat = featuresOf(await modelOf(backend, [new Conv2d(4, 3), new Flatten(), ...dense3()]));
    expect([typesOf(flat.module), flat.width]).toEqual([['Conv2d', 'Flatten', 'Dense', 'ReLU'], 7]);
  });

  test('lose a convolution of size 1 behind a global pool', async () => {
    const head = [new Reshape([1, 1, 4]), new Dropout(0.1), new Conv2d(3, 1), new Reshape([3]), new Softmax()];
    const { module, width } = featuresOf(await modelOf(backend, [new Conv2d(4, 3), new GlobalAveragePool(), ...head]));
    expect([typesOf(module), width]).toEqual([['Conv2d', 'GlobalAveragePool', 'Reshape', 'GlobalAveragePool'], 4]);
  });

  test('without a head are taken whole; images are pooled', async () => {
    const { module, width } = featuresOf(await modelOf(backend, [new Conv2d(4, 3), new ReLU()]));
    expect([typesOf(module), width]).toEqual([['Conv2d', 'ReLU', 'GlobalAveragePool'], 4]);
  });

  test('lose the head of a network that is their last layer', async () => {
    const inner = named('inner', new Chain([new Flatten(), new Dense(8), new ReLU(), new Dense(2)]));
    const model = await modelOf(backend, [new Conv2d(4, 3), inner, new Sigmoid()]);
    const features = featuresOf(model);
    expect([features.width, [...features.parameters.keys()]]).toEqual([
      8,
      ['0.weight', '0.bias', 'inner.1.weight', 'inner.1.bias'],
    ]);
    const bare = featuresOf(await modelOf(backend, [new Conv2d(4, 3), new Flatten(), new Chain([new Dense(2)])]));
    expect([typesOf(bare.module), bare.width]).toEqual([['Conv2d', 'Flatten'], 64]);
  });
});

describe('a graph', () => {
  /** A residual block with an outlet that the head does not need, and layers out of order. */
  const graph = () =>
    new Graph({
      inputs: 1,
      layers: [
        new Dense(3),
        named('block1', new Conv2d(2, 3, { padding: 'same' })),
        new Add(),
        new GlobalAveragePool(),
        new Dropout(0.2),
      ],
      nodes: [
        { layer: 1, inputs: [0] },
        { layer: 3, inputs: [1] },
        { layer: 2, inputs: [0, 1] },
        { layer: 3, inputs: [3] },
        { layer: 4, inputs: [4] },
        { layer: 0, inputs: [5] },
      ],
      outputs: 6,
    });

  test('loses its head, and nodes that the features do not need', async () => {
    const model = await drawn(graph());
    const features = featuresOf(model);
    expect(features.width).toBe(2);
    expect([...features.parameters.keys()]).toEqual(['block1.weight', 'block1.bias']);
    expect(features.module.config).toMatchObject({
      nodes: [{ layer: 1 }, { layer: 2 }, { layer: 3, inputs: [2] }],
      outputs: 3,
    });
    const made = await outputs(features);
    using network = new Network(backend, new Dense(3), {
      inputShape: [2],
      parameters: new Map(['weight', 'bias'].map((name) => [name, model.parameters.get(`0.${name}`) as DenseArray])),
    });
    expect(await predict(network, made)).toEqual(await outputs(model));
  });

  test('that ends in images is pooled, and loses the head of its last layer', async () => {
    const layers = [new Conv2d(4, 3), named('top', new Chain([new Conv2d(3, 1), new Flatten(), new Dense(2)]))];
    const nodes = [
      { layer: 0, inputs: [0] },
      { layer: 1, inputs: [1] },
    ];
    const features = featuresOf(await drawn(new Graph({ inputs: 1, layers, nodes, outputs: 2 })));
    expect([features.width, [...features.parameters.keys()]]).toEqual([
      48,
      ['0.weight', '0.bias', 'top.0.weight', 'top.0.bias'],
    ]);
    const bare = new Graph({ inputs: 1, layers: [new Conv2d(4, 3)], nodes: nodes.slice(0, 1), outputs: 1 });
    expect(featuresOf(await drawn(bare)).width).toBe(4);
  });
});

describe('operators', () => {
  /** The network as an ONNX file has it. */
  async function imported(layers: Module[]): Promise<TrainedModel> {
    using network = new Sequential(backend, { layers, inputShape: shape, seed: 3 });
    return graphModule(readOnnx((await exportOnnx(network)).model));
  }

  const last = ({ module }: Features): string[] =>
    (module as OperatorGraph).definition.nodes.slice(-2).map(({ type }) => type);

  test('lose their head, and compute the features of the layers', async () => {
    const features = featuresOf(await imported(convnetLayers()));
    expect([features.width, last(features)]).toEqual([6, ['GlobalAveragePool', 'Flatten']]);
    expect([...features.parameters.keys()].filter((name) => name.startsWith('10'))).toEqual([]);
    expect(features.blocks.map((block) => block.length)).toEqual([4, 4]);
    using network = new Sequential(backend, { layers: convnetLayers(), inputShape: shape, seed: 3 });
    const parameters = await network.parameters.read();
    const own = await outputs(featuresOf({ module: network.module, inputShape: shape, parameters }));
    expect((await outputs(features)).data).toEqual(own.data);
  });

  test('lose all dense layers behind a pool as large as the image, and only the last one elsewhere', async () => {
    const head = () => [new Flatten(), new Dense(7), new ReLU(), new Dropout(0.5), new Dense(3), new Softmax()];
    const pooled = featuresOf(await imported([new Conv2d(4, 3), new MaxPool2d(4), ...head()]));
    expect(pooled.width).toBe(4);
    const flat = featuresOf(await imported([new Conv2d(4, 3), ...head()]));
    expect([flat.width, last(flat)]).toEqual([7, ['Gemm', 'Relu']]);
  });

  test('that end in images are pooled', async () => {
    const features = featuresOf(await imported([new Conv2d(4, 3), new ReLU()]));
    const own = featuresOf(await modelOf(backend, [new Conv2d(4, 3), new ReLU()]));
    expect([features.width, last(features)]).toEqual([4, ['GlobalAveragePool', 'Flatten']]);
    expect(own.width).toBe(4);
  });
});

test('networks without recognisable features are refused', async () => {
  const pixels = await modelOf(backend, [new Flatten(), new Dense(3)]);
  expect(() => featuresOf(pixels)).toThrow(/no recognisable features: no weights come before its last dense layer/);
  const sequence = await modelOf(backend, [new Reshape([36, 2])]);
  expect(() => featuresOf(sequence)).toThrow(
    /no recognisable features: what is left without its head ends in \[n, 36, 2\]/,
  );
  const alone = await modelOf(backend, [new Dense(3), new Softmax()], [4]);
  expect(() => featuresOf(alone)).toThrow(/nothing comes before its last dense layer/);
  const two = new Graph({ inputs: 1, layers: [new Flatten()], nodes: [{ layer: 0, inputs: [0] }], outputs: [1, 1] });
  expect(() => featuresOf({ ...sequence, module: two })).toThrow(/it has 2 outputs/);
  const model = await modelOf(backend, convnetLayers());
  expect(() => featuresOf({ ...model, parameters: new Map() })).toThrow(/parameters lack '0.weight'/);
  expect(() => featuresOf({ ...model, parameters: {} as never })).toThrow(/expected a Map/);
});
