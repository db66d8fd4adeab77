import { describe, expect, it } from 'vitest';
import {
  type Dataset,
  type DoneEvent,
  Dropout,
  evaluate,
  fit,
  SoftmaxCrossEntropy,
  type TrainEvent,
  train,
} from '../src/index.js';
import { expectClose, FLOATS, newBackend, separableDataset, weightsOf } from './support/index.js';
import { adamOptions, classifier, eventsOf, sgdOptions } from './support/training.js';

const losses = (events: readonly TrainEvent[]): (number | undefined)[] =>
  events.flatMap((event) => (event.type === 'batch' ? [event.loss] : []));

const kinds = (events: readonly TrainEvent[]): string[] =>
  events.map((event) => {
    if (event.type === 'epoch-start') return `start ${event.epoch}/${event.epochs} of ${event.steps}`;
    if (event.type === 'batch') return `batch ${event.epoch}.${event.step}/${event.steps} rows ${event.rows}`;
    if (event.type === 'epoch-end') return `end ${event.epoch}/${event.epochs}`;
    return `done ${event.epochs} epochs ${event.steps} steps ${event.aborted ? 'aborted' : 'complete'}`;
  });

describe('events', () => {
  it('come in order, the last batch of an epoch smaller', async () => {
    const events = await eventsOf(classifier(await newBackend()), separableDataset(10), sgdOptions({ batchSize: 4 }));
    expect(kinds(events)).toEqual([
      'start 1/2 of 3',
      'batch 1.1/3 rows 4',
      'batch 1.2/3 rows 4',
      'batch 1.3/3 rows 2',
      'end 1/2',
      'start 2/2 of 3',
      'batch 2.1/3 rows 4',
      'batch 2.2/3 rows 4',
      'batch 2.3/3 rows 2',
      'end 2/2',
      'done 2 epochs 6 steps complete',
    ]);
  });

  it('carry losses: of each batch before its update, their mean over examples, and the last epoch’s', async () => {
    const model = classifier(await newBackend());
    const data = separableDataset(10);
    const before = await evaluate(model, data, { loss: new SoftmaxCrossEntropy() });
    const full = await eventsOf(model, data, sgdOptions({ batchSize: 'full', epochs: 1 }));
    expect(losses(full)[0]).toBeCloseTo(before.loss, 14);

    const events = await eventsOf(classifier(await newBackend()), data, sgdOptions({ batchSize: 4, epochs: 1 }));
    const [a, b, c] = losses(events) as [number, number, number];
    const end = events.find((event) => event.type === 'epoch-end');
    const done = events.at(-1) as DoneEvent;
    expect(end?.loss).toBeCloseTo((4 * a + 4 * b + 2 * c) / 10, 15);
    expect(done.loss).toBe(end?.loss);
    expect(end?.seconds).toBeGreaterThan(0);
    expect(done.seconds).toBeGreaterThanOrEqual(end?.seconds ?? 0);
    expect(end?.validation).toBeUndefined();
  });

  it('carry the evaluation of the validation set after each epoch', async () => {
    const model = classifier(await newBackend());
    const validation = separableDataset(7);
    const events = await eventsOf(model, separableDataset(10), sgdOptions({ validation }));
    const ends = events.filter((event) => event.type === 'epoch-end');
    expect(ends).toHaveLength(2);
    expect(ends[1]?.validation).toEqual(await evaluate(model, validation, { loss: new SoftmaxCrossEntropy() }));
    expect(ends[0]?.validation?.loss).not.toBe(ends[1]?.validation?.loss);
    expect(ends[0]?.validation?.rows).toBe(7);
  });

  it('batches are of 32 unless told otherwise', async () => {
    const events = await eventsOf(classifier(await newBackend()), separableDataset(70), sgdOptions({ epochs: 1 }));
    expect(events.flatMap((event) => (event.type === 'batch' ? [event.rows] : []))).toEqual([32, 32, 6]);
  });
});

describe('training learns', () => {
  it('in either dtype, and says so in the history', async () => {
    for (const dtype of FLOATS) {
      const model = classifier(await newBackend(), dtype);
      const seen: string[] = [];
      const history = await fit(model, separableDataset(30, dtype), {
        ...adamOptions({ epochs: 12, batchSize: 10, validation: separableDataset(9, dtype) }),
        onEvent: (event) => seen.push(event.type),
      });
      expect(history.loss).toHaveLength(12);
      expect(history.loss[11]).toBeLessThan((history.loss[0] as number) / 2);
      expect(history.validation).toHaveLength(12);
      expect(history.validation[11]?.classification?.accuracy).toBe(1);
      expect(history.done).toMatchObject({
        type: 'done',
        epochs: 12,
        steps: 36,
        aborted: false,
        loss: history.loss[11],
      });
      expect(seen).toHaveLength(12 * (1 + 3 + 1) + 1);
      expect(seen[0]).toBe('epoch-start');
      expect(seen.at(-1)).toBe('done');
    }
  });

  it('has an empty validation history without a validation set', async () => {
    const history = await fit(classifier(await newBackend()), separableDataset(6), sgdOptions());
    expect(history.validation).toEqual([]);
  });
});

async function weightsAfter(options: Parameters<typeof sgdOptions>[0], dataset = separableDataset(21)) {
  const model = classifier(await newBackend());
  const events = await eventsOf(model, dataset, adamOptions(options));
  return { weights: await weightsOf(model), losses: losses(events) };
}

/** A data set that writes down what it is asked for. */
function recording(data: Dataset): { dataset: Dataset; asked: number[][] } {
  const asked: number[][] = [];
  const batch = (indices: Int32Array) => {
    asked.push([...indices]);
    return data.batch(indices);
  };
  return { dataset: { ...data, batch }, asked };
}

