/** Compares core's float64 gradients with TensorFlow's automatic gradients, on each engine. */
import { createBackend as createTs } from '@nablajs/backend-ts';
import {
  type Backend,
  type DenseArray,
  dense,
  fromConfig,
  LAYERS,
  LOSSES,
  Random,
  type SequentialConfig,
  type Shape,
  sequentialFromConfig,
  sizeOf,
  type Tensor,
  type TypedConfig,
  upload,
} from '@nablajs/core';
import { difference } from '@nablajs/core/testing';
import { initialParameters, mnistPixels, pixelArray } from '@nablajs/golden';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createGradientReference,
  type EngineName,
  type GradientProblem,
  type GradientReference,
  type ReferenceGradients,
} from '../../src/index.js';

type LayersProblem = GradientProblem & { readonly network: SequentialConfig };

const GATE = { relative: 1e-4, absolute: 1e-6 };
const ROWS = 7;

const POOLING = [
  { size: 2 },
  { size: [3, 2], stride: [1, 2], padding: 'same' },
  { size: 3, stride: 2, padding: 1 },
  { size: [2, 3], stride: [2, 1], padding: [0, 2] },
];

/** Options that differ from the defaults, to check that the reference reads them. */
const LAYER_OPTIONS: Readonly<Record<string, readonly Omit<TypedConfig, 'type'>[]>> = {
  Dense: [{ units: 4 }, { units: 4, bias: false }],
  LeakyReLU: [{}, { slope: 0.3 }],
  ELU: [{}, { alpha: 0.4 }],
  GELU: [{}, { approximate: 'tanh' }],
  Dropout: [{ rate: 0.4 }, { rate: 0 }],
  Dropout2d: [{ rate: 0.4 }, { rate: 0 }],
  Conv1d: [
    { filters: 3, kernelSize: 3 },
    { filters: 3, kernelSize: 3, stride: 2, padding: 'same', bias: false },
    { filters: 8, kernelSize: 2, stride: 2, padding: 1, groups: 'depthwise' },
    { filters: 6, kernelSize: 3, dilation: 2, groups: 2 },
  ],
  Conv2d: [
    { filters: 3, kernelSize: 3 },
    { filters: 3, kernelSize: [3, 2], stride: [2, 1], padding: 'same', bias: false },
    { filters: 3, kernelSize: 3, stride: 2, padding: [2, 1] },
    { filters: 3, kernelSize: 2, padding: 'same', dilation: [2, 3] },
    { filters: 6, kernelSize: 3, padding: 1, dilation: 2, groups: 2 },
    { filters: 8, kernelSize: 3, stride: 2, padding: 'same', groups: 'depthwise' },
    { filters: 4, kernelSize: 3, stride: [1, 2], padding: 1, groups: 4 },
  ],
  ConvTranspose2d: [
    { filters: 3, kernelSize: 3 },
    { filters: 3, kernelSize: [3, 4], stride: 2, padding: 'same', bias: false },
    { filters: 3, kernelSize: [3, 4], stride: [2, 3], padding: [1, 2], outputPadding: [1, 0] },
    { filters: 6, kernelSize: 2, stride: 2, dilation: 2, groups: 2 },
    { filters: 8, kernelSize: 3, padding: 1, groups: 'depthwise' },
  ],
  MaxPool2d: POOLING,
  AveragePool2d: POOLING,
  MaxPool1d: [{ size: 2 }, { size: 3, stride: 2, padding: 1 }, { size: 2, stride: 1, padding: 'same' }],
  AveragePool1d: [{ size: 2 }, { size: 3, stride: 2, padding: 1 }, { size: 2, stride: 1, padding: 'same' }],
  AdaptiveAveragePool2d: [{ size: [4, 3] }, { size: [3, 5] }],
  SeparableConv2d: [
    { filters: 3, kernelSize: 3 },
    { filters: 3, kernelSize: 2, stride: 2, padding: 'same', depthMultiplier: 2, bias: false },
  ],
  Reshape: [{ shape: [5, -1] }],
  Permute: [{ axes: [3, 1, 2] }],
  ZeroPadding: [
    { padding: 1 },
    {
      padding: [
        [0, 1],
        [2, 0],
      ],
    },
  ],
  UpSample: [{ factor: 2 }, { factor: [1, 3] }],
  BatchNorm: [{}, { epsilon: 0.2, momentum: 0.5 }, { affine: false }],
  LayerNorm: [{}, { epsilon: 0.2 }, { axes: 2 }, { axes: 3, affine: false }],
  GroupNorm: [{ groups: 2 }, { groups: 4, epsilon: 0.2 }, { groups: 2, affine: false }],
  RMSNorm: [{}, { epsilon: 0.2 }, { axes: 2 }, { affine: false }],
  // Parts of the Graph.
  Add: [],
  Multiply: [],
  Concat: [],
  Graph: [
    {
      inputs: 1,
      layers: [
        { type: 'Dense', units: 5, name: 'shared' },
        ...[{ type: 'Tanh' }, { type: 'Add' }, { type: 'Multiply' }, { type: 'Concat', axis: 1 }],
      ],
      nodes: [
        { layer: 0, inputs: [0] },
        { layer: 1, inputs: [1] },
        { layer: 0, inputs: [2] },
        { layer: 2, inputs: [1, 3] },
        { layer: 3, inputs: [4, 2] },
        { layer: 4, inputs: [5, 0] },
      ],
      outputs: 6,
    },
  ],
  Chain: [
    {
      layers: [
        { type: 'Dense', units: 4 },
        { type: 'Tanh', name: 'last' },
      ],
    },
  ],
  Residual: [
    { body: { type: 'Chain', layers: [{ type: 'Dense', units: 5 }, { type: 'Tanh' }] } },
    { body: { type: 'Dense', units: 4 }, shortcut: { type: 'Chain', layers: [{ type: 'Dense', units: 4 }] } },
  ],
};
/** Layers that take images or sequences, with an input shape. All its dimensions differ, so that a mix-up fails. */
const INPUT_SHAPES: Readonly<Record<string, readonly number[]>> = {
  Flatten: [2, 3],
  Conv1d: [9, 4],
  Conv2d: [6, 5, 4],
  ConvTranspose2d: [3, 2, 4],
  MaxPool2d: [6, 5, 2],
  AveragePool2d: [6, 5, 2],
  GlobalAveragePool: [3, 2, 5],
  UpSample: [3, 2, 2],
  MaxPool1d: [7, 3],
  AveragePool1d: [7, 3],
  AdaptiveAveragePool2d: [6, 5, 2],
  GlobalMaxPool: [3, 2, 5],
  SeparableConv2d: [6, 5, 3],
  Reshape: [2, 3, 5],
  Permute: [2, 3, 4],
  ZeroPadding: [3, 2, 2],
  BatchNorm: [3, 2, 4],
  LayerNorm: [3, 2, 4],
  GroupNorm: [3, 2, 4],
  RMSNorm: [3, 2, 4],
  Dropout2d: [3, 2, 5],
};
const LOSS_OPTIONS: Readonly<Record<string, readonly Omit<TypedConfig, 'type'>[]>> = {
  SoftmaxCrossEntropy: [{}, { labelSmoothing: 0.2 }],
  Huber: [{}, { delta: 0.3 }],
};

