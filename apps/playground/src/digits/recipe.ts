/** How the network of the Draw view is trained: once on all of MNIST, and again in the page, on the sample. */
import { Adam, type Backend, type Sequential, SoftmaxCrossEntropy, sequentialFromConfig } from '@nablajs/core';
import { OneCycle } from '@nablajs/core/schedules';

/** Two convolutions, each halved by a pooling, and one output for each digit: 16,802 parameters. */
const DIGIT_NETWORK = {
  inputShape: [28, 28, 1],
  layers: [
    { type: 'Conv2d', filters: 8, kernelSize: 5, padding: 'same' },
    { type: 'ReLU' },
    { type: 'MaxPool2d', size: 2 },
    { type: 'Conv2d', filters: 24, kernelSize: 5, padding: 'same' },
    { type: 'ReLU' },
    { type: 'MaxPool2d', size: 2 },
    { type: 'Flatten' },
    { type: 'Dense', units: 10 },
  ],
};

/** Creates the network with weights drawn from a seed. */
export const newDigitNetwork = (backend: Backend, seed: number): Sequential =>
  sequentialFromConfig(backend, DIGIT_NETWORK, { dtype: 'float32', seed });

/** The options of `train`, except the validation data. */
export const digitTraining = (epochs: number, seed: number) => ({
  loss: new SoftmaxCrossEntropy(),
  optimizer: new Adam({ learningRate: 0.004 }),
  schedule: new OneCycle(),
  ...{ epochs, batchSize: 64, seed },
});
