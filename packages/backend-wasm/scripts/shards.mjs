/**
 * Compares the speed of a training in shards on one rank with the same training without shards. Their steps alternate,
 * so that both meet the same load of the machine. `node packages/backend-wasm/scripts/shards.mjs --help` shows how.
 */
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import {
  Adam,
  Conv2d,
  Dense,
  Dropout,
  dense,
  Flatten,
  MaxPool2d,
  Random,
  ReLU,
  Sequential,
  SGD,
  SoftmaxCrossEntropy,
  train,
} from '@nablajs/core';
import { shards } from '@nablajs/core/shards';
import { createBackend } from '../dist/index.js';

const HELP = `Usage: node packages/backend-wasm/scripts/shards.mjs [options]

Times a step with shards (one rank) and without, in turns. The speed is the median, over all pairs of steps, of the
time without shards divided by the time with them; in parentheses is the middle half.

  --quick          fewer steps
  --only NAME      one of: ${Object.keys(workloads()).join(', ')}
  --threads N      threads of the backend (default: all processors, ${availableParallelism()})
  --count N        shards (default: 8)
  --json           print one JSON object for each workload

Examples:
  node packages/backend-wasm/scripts/shards.mjs --quick
  node packages/backend-wasm/scripts/shards.mjs --only cnn --threads 1
`;

/** The networks of the command's presets, on images of 28 x 28. */
function workloads() {
  return {
    seed: {
      ...{ rows: 60_000, batchSize: 'full', steps: 12, quick: 4, inputShape: [784] },
      layers: () => [new Dense(532), new ReLU(), new Dense(10)],
      optimizer: () => new SGD({ learningRate: 0.03 }),
    },
    quick: {
      ...{ rows: 6_400, batchSize: 128, steps: 600, quick: 100, inputShape: [784] },
      layers: () => [new Dense(256), new ReLU(), new Dense(10)],
      optimizer: () => new Adam(),
    },
    cnn: {
      ...{ rows: 6_400, batchSize: 128, steps: 200, quick: 25, inputShape: [28, 28, 1] },
      layers: () => [
        ...[new Conv2d(32, 3), new ReLU(), new MaxPool2d(2)],
        ...[new Conv2d(64, 3), new ReLU(), new MaxPool2d(2)],
        ...[new Flatten(), new Dropout(0.5), new Dense(10)],
      ],
      optimizer: () => new Adam({ learningRate: 0.003 }),
    },
  };
}

const { values: given } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    threads: { type: 'string' },
    count: { type: 'string', default: '8' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

/** Images of noise: what they show changes no time. */
function noise(rows, inputShape) {
  const random = new Random(1);
  const pixels = Float32Array.from({ length: 1_000 * 784 }, () => random.uniform());
  return {
    length: rows,
    inputShape,
    batch: (indices) => {
      const x = new Float32Array(indices.length * 784);
      for (const [at, index] of indices.entries()) {
        x.set(pixels.subarray((index % 1_000) * 784, ((index % 1_000) + 1) * 784), at * 784);
      }
      return {
        x: dense(x, [indices.length, ...inputShape]),
        y: dense(
          indices.map((index) => index % 10),
          [indices.length],
        ),
      };
    },
  };
}

/** Returns a function that takes a step and returns its milliseconds. */
function stepper(backend, { rows, batchSize, inputShape, layers, optimizer }, distribution) {
  const model = new Sequential(backend, { inputShape, layers: layers(), dtype: 'float32' });
  const options = { loss: new SoftmaxCrossEntropy(), optimizer: optimizer(), epochs: 1e6, batchSize };
  const events = train(model, noise(rows, inputShape), { ...options, ...(distribution && { distribution }) });
  return async () => {
    for (;;) {
      const start = performance.now();
      const { value } = await events.next();
      if (value.type === 'batch') return performance.now() - start;
    }
  };
}

/** The first quartile, the median and the third quartile. */
function quartiles(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return [0.25, 0.5, 0.75].map((share) => sorted[Math.round(share * (sorted.length - 1))]);
}

async function measure(name, workload) {
  const backend = await createBackend(given.threads === undefined ? {} : { threads: Number(given.threads) });
  const without = stepper(backend, workload);
  const withShards = stepper(backend, workload, shards({ count: Number(given.count) }));
  const steps = given.quick ? workload.quick : workload.steps;
  const pairs = [];
  for (let step = -2; step < steps; step++) {
    // Each is the first in every other pair.
    const order = step % 2 === 0 ? [without, withShards] : [withShards, without];
    const times = new Map();
    for (const one of order) times.set(one, await one());
    if (step >= 0) pairs.push([times.get(without), times.get(withShards)]);
  }
  const description = backend.description;
  await backend.dispose();
  const [, plain] = quartiles(pairs.map(([time]) => time));
  const [, sharded] = quartiles(pairs.map(([, time]) => time));
  const [low, speed, high] = quartiles(pairs.map(([a, b]) => a / b));
  const result = { name, backend: description, pairs: pairs.length, without: plain, shards: sharded, speed, low, high };
  if (given.json) return console.log(JSON.stringify({ ...result, load: loadavg()[0] }));
  const milliseconds = (time) => `${time.toFixed(2)} ms`;
  console.log(
    `${name}: a step takes ${milliseconds(plain)} without shards, ${milliseconds(sharded)} with ${given.count}; ` +
      `speed ${speed.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)}), ${pairs.length} pairs`,
  );
}

if (given.help) {
  console.log(HELP);
} else {
  const all = workloads();
  if (given.only !== undefined && !Object.hasOwn(all, given.only)) {
    console.error(`--only: expected one of ${Object.keys(all).join(', ')}. Received ${given.only}.`);
    process.exit(1);
  }
  const load = () => loadavg()[0].toFixed(2);
  if (!given.json) console.log(`Load of the machine: ${load()}`);
  for (const [name, workload] of Object.entries(all)) {
    if (given.only === undefined || name === given.only) await measure(name, workload);
  }
  if (!given.json) console.log(`Load of the machine: ${load()}`);
}