function configs(types: readonly string[], options: typeof LAYER_OPTIONS): TypedConfig[] {
  return types.flatMap((type) => (options[type] ?? [{}]).map((own): TypedConfig => ({ type, ...own })));
}

const layers = configs(Object.keys(LAYERS), LAYER_OPTIONS);
const losses = configs(Object.keys(LOSSES), LOSS_OPTIONS);

/** The first layer has every loss, each other one: a layer knows nothing of the loss. The nightly run has all pairs. */
const lossesFor = (layer: number): readonly TypedConfig[] =>
  layer === 0 || process.env['NABLA_SLOW'] === '1' ? losses : losses.filter((_, at) => at === layer % losses.length);

/** float32 numbers, so that both sides start from the same, and small, so that losses are about 1. */
function normals(shape: readonly number[], random: Random): DenseArray {
  const elements = Float32Array.from({ length: sizeOf(shape) }, () => 0.5 * random.normal());
  return dense(elements, shape);
}

function targetsOf(loss: TypedConfig, random: Random): DenseArray {
  if (loss.type === 'SoftmaxCrossEntropy') {
    return dense(
      Int32Array.from({ length: ROWS }, () => random.integer(3)),
      [ROWS],
    );
  }
  if (loss.type !== 'BinaryCrossEntropy') return normals([ROWS, 3], random);
  return dense(
    Float32Array.from({ length: ROWS * 3 }, () => random.uniform()),
    [ROWS, 3],
  );
}

