// npm install @nablajs/backend-wasm @nablajs/checkpoint @nablajs/core @nablajs/datasets @nablajs/interchange
import { readFile } from 'node:fs/promises';
import { createBackend } from '@nablajs/backend-wasm';
import { loadModel } from '@nablajs/checkpoint';
import { networkFromConfig, Predictor } from '@nablajs/core';
import { decodeImage, encodeImage, imageDataset, readImageForm } from '@nablajs/datasets';
import { KERAS_LAYERS, OPERATOR_LAYERS } from '@nablajs/interchange';

const { config, dtype, parameters, form } = await loadModel('nabla-photos');
const { classes, normalisation, height, width, channels, ...placing } = readImageForm(form, 'model.json');
const backend = await createBackend();
const layers = { ...KERAS_LAYERS, ...OPERATOR_LAYERS };
const network = networkFromConfig(backend, config, { dtype, parameters, layers });
const predictor = new Predictor(network, { activation: 'softmax' });
const frame = { height, width, channels };

for (const path of process.argv.slice(2)) {
  const photo = decodeImage(await readFile(path), path);
  const images = encodeImage(photo, { ...placing, ...frame, normalisation, classes });
  const photos = imageDataset(
    { ...frame, images, labels: Uint8Array.of(0), count: 1 },
    { normalisation, classes: classes.length, flatten: false },
  );
  const { x } = photos.batch(Int32Array.of(0));
  const { data } = await predictor.predict(x);
  for (const [at, share] of data.entries()) console.log(`${path}: ${classes[at]} ${(100 * share).toFixed(1)} %`);
}
await backend.dispose();
