/**
 * Times training steps on the ranks of this program, one thread each. Rank 0 prints a line of JSON: the quartiles of
 * the steps, in milliseconds, and the number of parameters.
 *
 * mpirun -n 2 node step-times.mjs '{"workload":"convnet","batchSize":128,"steps":20}'
 *
 *   workload    mlp or convnet
 *   batchSize   rows of a step
 *   count       shards. Default: 8
 *   ranks       without mpirun: computes what rank 0 of so many ranks computes, and waits for nobody
 */
import {
  Adam,
  Conv2d,
  Dense,
  Dropout,
  dense,
  Flatten,
  MaxPool2d,
  ReLU,
  Sequential,
  SGD,
  SoftmaxCrossEntropy,
  train,
} from '@nablajs/core';
import { shards } from '@nablajs/core/shards';
import { createBackend } from '../../../../packages/backend-wasm/dist/index.js';
import { loadDigits } from '../../dist/workloads/digits.js';

const ROWS = 60_000;
const WORKLOADS = {
  mlp: {
    inputShape: [784],
    layers: () => [new Dense(532), new ReLU(), new Dense(10)],
    optimizer: () => new SGD({ learningRate: 0.03 }),
  },
  convnet: {
    inputShape: [28, 28, 1],
    layers: () => [
      ...[new Conv2d(32, 3), new ReLU(), new MaxPool2d(2)],
      ...[new Conv2d(64, 3), new ReLU(), new MaxPool2d(2)],
      ...[new Flatten(), new Dropout(0.5), new Dense(10)],
    ],
    optimizer: () => new Adam(),
  },
};

/** Rank 0 of some ranks, the others of which are not there. */
const withoutOthers = (size) => ({
  rank: 0,
  size,
  sum: async () => undefined,
  broadcast: async (bytes) => bytes.slice(),
});

/** Digits again and again, up to the number of rows. */
async function digitsFor(inputShape, rows) {
  const digits = await loadDigits();
  const known = digits.dense(Math.min(rows, 2_000), 'float32').data;
  const count = known.length / 784;
  return {
    length: Math.max(rows, ROWS),
    inputShape,
    batch: (indices) => {
      const x = new Float32Array(indices.length * 784);
      for (const [at, index] of indices.entries()) {
        const from = (index % count) * 784;
        x.set(known.subarray(from, from + 784), at * 784);
      }
      const labels = indices.map((index) => index % 10);
      return { x: dense(x, [indices.length, ...inputShape]), y: dense(labels, [indices.length]) };
    },
  };
}

const { workload, batchSize, steps, count = 8, ranks } = JSON.parse(process.argv[2]);
const communicator =
  ranks === undefined ? await (await import('../../../../packages/mpi/dist/index.js')).openMpi() : withoutOthers(ranks);
const { inputShape, layers, optimizer } = WORKLOADS[workload];
const backend = await createBackend({ threads: 1 });
const model = new Sequential(backend, { inputShape, layers: layers(), dtype: 'float32' });
const events = train(model, await digitsFor(inputShape, batchSize), {
  ...{ loss: new SoftmaxCrossEntropy(), optimizer: optimizer(), epochs: 1e6, batchSize },
  distribution: shards({ communicator, count }),
});
const times = [];
let start = performance.now();
// The first steps compile the kernels and bring the data.
for (let step = -3; step < steps; ) {
  const { value } = await events.next();
  if (value.type !== 'batch') continue;
  const now = performance.now();
  if (step >= 0) times.push(now - start);
  start = now;
  step += 1;
}
times.sort((a, b) => a - b);
const milliseconds = [0.25, 0.5, 0.75].map((part) => Number(times[Math.floor(times.length * part)].toFixed(3)));
const parameters = model.parameters.reduce((sum, { value }) => sum + value.shape.reduce((a, b) => a * b, 1), 0);
if (communicator.rank === 0) console.log(JSON.stringify({ milliseconds, parameters }));
await events.return();
await backend.dispose();
await communicator.close?.();