/**
 * Puts the layer between two Dense layers, so that gradients pass through it to the parameters before it. A layer that
 * takes images comes first, so that the gradient of the input passes through it.
 */
function problemOf(layer: TypedConfig, loss: TypedConfig): LayersProblem {
  const random = new Random(1);
  const inputShape = INPUT_SHAPES[layer.type];
  const network: SequentialConfig =
    inputShape !== undefined
      ? { inputShape, layers: [layer, { type: 'Flatten' }, { type: 'Dense', units: 3 }] }
      : { inputShape: [6], layers: [{ type: 'Dense', units: 5 }, layer, { type: 'Dense', units: 3 }] };
  const x = normals([ROWS, ...(network.inputShape as Shape)], random);
  return { network, loss, parameters: drawn(network, random), x, targets: targetsOf(loss, random), seed: 11 };
}

/** Draws a value for every parameter, including biases. */
function drawn(network: SequentialConfig, random: Random): Map<string, DenseArray> {
  using model = sequentialFromConfig(ts, network, { dtype: 'float64' });
  return new Map(model.parameters.list.map(({ name, value: { shape } }) => [name, normals(shape, random)]));
}

function float64({ data, shape }: DenseArray): DenseArray {
  return dense(Float64Array.from(data), shape);
}

/** Computes core's gradients in float64 on backend-ts. */
async function ownGradients({
  network,
  loss,
  parameters,
  x,
  targets,
  seed,
}: LayersProblem): Promise<ReferenceGradients> {
  using model = sequentialFromConfig(ts, network, { dtype: 'float64', parameters });
  using input = upload(ts, float64(x));
  using expected = upload(ts, targets.data instanceof Int32Array ? targets : float64(targets));
  const pass = model.pass(input, expected, fromConfig('loss', LOSSES, loss), { seed, step: 1, inputGradient: true });
  const taken = async (tensor: Tensor): Promise<DenseArray> => {
    using owned = tensor;
    return dense(await owned.data(), owned.shape);
  };
  const gradients = new Map<string, DenseArray>();
  for (const [name, tensor] of pass.gradients) gradients.set(name, await taken(tensor));
  const inputGradient = await taken(pass.inputGradients[0] as Tensor);
  return { loss: (await taken(pass.loss)).data[0] ?? Number.NaN, gradients, inputGradient };
}

function expectClose(actual: ReferenceGradients, expected: ReferenceGradients): void {
  expect(Math.abs(actual.loss - expected.loss)).toBeLessThanOrEqual(GATE.absolute + GATE.relative * expected.loss);
  expect([...actual.gradients.keys()].sort()).toEqual([...expected.gradients.keys()].sort());
  for (const [name, gradient] of expected.gradients) {
    expect(difference(float64(actual.gradients.get(name) as DenseArray), gradient, GATE), name).toBeUndefined();
  }
  expect(
    difference(float64(actual.inputGradient as DenseArray), expected.inputGradient as DenseArray, GATE),
    'input',
  ).toBeUndefined();
}

const ts: Backend = await createTs();

export function describeGradients(engine: EngineName): void {
  describe(`automatic gradients on ${engine}`, () => suite(engine));
}

