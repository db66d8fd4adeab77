/** The layers for images and for normalisation, with each option that changes what they compute. */
import {
  AdaptiveAveragePool2d,
  AveragePool1d,
  AveragePool2d,
  BatchNorm,
  Chain,
  Conv1d,
  Conv2d,
  ConvTranspose2d,
  Dense,
  Dropout2d,
  Flatten,
  GlobalAveragePool,
  GlobalMaxPool,
  GroupNorm,
  LayerNorm,
  MaxPool1d,
  MaxPool2d,
  type Module,
  Permute,
  Reshape,
  Residual,
  RMSNorm,
  SeparableConv2d,
  type Shape,
  Sigmoid,
  UpSample,
  ZeroPadding,
} from '@nablajs/core';
import { add, concat, dense, graph, input, multiply, tanh } from '@nablajs/core/functional';

/** Layers to check in a small network, before an activation. */
export interface LayerChoice {
  readonly name: string;
  readonly inputShape: Shape;
  readonly layers: () => Module[];
}

/** The numbers of rows, columns and channels differ, so a mix-up of dimensions fails. */
const IMAGE: Shape = [5, 4, 2];
const FEW: Shape = [2, 3, 2];
const SEQUENCE: Shape = [6, 2];

const same = { padding: 'same' } as const;
const TWO_AXES = { epsilon: 0.1, axes: 2 };

