/** The built training worker, in a Node worker thread: it gives the bits of this thread, on its own threads. */
import { Worker } from 'node:worker_threads';
import {
  Adam,
  Dense,
  type DenseArray,
  dense,
  Random,
  ReLU,
  Sequential,
  SoftmaxCrossEntropy,
  train,
} from '@nablajs/core';
import { trainInWorker, type WorkerData } from '@nablajs/core/worker';
import { afterAll, expect, it } from 'vitest';
import { createBackend } from '../src/index.js';

const worker = new Worker(new URL('../dist/training-worker.js', import.meta.url), { execArgv: [] });
afterAll(() => worker.terminate());

const ROWS = 300;
const random = new Random(1);
const x = dense(
  Float32Array.from({ length: ROWS * 40 }, () => random.normal()),
  [ROWS, 40],
);
const y = dense(
  Int32Array.from({ length: ROWS }, (_, row) => row % 5),
  [ROWS],
);

async function weightsAfter(run: (model: Sequential) => AsyncIterable<unknown>): Promise<unknown> {
  const backend = await createBackend({ threads: 1 });
  const layers = [new Dense(33), new ReLU(), new Dense(5)];
  const model = new Sequential(backend, { inputShape: [40], layers, dtype: 'float32' });
  for await (const _event of run(model));
  const weights = await Promise.all(model.parameters.list.map(({ value }) => value.data()));
  await backend.dispose();
  return weights;
}

const options = () =>
  ({ loss: new SoftmaxCrossEntropy(), optimizer: new Adam(), epochs: 2, batchSize: 'full' }) as const;
const there = (backend: Readonly<Record<string, unknown>>, data: WorkerData = { x, y }) =>
  weightsAfter((model) => trainInWorker(worker, model, data, { ...options(), backend }));

it('trains to the same bits on any number of threads, one training after another', async () => {
  const batch = () => ({ x, y });
  const here = await weightsAfter((model) => train(model, { length: ROWS, inputShape: [40], batch }, options()));
  for (const threads of [1, 2, 3]) expect(await there({ threads })).toEqual(here);
  const shared = new Float32Array(new SharedArrayBuffer(x.data.byteLength));
  shared.set(x.data as Float32Array);
  expect(await there({ threads: 2 }, { x: { ...x, data: shared } as DenseArray, y })).toEqual(here);
});

it('reports wrong options of the backend', async () => {
  const error = {
    code: 'argument',
    message: expect.stringMatching("unknown option 'thread'. Did you mean 'threads'?"),
  };
  await expect(there({ thread: 2 })).rejects.toMatchObject(error);
});