function suite(engine: EngineName): void {
  let reference: GradientReference;
  beforeAll(async () => {
    reference = await createGradientReference({ engine });
  });
  afterAll(() => reference.dispose());

  describe.each(layers.map((layer, at) => [JSON.stringify(layer), layer, at] as const))('%s', (_name, layer, at) => {
    test.each(lossesFor(at).map((loss) => [JSON.stringify(loss), loss] as const))('%s', async (_label, loss) => {
      const problem = problemOf(layer, loss);
      const found = await reference.differentiate(problem);
      expectClose(found, await ownGradients(problem));
      if (engine !== 'wasm' || !/Conv|^MaxPool/.test(layer.type)) return expect(found.notice).toBeUndefined();
      const kernel = layer.type.startsWith('MaxPool') ? 'MaxPoolGrad' : 'Conv2DBackpropFilter';
      expect(found.notice).toMatch(
        new RegExp(`^tfjs-node: tfjs \\S+ on wasm has no correct kernel ${kernel}, so tfjs \\S+ on cpu computed these`),
      );
    });
  });

  test('the largest of equal elements is the first', async () => {
    const loss = { type: 'MeanSquaredError' };
    const problem = problemOf({ type: 'MaxPool2d', size: [2, 3], stride: 1, padding: 1 }, loss);
    const equal = { ...problem, x: dense(new Float32Array(problem.x.data.length).fill(-0.5), problem.x.shape) };
    expectClose(await reference.differentiate(equal), await ownGradients(equal));
  });

  test('probabilities as targets', async () => {
    const probabilities = Float32Array.from({ length: ROWS * 3 }, (_, i) => [0.2, 0.5, 0.3][i % 3] as number);
    const loss = { type: 'SoftmaxCrossEntropy', labelSmoothing: 0.1 };
    const problem = { ...problemOf({ type: 'Tanh' }, loss), targets: dense(probabilities, [ROWS, 3]) };
    expectClose(await reference.differentiate(problem), await ownGradients(problem));
  });

  test('two Dropout layers draw from one generator, in order', async () => {
    const dropout = { type: 'Dropout', rate: 0.5 };
    const network = { inputShape: [6], layers: [dropout, { type: 'Dense', units: 3 }, dropout] };
    const random = new Random(5);
    const loss = { type: 'MeanSquaredError' };
    const problem: LayersProblem = {
      network,
      loss,
      parameters: drawn(network, random),
      x: normals([ROWS, 6], random),
      targets: targetsOf(loss, random),
      seed: 3,
    };
    expectClose(await reference.differentiate(problem), await ownGradients(problem));
  });

  test('every parameter of 784-532-10 on 64 images', async () => {
    const { images, labels } = mnistPixels().train;
    const rounded = ({ data, shape }: DenseArray) => dense(Float32Array.from(data), shape);
    const parameters = [...initialParameters([784, 532, 10])].map(([name, value]) => [name, rounded(value)] as const);
    const problem: LayersProblem = {
      network: {
        inputShape: [784],
        layers: [{ type: 'Dense', units: 532 }, { type: 'ReLU' }, { type: 'Dense', units: 10 }],
      },
      loss: { type: 'SoftmaxCrossEntropy' },
      parameters: new Map(parameters),
      x: pixelArray(images.subarray(0, 64 * 784), 'float32', 'dense') as DenseArray,
      targets: dense(labels.subarray(0, 64), [64]),
      seed: 0,
    };
    expectClose(await reference.differentiate(problem), await ownGradients(problem));
  });

  test('leaks no tensor', async () => {
    for (const layer of [{ type: 'GELU' }, { type: 'Conv2d', filters: 2, kernelSize: 2, dilation: 2, groups: 2 }]) {
      const problem = problemOf(layer, { type: 'Huber' });
      const before = tf.memory().numTensors;
      await reference.differentiate(problem);
      expect(tf.memory().numTensors).toBe(before);
    }
  });

  test('rejects unsupported layers and losses, and parameters that the network does not have', async () => {
    const problem = problemOf({ type: 'ReLU' }, { type: 'MeanSquaredError' });
    const { network, parameters } = problem;
    const swish = { ...network, layers: [...network.layers, { type: 'Swish' }] };
    const without = new Map([...parameters].filter(([name]) => name !== '2.bias'));
    const extra = new Map([...parameters, ['7.weight', dense(new Float32Array(1), [1])] as const]);
    const before = tf.memory().numTensors;
    const narrow = { ...problem, x: dense(new Float32Array(10), [2, 5]) };
    const failures = [
      [{ ...problem, network: swish }, 'argument', "the layer 'Swish' is not supported. Supported: Dense,"],
      [{ ...problem, loss: { type: 'Hinge' } }, 'argument', "the loss 'Hinge' is not supported. Supported: "],
      [{ ...problem, parameters: extra }, 'argument', "the network has no parameter '7.weight'."],
      [{ ...problem, parameters: without }, 'shape', "parameter '2.bias' must be [3]. Received nothing."],
      [narrow, 'shape', 'expected x of shape [n, 6] with n >= 1. Received [2, 5].'],
      [{ ...problem, targets: narrow.x }, 'shape', 'Received [7, 3] and [2, 5]'],
    ] as const;
    for (const [wrong, code, message] of failures) {
      const expected = { code, message: expect.stringContaining(message) };
      await expect(reference.differentiate(wrong)).rejects.toMatchObject(expected);
    }
    expect(tf.memory().numTensors).toBe(before);
  });
}
