/** How a training in a worker ends early, and how far ahead of the caller it gets. */
import { describe, expect, it } from 'vitest';
import { takeOptimizerState } from '../../src/callbacks/index.js';
import {
  Adam,
  type Callback,
  type DoneEvent,
  type Sequential,
  SoftmaxCrossEntropy,
  type TrainEvent,
  train,
} from '../../src/index.js';
import { batchDataset } from '../../src/worker/batch-dataset.js';
import { trainInWorker, type WorkerTrainOptions } from '../../src/worker/index.js';
import { expectRejection, newBackend, separableDataset, weightsOf } from '../support/index.js';
import { classifier } from '../support/training.js';
import { allOf, workerHere } from '../support/worker.js';

const data = await allOf(separableDataset(12));
const plain = () => ({
  loss: new SoftmaxCrossEntropy(),
  optimizer: new Adam({ learningRate: 0.05 }),
  ...{ epochs: 5, batchSize: 4 },
});
const options = (changes: Partial<WorkerTrainOptions> = {}): WorkerTrainOptions => ({ ...plain(), ...changes });

/** The weights after so many steps. */
async function weightsAfter(steps: number): Promise<unknown> {
  const model = classifier(await newBackend());
  let batches = 0;
  for await (const { type } of train(model, batchDataset(data), plain()))
    if (type === 'batch' && ++batches === steps) break;
  return weightsOf(model);
}

/** A callback of the worker that counts its steps. */
function counting(): { steps: number; callbacks: Record<string, () => Callback> } {
  const onUpdate = (): void => {
    count.steps += 1;
  };
  const count = { steps: 0, callbacks: { Count: (): Callback => ({ name: 'count', onUpdate }) } };
  return count;
}

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
};

describe('an abort', () => {
  it('stops it after the step under way; the network has the weights of then', async () => {
    const controller = new AbortController();
    const model = classifier(await newBackend());
    const own = options({ signal: controller.signal, eventsAhead: 0 });
    const events: TrainEvent[] = [];
    for await (const event of trainInWorker(workerHere().worker, model, data, own)) {
      events.push(event);
      if (event.type === 'batch' && event.epoch === 2) controller.abort();
    }
    const done = events.at(-1) as DoneEvent;
    expect(done).toMatchObject({ type: 'done', aborted: true, epochs: 1 });
    expect(done.steps).toBeGreaterThanOrEqual(4);
    expect(await weightsOf(model)).toEqual(await weightsAfter(done.steps));
    expect((await takeOptimizerState(own.optimizer as Adam)).steps).toBe(done.steps);
  });

  it('before the start takes no step', async () => {
    const model = classifier(await newBackend());
    const events: TrainEvent[] = [];
    const own = options({ signal: AbortSignal.abort() });
    for await (const event of trainInWorker(workerHere().worker, model, data, own)) events.push(event);
    expect(events).toEqual([expect.objectContaining({ type: 'done', aborted: true, epochs: 0, steps: 0 })]);
  });
});

describe('leaving the loop', () => {
  const leave = async (model: Sequential, changes: Partial<WorkerTrainOptions>, steps: number) => {
    const counted = counting();
    const { worker, backends } = workerHere({ callbacks: counted.callbacks });
    const own = options({ ...changes, callbacks: [{ type: 'Count' }] });
    let batches = 0;
    for await (const { type } of trainInWorker(worker, model, data, own)) {
      if (type === 'batch' && ++batches === steps) break;
    }
    return { worker, backends, counted, optimizer: own.optimizer as Adam };
  };

  it('ends the training in the worker; the network has the weights of then', async () => {
    const model = classifier(await newBackend());
    const { backends, counted, optimizer } = await leave(model, { epochs: 1_000_000 }, 2);
    const { steps } = counted;
    expect(optimizer.steps).toBe(steps);
    expect(backends[0]?.memory().buffers).toBe(0);
    await turns(20);
    expect(counted.steps).toBe(steps);
  });

  it.each([0, 3])('is at most %i events late', async (eventsAhead) => {
    const model = classifier(await newBackend());
    const { counted } = await leave(model, { eventsAhead }, 2);
    expect(counted.steps).toBeGreaterThanOrEqual(2);
    expect(counted.steps).toBeLessThanOrEqual(2 + eventsAhead);
    expect(await weightsOf(model)).toEqual(await weightsAfter(counted.steps));
  });

  it('lets the worker train again, and the network', async () => {
    const model = classifier(await newBackend());
    const { worker } = await leave(model, {}, 2);
    const events: TrainEvent[] = [];
    for await (const event of trainInWorker(worker, model, data, options())) events.push(event);
    expect(events.at(-1)).toMatchObject({ type: 'done', epochs: 5, aborted: false });
  });

  it('by an error of the caller, having disposed of the network, throws that error', async () => {
    const model = classifier(await newBackend());
    const iterate = async () => {
      for await (const { type } of trainInWorker(workerHere().worker, model, data, options())) {
        if (type !== 'batch') continue;
        model.dispose();
        throw new RangeError('enough');
      }
    };
    await expect(iterate()).rejects.toThrow(new RangeError('enough'));
  });
});

it.each([0, 1, 5])('a caller that takes its time is waited for: at most %i events ahead', async (eventsAhead) => {
  const counted = counting();
  const { worker } = workerHere({ callbacks: counted.callbacks });
  const model = classifier(await newBackend());
  let events = 0;
  let batches = 0;
  const own = options({ eventsAhead, callbacks: [{ type: 'Count' }] });
  for await (const { type } of trainInWorker(worker, model, data, own)) {
    events += 1;
    if (type === 'batch') batches += 1;
    await turns(8);
    expect(counted.steps - batches).toBeLessThanOrEqual(eventsAhead);
  }
  expect({ events, batches }).toEqual({ events: 26, batches: 15 });
});

it('one training of a network at a time, in a worker or here', async () => {
  const model = classifier(await newBackend());
  const { worker } = workerHere();
  const first = trainInWorker(worker, model, data, options());
  await first.next();
  await expectRejection(train(model, batchDataset(data), plain()).next(), 'argument', 'another training');
  await expectRejection(trainInWorker(worker, model, data, options()).next(), 'argument', 'another training');
  await first.return();
  const second = train(model, batchDataset(data), plain());
  await second.next();
  await expectRejection(trainInWorker(worker, model, data, options()).next(), 'argument', 'another training');
  await second.return();
});
