/** The short training run of a convolutional network whose digest is committed. */
import {
  AveragePool2d,
  type Backend,
  BatchNorm,
  Chain,
  Conv2d,
  ConvTranspose2d,
  Dense,
  Dropout2d,
  Flatten,
  type FloatDType,
  GELU,
  GroupNorm,
  LayerNorm,
  MaxPool2d,
  PReLU,
  ReLU,
  Residual,
  RMSNorm,
  Sequential,
  type TypedArray,
  UpSample,
} from '@nablajs/core';
import type { Pixels } from './pixels.js';
import { type Elsewhere, SEED, trainEpoch, weightsOf } from './short-run.js';

/**
 * Trains four steps through every kind of image layer, here or in a worker. Returns the trained weights and running
 * statistics.
 */
export async function trainShortConvnet(
  backend: Backend,
  dtype: FloatDType,
  pixels: Pixels,
  elsewhere?: Elsewhere,
): Promise<readonly TypedArray[]> {
  using model = new Sequential(backend, { inputShape: [28, 28, 1], layers: layers(), dtype, seed: SEED });
  await trainEpoch(model, pixels, { rows: 128, batchSize: 32 }, elsewhere);
  return await weightsOf(model);
}

function layers() {
  const same = { padding: 'same' } as const;
  return [
    new Conv2d(8, 3, { ...same, stride: 2, bias: false }), // [14, 14, 8]
    new BatchNorm(),
    new ReLU(),
    new Conv2d(16, 3, { ...same, groups: 'depthwise' }),
    new PReLU(),
    new MaxPool2d(2), // [7, 7, 16]
    new Dropout2d(0.25),
    new Residual(
      new Chain([
        new Conv2d(24, 3, { ...same, stride: 2 }), // [4, 4, 24]
        new GroupNorm(4),
        new GELU({ approximate: 'tanh' }),
        new Conv2d(24, 3, same),
        new BatchNorm(),
      ]),
      { shortcut: new Conv2d(24, 1, { stride: 2 }) },
    ),
    new ConvTranspose2d(12, 3, { stride: 2, padding: 1, outputPadding: 1 }), // [8, 8, 12]
    new RMSNorm(),
    new UpSample(2), // [16, 16, 12]
    new AveragePool2d(3, { ...same, stride: 2 }), // [8, 8, 12]
    new LayerNorm(),
    new Flatten(),
    new Dense(10),
  ];
}
