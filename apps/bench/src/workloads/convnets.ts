/** Workloads that train convolutional networks, one step at a time. */
import { epochOrder, type FloatDType, initialize, parameterRandom } from '@nablajs/core';
import { floats, type InputArray, integers, uniform } from './arrays.js';
import type { Digits } from './digits.js';
import { type ChainConfig, type LayerConfig, sizesOf } from './layers.js';
import type { PlannedWorkload } from './plan.js';

const CLASSES = 10;
/** How many different batches the steps cycle through. */
const BATCHES = 4;

interface Convnet {
  readonly name: string;
  readonly layers: readonly LayerConfig[];
  readonly inputShape: readonly number[];
  /** [rows, ...inputShape] */
  images(digits: Digits, rows: number, dtype: FloatDType): InputArray;
}

const conv = (filters: number, rest: Partial<Extract<LayerConfig, { type: 'Conv2d' }>> = {}): LayerConfig => ({
  type: 'Conv2d',
  filters,
  kernelSize: 3,
  stride: 1,
  padding: 0,
  bias: true,
  ...rest,
});
const BATCH_NORM: LayerConfig = { type: 'BatchNorm' };
const RELU: LayerConfig = { type: 'ReLU' };
const MAX_POOL: LayerConfig = { type: 'MaxPool2d', size: 2 };
const chain = (...layers: LayerConfig[]): ChainConfig => ({ type: 'Chain', layers });

/** The network of Keras' first example (mnist_convnet), 34,826 parameters, on images of MNIST. */
const MNIST: Convnet = {
  name: 'mnist_convnet',
  layers: [
    ...[conv(32), RELU, MAX_POOL],
    ...[conv(64), RELU, MAX_POOL],
    ...[{ type: 'Flatten' } as const, { type: 'Dropout', rate: 0.5 } as const],
    { type: 'Dense', units: CLASSES },
  ],
  inputShape: [28, 28, 1],
  images: (digits, rows, dtype) => ({ ...digits.dense(rows, dtype), shape: [rows, 28, 28, 1] }),
};

/** Two convolutions with a shortcut around them. Where the shape changes, the shortcut is a convolution of 1x1. */
function block(filters: number, stride: number): LayerConfig[] {
  const same = { padding: 1, bias: false };
  const body = chain(conv(filters, { ...same, stride }), BATCH_NORM, RELU, conv(filters, same), BATCH_NORM);
  const shortcut = chain(conv(filters, { kernelSize: 1, stride, bias: false }), BATCH_NORM);
  return [{ type: 'Residual', body, ...(stride === 1 ? {} : { shortcut }) }, RELU];
}

/**
 * The residual network of He et al. 2016 (section 4.2) for CIFAR-10, with one block in each stage (n = 1) and
 * projections as shortcuts (their option B), on images of random numbers.
 */
const RESNET: Convnet = {
  name: 'ResNet-8',
  layers: [
    ...[conv(16, { padding: 1, bias: false }), BATCH_NORM, RELU],
    ...[...block(16, 1), ...block(32, 2), ...block(64, 2)],
    ...[{ type: 'GlobalAveragePool' } as const, { type: 'Dense', units: CLASSES } as const],
  ],
  inputShape: [32, 32, 3],
  images: (_, rows, dtype) => uniform(dtype, [rows, 32, 32, 3], 8),
};

function step(digits: Digits, convnet: Convnet, batchSize: number, dtype: FloatDType): PlannedWorkload {
  const { layers, inputShape } = convnet;
  const { parameters, products, firstProducts } = sizesOf(layers, inputShape);
  const rows = BATCHES * batchSize;
  return {
    workload: {
      suite: 'convnet',
      name: `${convnet.name}, batch of ${batchSize}`,
      kind: 'convnet',
      dtype,
      // Forward, the gradient of the weights and, except in the first layer, of the input.
      flops: 2 * batchSize * (3 * products - firstProducts),
      layers: [...layers],
      learningRate: 0.001,
      batchSize,
      resultSteps: 3,
    },
    inputs: async () => ({
      x: convnet.images(digits, rows, dtype),
      labels: digits.labels(rows),
      order: integers(epochOrder(1, 1, rows)),
      ...Object.fromEntries(
        parameters.map(({ name, shape, initializer }) => {
          const values = initialize(initializer, shape, parameterRandom(0, name));
          return [name, floats(dtype, shape, (i) => values[i] as number)];
        }),
      ),
    }),
  };
}

/** The small batches are for TensorFlow.js in plain JavaScript. */
export function convolutional(digits: Digits, quick: boolean): PlannedWorkload[] {
  const small = [step(digits, MNIST, 8, 'float32'), step(digits, RESNET, 2, 'float32')];
  if (quick) return small;
  const types = ['float32', 'float64'] as const;
  return [...[MNIST, RESNET].flatMap((convnet) => types.map((dtype) => step(digits, convnet, 128, dtype))), ...small];
}
