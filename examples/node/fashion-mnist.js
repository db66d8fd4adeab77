/**
 * Fashion-MNIST: clothes instead of digits, in MNIST's format. Reads your folder; downloads nothing.
 *
 *     node fashion-mnist.js FOLDER [epochs]
 */
import { createBackend } from '@nablajs/backend-wasm';
import { Adam, Dense, Dropout, evaluate, fit, NablaError, ReLU, Sequential, SoftmaxCrossEntropy } from '@nablajs/core';
import { classReports, confusionMatrix } from '@nablajs/core/metrics';
import { imageDataset, loadIdxFolder } from '@nablajs/datasets';
import './support/pipe.js';
import { confusionTable, picture } from './support/text.js';

const NAMES = ['T-shirt', 'Trouser', 'Pullover', 'Dress', 'Coat', 'Sandal', 'Shirt', 'Sneaker', 'Bag', 'Boot'];

const HELP = `Usage: node fashion-mnist.js FOLDER [epochs]

FOLDER holds the four files of Fashion-MNIST, packed or unpacked:
  train-images-idx3-ubyte.gz  train-labels-idx1-ubyte.gz
  t10k-images-idx3-ubyte.gz   t10k-labels-idx1-ubyte.gz
They are in the folder data/fashion of https://github.com/zalandoresearch/fashion-mnist (31 MB, MIT licence).`;

/** @param {string} message @returns {never} */
function stop(message) {
  console.error(message);
  process.exit(1);
}

/** @param {string} folder */
async function load(folder) {
  try {
    return await loadIdxFolder(folder);
  } catch (error) {
    // A file is missing or damaged; the message names it.
    if (error instanceof NablaError && error.code === 'data') stop(`${error.message}\n\n${HELP}`);
    throw error;
  }
}

const [folder, epochs = '3'] = process.argv.slice(2);
if (folder === undefined) stop(HELP);
const images = await load(folder);
const train = imageDataset(images.train);
// A network takes one layout, so the test images use that of the training images.
const test = imageDataset(images.test, { layout: train.layout });

const { width, height } = images.train;
console.log(
  `${train.length} and ${test.length} images of ${width} x ${height}. ` +
    `The first is of class ${NAMES[train.labels[0] ?? 0]}:`,
);
console.log(picture(images.train.images.subarray(0, width * height), width));

const backend = await createBackend();
const seed = 1;
const loss = new SoftmaxCrossEntropy();
const model = new Sequential(backend, {
  inputShape: train.inputShape,
  layers: [new Dense(256), new ReLU(), new Dropout(0.2), new Dense(10)],
  seed,
});

await fit(model, train, {
  loss,
  optimizer: new Adam(),
  epochs: Number(epochs),
  batchSize: 128,
  seed,
  validation: test,
  onEvent(event) {
    if (event.type !== 'epoch-end') return;
    const accuracy = event.validation?.classification?.accuracy ?? Number.NaN;
    console.log(`epoch ${event.epoch}: loss ${event.loss.toFixed(4)}, test accuracy ${(100 * accuracy).toFixed(2)} %`);
  },
});

const { classification } = await evaluate(model, test, { loss });
const { truths = [], predictions = [] } = classification ?? {};
const matrix = confusionMatrix(truths, predictions, NAMES.length);
console.log('\nRows are the classes, columns what the network took them for:');
console.log(confusionTable(matrix, NAMES));
console.log('\nclass     precision  recall');
for (const [at, { precision, recall }] of classReports(matrix).entries()) {
  console.log(`${NAMES[at]?.padEnd(8)}  ${precision.toFixed(3).padStart(9)}  ${recall.toFixed(3).padStart(6)}`);
}

model.dispose();
await backend.dispose();
