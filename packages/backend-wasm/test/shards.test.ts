/** Trainings in shards have the same bits on any number of ranks and threads. */
import {
  Adam,
  type Backend,
  BatchNorm,
  Conv2d,
  Dense,
  Dropout,
  dense,
  Flatten,
  fit,
  GlobalAveragePool,
  MaxPool2d,
  type Module,
  Random,
  ReLU,
  Residual,
  Sequential,
  SGD,
  type Shape,
  SoftmaxCrossEntropy,
  type TrainOptions,
} from '@nablajs/core';
import { type Communicator, ranksInMemory, shards } from '@nablajs/core/shards';
import { afterAll, describe, expect, it } from 'vitest';
import { expectEqual } from '../../core/test/support/expect-equal.js';
import { createBackend } from '../src/index.js';

interface Workload {
  readonly inputShape: Shape;
  readonly layers: () => Module[];
  readonly rows: number;
  /** Default: 8. */
  readonly parts?: number;
  readonly options: () => Partial<TrainOptions>;
}

const WORKLOADS: Record<string, Workload> = {
  'dense layers, full batches in more parts than ranks': {
    inputShape: [30],
    layers: () => [new Dense(40), new ReLU(), new Dense(10)],
    rows: 500,
    parts: 16,
    options: () => ({ batchSize: 'full', optimizer: new SGD({ learningRate: 0.1 }), epochs: 3 }),
  },
  'dense layers, mini-batches': {
    inputShape: [30],
    layers: () => [new Dense(40), new ReLU(), new Dropout(0.2), new Dense(10)],
    rows: 200,
    options: () => ({ batchSize: 64, optimizer: new Adam(), epochs: 2 }),
  },
  convolutions: {
    inputShape: [10, 10, 1],
    layers: () => [new Conv2d(6, 3), new ReLU(), new MaxPool2d(2), new Flatten(), new Dropout(0.5), new Dense(10)],
    rows: 70,
    options: () => ({ batchSize: 32, optimizer: new Adam(), epochs: 2 }),
  },
  'batch normalisation': {
    inputShape: [10, 10, 1],
    layers: () => [
      ...[new Conv2d(6, 3, { bias: false }), new BatchNorm(), new ReLU()],
      ...[new Residual(new Conv2d(6, 3, { padding: 1 })), new GlobalAveragePool(), new Dense(10)],
    ],
    rows: 70,
    options: () => ({ batchSize: 32, optimizer: new Adam(), epochs: 2 }),
  },
};

const backends: Backend[] = [];
afterAll(async () => {
  for (const backend of backends) await backend.dispose();
});

const rowsDrawn: Float32Array[] = [];

/** Returns an example for the widest input. It is drawn once, because drawing takes longer than training. */
function rowOf(index: number): Float32Array {
  const random = new Random(index);
  rowsDrawn[index] ??= Float32Array.from({ length: 100 }, () => random.normal() + (index % 10) / 5);
  return rowsDrawn[index];
}

/** Trains on one rank; returns its weights. */
async function trained(backend: Backend, workload: Workload, communicator: Communicator): Promise<unknown> {
  const { inputShape, rows, parts = 8 } = workload;
  const size = inputShape.reduce((product, dimension) => product * dimension, 1);
  using model = new Sequential(backend, { inputShape, layers: workload.layers(), dtype: 'float32', seed: 4 });
  const batch = (indices: Int32Array) => {
    const x = new Float32Array(indices.length * size);
    for (const [at, index] of indices.entries()) x.set(rowOf(index).subarray(0, size), at * size);
    return {
      x: dense(x, [indices.length, ...inputShape]),
      y: dense(
        indices.map((index) => index % 10),
        [indices.length],
      ),
    };
  };
  const options = { loss: new SoftmaxCrossEntropy(), optimizer: new Adam(), epochs: 1, ...workload.options() };
  await fit(
    model,
    { length: rows, inputShape, batch },
    { ...options, distribution: shards({ communicator, count: parts }) },
  );
  options.optimizer.dispose();
  return await Promise.all(model.parameters.list.map(({ value }) => value.data()));
}

/** The numbers of ranks, on each number of threads. */
const RANKS: readonly (readonly [threads: number, ranks: readonly number[]])[] =
  process.env['NABLA_SLOW'] === '1'
    ? [
        [1, [1, 2, 4, 8]],
        [3, [1, 2, 4, 8]],
      ]
    : [
        [1, [1, 4]],
        [3, [2, 8]],
      ];

describe.each(Object.entries(WORKLOADS))('%s', (_name, workload) => {
  it('has the same bits on 1, 2, 4 and 8 ranks, on 1 and 3 threads', async () => {
    let expected: unknown;
    for (const [threads, sizes] of RANKS) {
      const backend = await createBackend({ threads });
      backends.push(backend);
      for (const ranks of sizes) {
        const all = await Promise.all(ranksInMemory(ranks).map((rank) => trained(backend, workload, rank)));
        expected ??= all[0];
        for (const weights of all) expectEqual(weights, expected);
      }
      expect(backend.memory().buffers).toBe(0);
    }
  });
});
