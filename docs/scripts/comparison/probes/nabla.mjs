/**
 * Runs in a folder with nabla. Prints its cells, each a value and what was seen, as JSON; writes `model.onnx` and
 * `float64.onnx`, which the probe of ONNX Runtime reads. The other probes in this folder do the same for others.
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createBackend } from '@nablajs/backend-wasm';
import {
  array,
  Dense,
  grad,
  fit as learn,
  multiply,
  ReLU,
  Sequential,
  SGD,
  SoftmaxCrossEntropy,
  sum,
  tensor,
} from '@nablajs/core';
import { arrayDataset } from '@nablajs/datasets';
import { exportOnnx, importOnnx } from '@nablajs/interchange';

const rows = Array.from({ length: 256 }, (_, row) => Array.from({ length: 64 }, (_, i) => Math.sin(row * 7 + i * i)));
const data = arrayDataset(
  array(rows),
  array(
    rows.map(([first]) => (first > 0 ? 1 : 0)),
    'int32',
  ),
);

/** Trains a network; returns it, its losses, and the SHA-256 of its weights. */
async function train(threads) {
  const backend = await createBackend({ threads });
  const layers = [new Dense(128), new ReLU(), new Dense(2)];
  const network = new Sequential(backend, { inputShape: [64], layers, seed: 1 });
  const options = { loss: new SoftmaxCrossEntropy(), optimizer: new SGD({ learningRate: 0.5 }), epochs: 30 };
  const history = await learn(network, data, { ...options, batchSize: 64, seed: 1 });
  const hash = createHash('sha256');
  for (const { value } of network.parameters.list) hash.update(new Uint8Array((await value.data()).buffer));
  return { backend, network, losses: history.loss, digest: hash.digest('hex') };
}

const [one, two] = [await train(1), await train(2)];
const cube = grad((x) => sum(multiply(multiply(x, x), x)))(tensor(one.backend, [2]));
const tiny = sum(tensor(one.backend, [1, 2 ** -40], 'float64'));
const { model } = await exportOnnx(one.network);
writeFileSync('model.onnx', model);
const double = new Sequential(one.backend, { inputShape: [1], layers: [new Dense(1)], dtype: 'float64' });
writeFileSync('float64.onnx', (await exportOnnx(double)).model);
const isEqual = one.digest === two.digest;
const fall = `the loss falls from ${one.losses[0].toFixed(3)} to ${one.losses.at(-1).toFixed(3)} in 30 epochs`;

console.log(
  JSON.stringify({
    trains: ['Yes', fall],
    gradients: ['Yes', `the derivative of x³ at 2 is ${(await cube.data())[0]}`],
    float64: [(await tiny.data())[0] > 1 ? 'Yes' : 'No', '1 + 2^-40 keeps its last bits'],
    threads: [
      isEqual ? 'Yes, equal' : 'Yes, different',
      'SHA-256 of the weights after 30 epochs, on 1 and on 2 threads',
    ],
    onnxIn: ['Yes', `reads back a network of ${importOnnx(one.backend, model).parameters.list.length} parameters`],
    onnxOut: ['Yes', `writes the trained network, ${model.length} bytes`],
  }),
);
process.exit();
