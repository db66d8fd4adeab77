/** Real threads of Node, on the built files: they train, they die, and the thread that asks stays free meanwhile. */
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { SGD, SoftmaxCrossEntropy, type TrainEvent, train } from '../../src/index.js';
import { batchDataset } from '../../src/worker/batch-dataset.js';
import { trainInWorker, type WorkerData } from '../../src/worker/index.js';
import { expectRejection, newBackend, separableDataset, weightsOf } from '../support/index.js';
import { classifier } from '../support/training.js';
import { allOf } from '../support/worker.js';

const workers: Worker[] = [];
afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.terminate();
});

function newWorker(workerData?: string): Worker {
  // The flags of this process would lead it to the sources.
  const worker = new Worker(new URL('./thread.mjs', import.meta.url), { workerData, execArgv: [] });
  workers.push(worker);
  return worker;
}

const data = await allOf(separableDataset(14));
const options = () => ({
  loss: new SoftmaxCrossEntropy(),
  optimizer: new SGD({ learningRate: 0.1, momentum: 0.5 }),
  ...{ epochs: 3, batchSize: 4 },
});

it('trains to the bits of this thread, one training after another and two at once', async () => {
  const worker = newWorker();
  const there = async (): Promise<unknown> => {
    const model = classifier(await newBackend());
    for await (const _event of trainInWorker(worker, model, data, options()));
    return weightsOf(model);
  };
  const here = classifier(await newBackend());
  for await (const _event of train(here, batchDataset(data), options()));
  const weights = await weightsOf(here);
  expect(await there()).toEqual(weights);
  expect(await Promise.all([there(), there()])).toEqual([weights, weights]);
});

it('the thread that asks is free while the worker computes', async () => {
  const flag = new Int32Array(new SharedArrayBuffer(8));
  const stream = trainInWorker(newWorker(), classifier(await newBackend()), { type: 'blocks', flag }, options());
  const first = async (): Promise<TrainEvent['type'][]> => {
    const types: TrainEvent['type'][] = [];
    for await (const { type } of stream) types.push(type);
    return types;
  };
  const all = first();
  // The worker stands still, and this thread goes on, or the wait would never end.
  const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));
  while (Atomics.load(flag, 1) === 0) await Promise.race([all, turn()]);
  Atomics.store(flag, 0, 1);
  Atomics.notify(flag, 0);
  expect((await all).at(-1)).toBe('done');
});

describe('a worker that ends is an error', () => {
  const EARLY = 'trainInWorker: the worker ended before the training did: ';

  const run = async (worker: Worker, what: WorkerData, onBatch = (_step: number): unknown => undefined) => {
    const model = classifier(await newBackend());
    const before = await weightsOf(model);
    let batches = 0;
    const iterate = async (): Promise<void> => {
      const all = { ...options(), epochs: 1_000_000, batchSize: 1 };
      for await (const { type } of trainInWorker(worker, model, what, all)) {
        if (type !== 'batch') continue;
        batches += 1;
        await onBatch(batches);
      }
    };
    return { ended: iterate(), unchanged: async () => expect(await weightsOf(model)).toEqual(before) };
  };

  it.each([
    ['that exits', { type: 'exits' }, 'exit code 7'],
    ['that throws', { type: 'throws' }, 'off'],
  ])('%s', async (_what, what, why) => {
    const { ended, unchanged } = await run(newWorker(), what);
    await expectRejection(ended, 'backend', EARLY + why);
    await unchanged();
  });

  it('that is terminated within a training', async () => {
    const worker = newWorker();
    const { ended } = await run(worker, { type: 'hangs' }, (step) => step === 2 && worker.terminate());
    await expectRejection(ended, 'backend', `${EARLY}exit code 1`);
  });

  it('that was terminated while the loop was not waiting for an event', async () => {
    const worker = newWorker();
    const { ended } = await run(worker, data, async (step) => step === 2 && (await worker.terminate()));
    await expectRejection(ended, 'backend', `${EARLY}exit code 1`);
  });

  it('that was terminated before', async () => {
    const worker = newWorker();
    await worker.terminate();
    const { ended } = await run(worker, data);
    await expectRejection(ended, 'backend', `${EARLY}it had ended when it was asked to train`);
  });

  it('that does not serve', async () => {
    const { ended } = await run(newWorker('deaf'), data);
    await expectRejection(ended, 'backend', `${EARLY}exit code 0`);
  });

  it('whose script is missing', async () => {
    const worker = new Worker(new URL('./missing.mjs', import.meta.url));
    const { ended } = await run(worker, data);
    await expectRejection(ended, 'backend', EARLY, 'missing.mjs');
  });

  it('also when the loop is left: it does not wait for an answer', async () => {
    const worker = newWorker();
    const stream = trainInWorker(worker, classifier(await newBackend()), { type: 'hangs' }, options());
    await stream.next();
    await worker.terminate();
    await stream.return();
  });
});
