/**
 * One or two of every layer, loss and optimizer, with options away from their defaults: what tests over all of them
 * walk.
 */

import { add, concat, dense, graph, input, multiply } from '../../src/functional/index.js';
import {
  Adadelta,
  Adagrad,
  Adam,
  Adamax,
  AdamW,
  AdaptiveAveragePool2d,
  AveragePool1d,
  AveragePool2d,
  BatchNorm,
  BinaryCrossEntropy,
  Chain,
  Conv1d,
  Conv2d,
  ConvTranspose2d,
  Dense,
  Dropout,
  Dropout2d,
  ELU,
  Flatten,
  GELU,
  GlobalAveragePool,
  GlobalMaxPool,
  GroupNorm,
  HardSwish,
  Huber,
  LayerNorm,
  LeakyReLU,
  Lion,
  type Loss,
  MaxPool1d,
  MaxPool2d,
  MeanAbsoluteError,
  MeanSquaredError,
  type Module,
  NAdam,
  type Optimizer,
  Permute,
  PReLU,
  ReLU,
  Reshape,
  Residual,
  RMSNorm,
  RMSprop,
  SELU,
  SeparableConv2d,
  SGD,
  type Shape,
  Sigmoid,
  SiLU,
  Softmax,
  SoftmaxCrossEntropy,
  Softplus,
  Tanh,
  type TypedConfig,
  UpSample,
  ZeroPadding,
} from '../../src/index.js';
import { nameOf } from './reference.js';

/** Of the inputs of every layer that takes flat ones: a residual keeps it. */
export const WIDTH = 4;

/** The inputs of the other layers, without the batch dimension. */
const SHAPES: Readonly<Record<string, Shape>> = {
  ...{
    LayerNorm: [3, 2],
    RMSNorm: [3, 2],
    Conv1d: [5, 2],
    ConvTranspose2d: [2, 3, 2],
    MaxPool1d: [5, 2],
    AveragePool1d: [5, 2],
  },
};
const IMAGE: Shape = [4, 3, 2];

/**
 * A small network with `layer` in its middle: parameters before and after it, and outputs of width 3. What comes before
 * a `BatchNorm` has no bias, whose gradient would be 0.
 */
export function stackAround(layer: Module): { readonly inputShape: Shape; readonly layers: readonly Module[] } {
  const { type } = layer.config;
  if (!/Conv|Pool|UpSample|BatchNorm|Reshape|Permute|Padding/.test(type) && layer.config['axes'] !== 2) {
    return { inputShape: [WIDTH], layers: [new Dense(WIDTH), layer, new Dense(3)] };
  }
  const inputShape = SHAPES[type] ?? IMAGE;
  const first = inputShape.length === 2 ? new Conv1d(2, 1, { bias: false }) : new Conv2d(2, 1, { bias: false });
  return { inputShape, layers: [first, layer, new Flatten(), new Dense(3)] };
}

/** A layer is called twice; all layers that merge. */
function merging(): Module {
  const x = input([WIDTH]);
  const shared = dense(WIDTH);
  const y = add(shared(x), multiply(x, shared(x)));
  return graph(x, concat([y, x], { axis: 1 }));
}

export const everyLayer = (): Module[] => [
  new Dense(4),
  new Dense(4, { bias: false, initializer: 'glorotUniform' }),
  new ReLU(),
  new LeakyReLU(0.1),
  new ELU(0.8),
  new Sigmoid(),
  new Tanh(),
  new GELU(),
  new GELU({ approximate: 'tanh' }),
  new Softplus(),
  new SiLU(),
  new SELU(),
  new HardSwish(),
  new PReLU(),
  new Softmax(),
  new Flatten(),
  new Dropout(0.4),
  new Dropout2d(0.4),
  new LayerNorm({ epsilon: 1e-3, axes: 2 }),
  new LayerNorm({ affine: false }),
  // With 2 channels and a small epsilon, each would be 1 or -1 and its gradient nearly 0.
  new GroupNorm(2, { epsilon: 0.1 }),
  new GroupNorm(1, { affine: false }),
  new RMSNorm({ epsilon: 1e-3, axes: 2 }),
  new RMSNorm({ affine: false }),
  new Chain([new Dense(4), new ReLU(), new Dense(4)]),
  new Residual(new Chain([new Dense(WIDTH), new Tanh()]), { shortcut: new Dense(WIDTH, { bias: false }) }),
  new Residual(new Chain([new Dense(WIDTH), new Tanh()])),
  merging(),
  new Conv1d(4, 3, {
    ...({ stride: 2, padding: 'same', dilation: 2, groups: 2, bias: false, initializer: 'lecunNormal' } as const),
  }),
  new Conv2d(4, [3, 2], { stride: [2, 1], padding: 'same', groups: 'depthwise' }),
  new Conv2d(3, 2, { padding: [1, 0], dilation: [2, 1], bias: false, initializer: 'glorotNormal' }),
  new ConvTranspose2d(4, 2, { stride: 2, padding: 1, groups: 2, outputPadding: [1, 0] }),
  new ConvTranspose2d(2, [2, 3], { padding: 'same', dilation: 2, bias: false, initializer: 'glorotNormal' }),
  new MaxPool2d([2, 3], { stride: 1, padding: 'same' }),
  new AveragePool2d(2, { stride: [2, 1], padding: 1 }),
  new GlobalAveragePool(),
  new GlobalMaxPool(),
  new MaxPool1d(2, { stride: 1, padding: 'same' }),
  new AveragePool1d(2, { stride: 1, padding: 1 }),
  new AdaptiveAveragePool2d([3, 2]),
  new SeparableConv2d(3, [2, 3], {
    ...({ stride: 2, padding: 'same', dilation: 2, depthMultiplier: 2, bias: false } as const),
    initializer: 'lecunNormal',
  }),
  new Reshape([3, -1]),
  new Permute([2, 3, 1]),
  new ZeroPadding([
    [0, 1],
    [2, 0],
  ]),
  new UpSample([2, 1]),
  new BatchNorm({ momentum: 0.2, epsilon: 0.01 }),
  new BatchNorm({ affine: false }),
];