describe('full batch and mini batch are one path', () => {
  it('a batch of all rows is the full batch, bit by bit', async () => {
    const full = await weightsAfter({ batchSize: 'full', epochs: 4 });
    expect(await weightsAfter({ batchSize: 21, epochs: 4 })).toEqual(full);
    expect(await weightsAfter({ batchSize: 1000, epochs: 4 })).toEqual(full);
    expect(await weightsAfter({ batchSize: 21, epochs: 4, shuffle: true })).toEqual(full);
  });

  it('a batch in chunks sums to the batch in one piece', async () => {
    const whole = await weightsAfter({ batchSize: 'full', epochs: 4 });
    for (const chunkRows of [1, 5, 20]) {
      const chunked = await weightsAfter({ batchSize: 'full', epochs: 4, chunkRows });
      for (const [name, data] of Object.entries(whole.weights)) {
        const tolerance = { relative: 1e-10, absolute: 1e-12 };
        expectClose(
          { data: chunked.weights[name] as never, shape: [data.length] },
          { data, shape: [data.length] },
          tolerance,
        );
      }
      expect(await weightsAfter({ batchSize: 'full', epochs: 4, chunkRows })).toEqual(chunked);
    }
  });

  it('chunks divide mini batches too', async () => {
    const options = { batchSize: 8, epochs: 2 };
    const whole = await weightsAfter(options);
    const chunked = await weightsAfter({ ...options, chunkRows: 3 });
    for (const [at, loss] of whole.losses.entries()) expect(chunked.losses[at]).toBeCloseTo(loss as number, 12);
  });

  it.each(['full', 7, 1000] as const)('uploads a full batch once, not each epoch (batchSize %s)', async (batchSize) => {
    const { dataset, asked } = recording(separableDataset(7));
    await eventsOf(classifier(await newBackend()), dataset, sgdOptions({ batchSize, epochs: 3, chunkRows: 3 }));
    expect(asked).toEqual([[0, 1, 2], [3, 4, 5], [6]]);
  });

  it.each([
    [{}, 4, [4, 3]],
    [{ chunkRows: 5 }, 4, [5, 2]],
    [{}, undefined, [7]],
  ])('takes chunks as %j says, or a backend that asks for %s, or 512', async (options, chunkRows, rows) => {
    const { dataset, asked } = recording(separableDataset(7));
    const backend = { ...(await newBackend()), ...(chunkRows === undefined ? {} : { chunkRows }) };
    await eventsOf(classifier(backend), dataset, sgdOptions({ batchSize: 'full', epochs: 1, ...options }));
    expect(asked.map(({ length }) => length)).toEqual(rows);
  });
});

describe('shuffling', () => {
  async function orderOf(options: Parameters<typeof sgdOptions>[0]): Promise<number[]> {
    const { dataset, asked } = recording(separableDataset(9));
    await eventsOf(classifier(await newBackend()), dataset, sgdOptions({ batchSize: 4, ...options }));
    return asked.flat();
  }

  it('takes every example once an epoch, in a new order each time', async () => {
    const order = await orderOf({ seed: 1 });
    const [first, second] = [order.slice(0, 9), order.slice(9)];
    for (const epoch of [first, second]) expect(epoch.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(first).not.toEqual(second);
  });

  it('is the same for the same seed, another for another; seed 0 by default', async () => {
    expect(await orderOf({ seed: 1 })).toEqual(await orderOf({ seed: 1 }));
    expect(await orderOf({ seed: 1 })).not.toEqual(await orderOf({ seed: 2 }));
    expect(await orderOf({})).toEqual(await orderOf({ seed: 0 }));
  });

  it('can be switched off', async () => {
    expect(await orderOf({ shuffle: false, epochs: 1 })).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });
});

describe('determinism', () => {
  it('same seed, same bits, dropout and shuffles included', async () => {
    const run = async (seed: number): Promise<unknown> => {
      const model = classifier(await newBackend(), 'float32', [new Dropout(0.3)]);
      const options = adamOptions({ epochs: 3, batchSize: 5, seed });
      const events = await eventsOf(model, separableDataset(16, 'float32'), options);
      return { weights: await weightsOf(model), losses: losses(events) };
    };
    expect(await run(3)).toEqual(await run(3));
    expect(await run(3)).not.toEqual(await run(4));
  });

  it('reading the loss less often changes no bit', async () => {
    const every = await weightsAfter({ batchSize: 4, epochs: 3 });
    for (const logEvery of [2, 4, 100]) {
      const seldom = await weightsAfter({ batchSize: 4, epochs: 3, logEvery });
      expect(seldom.weights).toEqual(every.weights);
      const expected = every.losses.map((loss, i) => (((i % 6) + 1) % logEvery === 0 ? loss : undefined));
      expect(seldom.losses).toEqual(expected);
    }
  });

  it('the epoch’s loss counts the steps that were read late', async () => {
    const data = separableDataset(21);
    const run = async (logEvery: number) =>
      fit(classifier(await newBackend()), data, adamOptions({ batchSize: 4, epochs: 3, logEvery }));
    expect((await run(4)).loss).toEqual((await run(1)).loss);
  });
});

describe('the event loop', () => {
  it('gets its turn during a long run of small steps', async () => {
    const model = classifier(await newBackend(), 'float32');
    let fired = 0;
    const timer = setInterval(() => {
      fired += 1;
    }, 1);
    for await (const event of train(
      model,
      separableDataset(64, 'float32'),
      sgdOptions({ epochs: 10_000, batchSize: 4 }),
    )) {
      if (event.type === 'epoch-end' && fired >= 3) break;
    }
    clearInterval(timer);
    // Every 20 ms: in far fewer than 10,000 epochs.
    expect(fired).toBeGreaterThanOrEqual(3);
  });
});