/** Layers to check with and without a ReLU, and with one loss. */
export const MORE_LAYERS: readonly LayerChoice[] = [
  { name: 'Conv2d', inputShape: IMAGE, layers: () => [new Conv2d(3, [2, 3])] },
  { name: 'Conv2d without bias', inputShape: IMAGE, layers: () => [new Conv2d(3, 2, { bias: false })] },
  { name: 'Conv2d with same padding', inputShape: IMAGE, layers: () => [new Conv2d(3, 3, same)] },
  { name: 'Conv2d with stride', inputShape: IMAGE, layers: () => [new Conv2d(3, 3, { ...same, stride: 2 })] },
  {
    name: 'Conv2d with dilation',
    inputShape: IMAGE,
    layers: () => [new Conv2d(3, 2, { dilation: 2, padding: [0, 1] })],
  },
  { name: 'Conv2d with groups', inputShape: IMAGE, layers: () => [new Conv2d(4, 2, { groups: 2 })] },
  {
    name: 'depthwise Conv2d',
    inputShape: IMAGE,
    layers: () => [new Conv2d(4, 3, { ...same, groups: 'depthwise' }), new Conv2d(3, 1)],
  },
  { name: 'Conv1d', inputShape: SEQUENCE, layers: () => [new Conv1d(3, 3, { ...same, stride: 2 })] },
  { name: 'Conv1d with groups', inputShape: SEQUENCE, layers: () => [new Conv1d(4, 2, { groups: 2, dilation: 2 })] },
  { name: 'ConvTranspose2d', inputShape: FEW, layers: () => [new ConvTranspose2d(3, [2, 3], { stride: 2 })] },
  {
    name: 'ConvTranspose2d with same padding',
    inputShape: FEW,
    layers: () => [new ConvTranspose2d(3, 3, { ...same, stride: 2, bias: false })],
  },
  {
    name: 'ConvTranspose2d with groups',
    inputShape: FEW,
    layers: () => [new ConvTranspose2d(4, 3, { groups: 2, stride: 2, padding: 1, outputPadding: 1 })],
  },
  { name: 'MaxPool2d', inputShape: IMAGE, layers: () => [new Conv2d(3, 2), new MaxPool2d(2)] },
  {
    name: 'MaxPool2d that overlaps',
    inputShape: IMAGE,
    layers: () => [new Conv2d(3, 2), new MaxPool2d(3, { ...same, stride: [2, 1] })],
  },
  { name: 'AveragePool2d', inputShape: IMAGE, layers: () => [new Conv2d(3, 2), new AveragePool2d(2)] },
  {
    name: 'AveragePool2d that overlaps',
    inputShape: IMAGE,
    layers: () => [new Conv2d(3, 2), new AveragePool2d(3, { stride: [1, 2], padding: 1 })],
  },
  { name: 'GlobalAveragePool', inputShape: IMAGE, layers: () => [new Conv2d(3, 2), new GlobalAveragePool()] },
  { name: 'GlobalMaxPool', inputShape: IMAGE, layers: () => [new Conv2d(3, 2), new GlobalMaxPool()] },
  {
    name: 'AdaptiveAveragePool2d',
    inputShape: IMAGE,
    layers: () => [new Conv2d(3, 2), new AdaptiveAveragePool2d([3, 2])],
  },
  { name: 'MaxPool1d', inputShape: SEQUENCE, layers: () => [new Conv1d(3, 2), new MaxPool1d(2, { stride: 1 })] },
  {
    name: 'AveragePool1d',
    inputShape: SEQUENCE,
    layers: () => [new Conv1d(3, 2), new AveragePool1d(3, { padding: 1 })],
  },
  {
    name: 'SeparableConv2d',
    inputShape: IMAGE,
    layers: () => [new SeparableConv2d(3, 2, { ...same, stride: 2, depthMultiplier: 2 })],
  },
  {
    name: 'Permute, ZeroPadding and Reshape',
    inputShape: FEW,
    layers: () => [
      new Permute([3, 1, 2]),
      new ZeroPadding([
        [0, 1],
        [1, 0],
      ]),
      new Conv2d(2, 2),
      new Reshape([2, -1]),
    ],
  },
  { name: 'UpSample', inputShape: FEW, layers: () => [new Conv2d(2, 2), new UpSample([3, 2])] },
  {
    name: 'Graph',
    inputShape: [5],
    layers: () => {
      const x = input([5]);
      const shared = dense(5);
      const y = tanh()(shared(x));
      return [graph(x, concat([add(x, y), multiply(y, shared(y))]))];
    },
  },
  { name: 'Dropout2d', inputShape: [2, 3], layers: () => [new Dropout2d(0.4), new Flatten(), new Dense(5)] },
  { name: 'LayerNorm', inputShape: [6], layers: () => [new Dense(5), new LayerNorm({ epsilon: 0.1 })] },
  { name: 'GroupNorm', inputShape: [3, 4], layers: () => [new GroupNorm(2, { epsilon: 0.1 }), new Flatten()] },
  { name: 'RMSNorm', inputShape: [6], layers: () => [new Dense(5), new RMSNorm({ epsilon: 0.1 })] },
  { name: 'LayerNorm over two axes', inputShape: [2, 3], layers: () => [new LayerNorm(TWO_AXES), new Flatten()] },
  {
    name: 'RMSNorm over two axes without parameters',
    inputShape: [2, 3],
    layers: () => [new Dense(3), new RMSNorm({ ...TWO_AXES, affine: false }), new Flatten()],
  },
  {
    name: 'GroupNorm without parameters',
    inputShape: [6],
    layers: () => [new Dense(6), new GroupNorm(2, { epsilon: 0.1, affine: false })],
  },
  // Without a bias: batch normalisation subtracts it, so its gradient would be 0.
  { name: 'BatchNorm', inputShape: [6], layers: () => [new Dense(5, { bias: false }), new BatchNorm()] },
  {
    name: 'BatchNorm without parameters',
    inputShape: [6],
    layers: () => [new Dense(5, { bias: false }), new BatchNorm({ affine: false })],
  },
  {
    name: 'BatchNorm of images',
    inputShape: IMAGE,
    layers: () => [new Conv2d(3, 2, { bias: false }), new BatchNorm()],
  },
  {
    name: 'Residual with shortcut',
    inputShape: IMAGE,
    layers: () => [
      new Residual(new Chain([new Conv2d(3, 3, { ...same, stride: 2, bias: false }), new BatchNorm(), new Sigmoid()]), {
        shortcut: new Conv2d(3, 1, { stride: 2 }),
      }),
    ],
  },
];
