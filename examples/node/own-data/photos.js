/**
 * Photos: is it brick, grass or gravel? A network that has seen a million other photos learns it from two photos of
 * each. A small network that starts from nothing learns from the same six, for comparison. With a folder of your own,
 * each subfolder is a class.
 *
 *     node own-data/photos.js [FOLDER]
 */
import { fileURLToPath } from 'node:url';
import { createBackend } from '@nablajs/backend-wasm';
import { loadModel } from '@nablajs/checkpoint';
import * as nabla from '@nablajs/core';
import { imageFolderDataset, readImageForm, split } from '@nablajs/datasets';
import { featuresOf, fineTune } from '@nablajs/finetune';
import { KERAS_LAYERS } from '@nablajs/interchange';
import '../support/pipe.js';

const at = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const [folder = at('../data/photos')] = process.argv.slice(2);
const seed = 1;
const loss = new nabla.SoftmaxCrossEntropy();
const backend = await createBackend();

// EfficientNet-Lite0, which the playground has too: any network from ONNX, Keras or TensorFlow.js will do.
const { config, parameters, form } = await loadModel(at('../../../apps/playground/features'));
const pretrained = nabla.networkFromConfig(backend, config, { parameters, layers: KERAS_LAYERS });
const features = featuresOf({ module: pretrained.module, parameters, inputShape: config.inputShape });
const { height, width, channels, normalisation } = readImageForm(form, 'model.json');

const photos = await imageFolderDataset(folder, { height, width, channels, normalisation, flatten: false });
const { classes, labels } = photos;
/** Two photos of each class to learn from; the others are the test. @param {typeof photos} data */
const divided = (data) => split(data, 1 - (2 * classes.length) / data.length, new nabla.Random(seed), { labels });
const { train, test } = divided(photos);
console.log(`${train.length} photos to learn from, ${test.length} to test on: ${classes.join(', ')}`);

/** Prints how many of the test photos are right; returns the answers. */
async function tested(
  /** @type {string} */ name,
  /** @type {nabla.Network<any>} */ model,
  /** @type {nabla.Dataset} */ data,
) {
  const { classification } = await nabla.evaluate(model, data, { loss });
  const { accuracy = 0, predictions = new Int32Array(), truths = new Int32Array() } = classification ?? {};
  console.log(`${name}: ${Math.round(accuracy * data.length)} of ${data.length} are right`);
  return { accuracy, predictions, truths };
}

const small = divided(await imageFolderDataset(folder, { height: 64, width: 64, channels, flatten: false }));
const convolutions = [new nabla.Conv2d(16, 3, { stride: 2 }), new nabla.ReLU(), new nabla.Conv2d(32, 3, { stride: 2 })];
const layers = [...convolutions, new nabla.ReLU(), new nabla.GlobalAveragePool(), new nabla.Dense(classes.length)];
const fresh = new nabla.Sequential(backend, { inputShape: [64, 64, channels], layers, seed });
await nabla.fit(fresh, small.train, { loss, optimizer: new nabla.Adam(), epochs: 100, batchSize: 6, seed });
const fromNothing = await tested('A network that starts from nothing', fresh, small.test);

let tuned;
for await (const event of fineTune(backend, features, { train }, { outputs: classes.length, unfreeze: false, seed })) {
  if (event.type === 'fine-tuned') tuned = await tested('The fine-tuned network', event.network, test);
}
await backend.dispose();

export { classes, fromNothing, tuned };