export const everyLoss = (): Loss[] => [
  new SoftmaxCrossEntropy(),
  new SoftmaxCrossEntropy({ labelSmoothing: 0.2, ignoreIndex: -1, classWeights: [1, 0.5, 2] }),
  new MeanSquaredError(),
  new MeanAbsoluteError(),
  new Huber(0.4),
  new BinaryCrossEntropy(),
  new BinaryCrossEntropy({ positiveWeight: 3 }),
];

/** Of a Dense layer alone: the bias learns in steps of its own. */
const groups = [{ names: ['*bias'], weightDecay: 0.3, learningRateFactor: 0.5 }];

export const everyOptimizer = (): Optimizer[] => [
  new SGD({ learningRate: 0.3, groups }),
  new SGD({ momentum: 0.5, dampening: 0.2 }),
  new SGD({ momentum: 0.9, nesterov: true, weightDecay: 0.1 }),
  new Adam({ learningRate: 0.02, beta1: 0.8, beta2: 0.95, epsilon: 1e-6, weightDecay: 0.1, groups }),
  new AdamW({ learningRate: 0.02, weightDecay: 0 }),
  new AdamW({ beta1: 0.7, beta2: 0.9, epsilon: 1e-5, groups }),
  new RMSprop({ groups }),
  new RMSprop({ learningRate: 0.02, alpha: 0.8, momentum: 0.9, centered: true, epsilon: 1e-5, weightDecay: 0.1 }),
  new Adagrad({ learningRate: 0.1, learningRateDecay: 0.1, epsilon: 1e-7, weightDecay: 0.1, groups }),
  new SGD({ formula: 'keras', momentum: 0.9, nesterov: true, weightDecay: 0.1, groups }),
  new Adam({ formula: 'keras', weightDecay: 0.1, groups }),
  new Adam({ amsgrad: true, beta2: 0.5, epsilon: 1e-5 }),
  new AdamW({ formula: 'keras', amsgrad: true, groups }),
  new RMSprop({ formula: 'keras', momentum: 0.9, centered: true, weightDecay: 0.1, groups }),
  new Adagrad({ formula: 'keras', initialAccumulator: 0.2, learningRateDecay: 0.1, weightDecay: 0.1, groups }),
  new Adadelta({ learningRate: 0.5, rho: 0.8, epsilon: 1e-5, weightDecay: 0.1, groups }),
  new Adamax({ learningRate: 0.1, beta1: 0.8, beta2: 0.9, epsilon: 1e-5, weightDecay: 0.1, groups }),
  new NAdam({
    learningRate: 0.02,
    beta1: 0.8,
    beta2: 0.9,
    epsilon: 1e-5,
    momentumDecay: 0.1,
    weightDecay: 0.1,
    groups,
  }),
  new Lion({ learningRate: 0.1, beta1: 0.8, beta2: 0.9, weightDecay: 0.1, groups }),
];

/** The configs of layers, and of those inside them. */
export const configsIn = (value: unknown): TypedConfig[] => {
  if (typeof value !== 'object' || value === null) return [];
  return [...('type' in value ? [value as TypedConfig] : []), ...Object.values(value).flatMap(configsIn)];
};

/** The types of layers, and of those inside them. */
export const typesOf = (layers: readonly Module[]): Set<string> =>
  new Set(layers.flatMap(({ config }) => configsIn(config)).map(({ type }) => type));

/** With a name for a table of tests. */
export const named = <T extends { readonly config: { readonly type: string } }>(
  values: readonly T[],
): { name: string; value: T }[] => values.map((value) => ({ name: nameOf(value.config), value }));
