/** The training of digits.html, shared by the page and its test. */
import {
  Adam,
  type Backend,
  Conv2d,
  Dense,
  type DenseArray,
  Dropout,
  dense,
  Flatten,
  MaxPool2d,
  ReLU,
  Sequential,
  SoftmaxCrossEntropy,
} from '@nablajs/core';

export const TRAINING = 1024;
const TEST = 1000;

export interface Digits {
  /** float32 [n, 28, 28, 1], from 0 to 1 */
  readonly x: DenseArray;
  /** int32 [n], from 0 to 9 */
  readonly y: DenseArray;
}

/** Splits mnist-2024.bin: the bytes of the training images and their labels, then those of the test images. */
export function digitsFrom(bytes: Uint8Array): Readonly<Record<'training' | 'test', Digits>> {
  let offset = 0;
  const take = (length: number): Uint8Array => {
    offset += length;
    return bytes.subarray(offset - length, offset);
  };
  const digits = (count: number): Digits => ({
    x: dense(
      Float32Array.from(take(count * 784), (byte) => byte / 255),
      [count, 28, 28, 1],
    ),
    y: dense(Int32Array.from(take(count)), [count]),
  });
  return { training: digits(TRAINING), test: digits(TEST) };
}

/** Creates the network of Keras' example mnist_convnet: 34,826 parameters. */
export const newConvnet = (backend: Backend, seed: number): Sequential =>
  new Sequential(backend, {
    inputShape: [28, 28, 1],
    layers: [
      new Conv2d(32, 3),
      new ReLU(),
      new MaxPool2d(2),
      new Conv2d(64, 3),
      new ReLU(),
      new MaxPool2d(2),
      new Flatten(),
      new Dropout(0.5),
      new Dense(10),
    ],
    dtype: 'float32',
    seed,
  });

/** The options of `train` and `trainInWorker`, except the data. */
export const settings = (seed: number, epochs: number, batchSize: number) => ({
  loss: new SoftmaxCrossEntropy(),
  optimizer: new Adam(),
  ...{ epochs, batchSize, seed },
});
