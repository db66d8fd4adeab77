/** The built training worker, in a Node worker thread: it gives the bits of this thread. */
import { Worker } from 'node:worker_threads';
import { Adam, Dense, dense, MeanSquaredError, Random, Sequential, Tanh, type Tensor, train } from '@nablajs/core';
import { trainInWorker } from '@nablajs/core/worker';
import { expect, it } from 'vitest';
import { createBackend } from '../src/index.js';

const random = new Random(1);
const [x, y] = [3, 1].map((width) => {
  const data = Float32Array.from({ length: 64 * width }, () => random.normal());
  return dense(data, [64, width]);
}) as [ReturnType<typeof dense>, ReturnType<typeof dense>];

async function weightsOf(worker: Worker | undefined): Promise<unknown> {
  const backend = await createBackend();
  const model = new Sequential(backend, { inputShape: [3], layers: [new Dense(9), new Tanh(), new Dense(1)] });
  const options = { loss: new MeanSquaredError(), optimizer: new Adam(), epochs: 2, batchSize: 'full' } as const;
  const events =
    worker === undefined
      ? train(model, { length: 64, inputShape: [3], batch: () => ({ x, y }) }, options)
      : trainInWorker(worker, model, { x, y }, { ...options, backend: { poolBytes: 0 } });
  for await (const _event of events);
  const weights = await Promise.all(model.parameters.list.map(({ value }: { value: Tensor }) => value.data()));
  await backend.dispose();
  return weights;
}

it('trains to the same bits', async () => {
  const worker = new Worker(new URL('../dist/worker.js', import.meta.url), { execArgv: [] });
  try {
    expect(await weightsOf(worker)).toEqual(await weightsOf(undefined));
  } finally {
    await worker.terminate();
  }
});
