/** The layers of the default set. */
import {
  AveragePool2d,
  BatchNorm,
  Chain,
  Conv1d,
  Conv2d,
  ConvTranspose2d,
  Dense,
  Dropout,
  Dropout2d,
  Flatten,
  GlobalAveragePool,
  GroupNorm,
  LayerNorm,
  MaxPool2d,
  type Module,
  Residual,
  RMSNorm,
  type Shape,
  Sigmoid,
  Tanh,
  UpSample,
} from '@nablajs/core';

/** Rows, inputs, hidden units and classes all differ, so that a mix-up of dimensions fails. */
const HIDDEN = 5;
export const CLASSES = 3;

/** A layer, with what it needs before it and, for images, after it. */
export interface LayerChoice {
  readonly name: string;
  readonly inputShape: Shape;
  readonly layers: () => Module[];
}

export const LAYER_CHOICES: readonly LayerChoice[] = [
  { name: 'Dense', inputShape: [6], layers: () => [new Dense(HIDDEN)] },
  { name: 'Dense without bias', inputShape: [6], layers: () => [new Dense(HIDDEN, { bias: false })] },
  { name: 'Flatten', inputShape: [2, 3], layers: () => [new Flatten(), new Dense(HIDDEN)] },
  { name: 'Dropout', inputShape: [6], layers: () => [new Dense(HIDDEN), new Dropout(0.4)] },
  { name: 'Dropout2d', inputShape: [2, 3], layers: () => [new Dropout2d(0.4), new Flatten(), new Dense(HIDDEN)] },
  { name: 'LayerNorm', inputShape: [6], layers: () => [new Dense(HIDDEN), new LayerNorm({ epsilon: 0.1 })] },
  {
    name: 'GroupNorm',
    inputShape: [3, 4],
    layers: () => [new GroupNorm(2, { epsilon: 0.1 }), new Flatten(), new Dense(HIDDEN)],
  },
  { name: 'RMSNorm', inputShape: [6], layers: () => [new Dense(HIDDEN), new RMSNorm({ epsilon: 0.1 })] },
  {
    name: 'Residual',
    inputShape: [HIDDEN],
    layers: () => [new Residual(new Chain([new Dense(HIDDEN), new Sigmoid()]))],
  },
];

/** Of small images or sequences: each layer for these in every way that has code of its own. */
export const IMAGE_CHOICES: readonly LayerChoice[] = [
  { name: 'Conv1d', inputShape: [7, 2], layers: () => [new Conv1d(3, 3, { stride: 2, padding: 1 })] },
  { name: 'Conv1d, dilated', inputShape: [7, 2], layers: () => [new Conv1d(2, 2, { dilation: 3, padding: 'same' })] },
  { name: 'Conv2d', inputShape: [4, 3, 2], layers: () => [new Conv2d(3, [2, 3])] },
  {
    name: 'Conv2d, strided',
    inputShape: [5, 4, 2],
    layers: () => [new Conv2d(3, 3, { stride: [2, 1], padding: 'same', bias: false })],
  },
  {
    name: 'Conv2d, dilated',
    inputShape: [5, 4, 2],
    layers: () => [new Conv2d(2, 2, { dilation: [3, 2], padding: [1, 2] })],
  },
  { name: 'Conv2d, in groups', inputShape: [3, 4, 4], layers: () => [new Conv2d(6, 2, { groups: 2, padding: 1 })] },
  {
    name: 'Conv2d, depthwise',
    inputShape: [4, 3, 2],
    layers: () => [new Conv2d(4, 3, { groups: 'depthwise', padding: 'same', stride: 2 })],
  },
  {
    name: 'ConvTranspose2d',
    inputShape: [3, 2, 2],
    layers: () => [new ConvTranspose2d(3, [2, 3], { stride: [2, 3], padding: [1, 0], outputPadding: [1, 2] })],
  },
  {
    name: 'ConvTranspose2d, in groups',
    inputShape: [2, 3, 4],
    layers: () => [new ConvTranspose2d(2, 3, { groups: 2, padding: 'same', stride: 2, bias: false })],
  },
  { name: 'MaxPool2d', inputShape: [4, 4, 2], layers: () => [new MaxPool2d(2)] },
  {
    name: 'MaxPool2d, overlapping',
    inputShape: [4, 3, 2],
    layers: () => [new MaxPool2d([3, 2], { stride: 1, padding: 'same' })],
  },
  { name: 'AveragePool2d', inputShape: [4, 4, 2], layers: () => [new AveragePool2d(2)] },
  {
    name: 'AveragePool2d, overlapping',
    inputShape: [4, 3, 2],
    layers: () => [new AveragePool2d([2, 3], { stride: [2, 1], padding: [1, 1] })],
  },
  { name: 'GlobalAveragePool', inputShape: [3, 2, 4], layers: () => [new GlobalAveragePool()] },
  { name: 'UpSample', inputShape: [2, 3, 2], layers: () => [new UpSample([3, 2])] },
  { name: 'BatchNorm', inputShape: [2, 3, 3], layers: () => [new BatchNorm()] },
  {
    name: 'Residual with a shortcut',
    inputShape: [4, 4, 2],
    layers: () => [
      new Residual(
        new Chain([
          new Conv2d(3, 3, { stride: 2, padding: 1, bias: false }),
          new BatchNorm(),
          new Tanh(),
          new Conv2d(3, 3, { padding: 'same' }),
        ]),
        { shortcut: new Conv2d(3, 1, { stride: 2 }) },
      ),
    ],
  },
];
