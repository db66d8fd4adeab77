import { readFile, writeFile } from 'node:fs/promises';
import { createBackend } from '@nablajs/backend-wasm';
import * as nabla from '@nablajs/core';
import { loadOptimizerState } from '@nablajs/core/callbacks';
import { arrayDataset } from '@nablajs/datasets';
import * as interchange from '@nablajs/interchange';

const pixels = Float32Array.from({ length: 400 * 8 * 8 }, (_, i) => {
  const [n, row, column] = [Math.floor(i / 64), Math.floor(i / 8) % 8, i % 8];
  return Math.sin(0.8 * (n % 2 === 1 ? row : column) + n);
});
const images = nabla.dense(pixels, [400, 8, 8, 1]);
const labels = nabla.array(
  Array.from({ length: 400 }, (_, n) => n % 2),
  'int32',
);

const model = new nabla.Sequential(await createBackend(), {
  inputShape: [8, 8, 1],
  layers: [
    new nabla.Conv2d(4, 3),
    new nabla.BatchNorm(),
    new nabla.ReLU(),
    new nabla.MaxPool2d(2),
    new nabla.Flatten(),
    new nabla.Dense(2),
  ],
});
const checkpoint = interchange.readTorch(await readFile('formats/files/stripes.pt'));
const tensors = interchange.stateDict(checkpoint, 'model');
interchange.loadStateDict(model, tensors);
console.log('Two images:', (await nabla.predict(model, images)).data.slice(0, 4));

const saved = interchange.valueAt(checkpoint, 'optimizer');
const { state } = interchange.readTorchOptimizer(model, tensors, saved);
const optimizer = nabla.fromConfig('optimizer', nabla.OPTIMIZERS, state.config);
loadOptimizerState(optimizer, state, model.parameters);
const data = arrayDataset(images, labels);
const loss = new nabla.SoftmaxCrossEntropy();
await nabla.fit(model, data, { loss, optimizer, epochs: 10, batchSize: 40 });
console.log('Accuracy:', (await nabla.evaluate(model, data, { loss })).classification.accuracy);

const { python, safetensors } = await interchange.exportTorch(model);
await writeFile('model.py', python);
await writeFile('model.safetensors', safetensors);
