/** The tasks of the page, with the built modules. */
import { createBackend as createWasm } from '@nablajs/backend-wasm';
import { createBackend } from '@nablajs/backend-webgpu';
import {
  Adam,
  Conv2d,
  Dense,
  dense,
  Flatten,
  MaxPool2d,
  ReLU,
  Sequential,
  SoftmaxCrossEntropy,
  train,
} from '@nablajs/core';

globalThis.tasks = { describe, losses };

/** What the backend says it runs on. */
async function describe() {
  const backend = await createBackend();
  const { description } = backend;
  await backend.dispose();
  return description;
}

/** Images of 6 x 6 pixels with a bright row, which is what to find. */
function batch(indices) {
  const labels = Int32Array.from(indices, (image) => image % 6);
  const isBright = (at) => Math.floor((at % 36) / 6) === labels[Math.floor(at / 36)];
  const pixels = Float32Array.from({ length: 36 * labels.length }, (_, at) => ((37 * at) % 11) / 11 + isBright(at));
  return { x: dense(pixels, [labels.length, 6, 6, 1]), y: dense(labels, [labels.length]) };
}

/** The loss of each step of a small network that is trained on one of the backends. */
async function losses(name) {
  const backend = await (name === 'wasm' ? createWasm({ threads: 1 }) : createBackend());
  const layers = [
    ...[new Conv2d(4, 3, { padding: 'same' }), new ReLU(), new MaxPool2d(2), new Flatten()],
    ...[new Dense(16), new ReLU(), new Dense(6)],
  ];
  const model = new Sequential(backend, { inputShape: [6, 6, 1], layers, seed: 1 });
  const optimizer = new Adam({ learningRate: 0.01 });
  const list = [];
  const options = { loss: new SoftmaxCrossEntropy(), optimizer, epochs: 10, batchSize: 32 };
  for await (const event of train(model, { length: 96, inputShape: [6, 6, 1], batch }, options)) {
    if (event.type === 'batch' && event.loss !== undefined) list.push(event.loss);
  }
  optimizer.dispose();
  model.dispose();
  const { buffers } = backend.memory();
  await backend.dispose();
  return { losses: list, buffers };
}
