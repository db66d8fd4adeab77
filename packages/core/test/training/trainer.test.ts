import { describe, expect, it } from 'vitest';
import { Feed } from '../../src/evaluation/feed.js';
import {
  type Batch,
  batches,
  type Dataset,
  type DoneEvent,
  Dropout,
  dense,
  evaluate,
  fit,
  type Permuter,
  Random,
  RandomKey,
  SoftmaxCrossEntropy,
  scope,
  type Tensor,
  type TrainEvent,
  train,
} from '../../src/index.js';
import { Accuracy, TopKAccuracy } from '../../src/metrics/index.js';
import {
  expectClose,
  expectRejection,
  FLOATS,
  liveBuffers,
  newBackend,
  separableDataset,
  weightsOf,
} from '../support/index.js';
import { adamOptions, classifier, eventsOf, sgdOptions } from '../support/training.js';

const losses = (events: readonly TrainEvent[]): (number | undefined)[] =>
  events.flatMap((event) => (event.type === 'batch' ? [event.loss] : []));

const kinds = (events: readonly TrainEvent[]): string[] =>
  events.map((event) => {
    if (event.type === 'epoch-start') return `start ${event.epoch}/${event.epochs} of ${event.steps}`;
    if (event.type === 'batch') return `batch ${event.epoch}.${event.step}/${event.steps} rows ${event.rows}`;
    if (event.type === 'epoch-end') return `end ${event.epoch}/${event.epochs}`;
    if (event.type === 'validation') return `validation ${event.epoch}.${event.step}`;
    return `done ${event.epochs} epochs ${event.steps} steps ${event.aborted ? 'aborted' : 'complete'}`;
  });

/** Everything but the clock. */
const timeless = (events: readonly TrainEvent[]): TrainEvent[] =>
  events.map((event) => ('seconds' in event ? { ...event, seconds: 0 } : event));

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

describe('validation', () => {
  it('loads its data once, also from a data set that uses its arrays again', async () => {
    const model = classifier(await newBackend());
    const examples = separableDataset(7);
    const asked: number[] = [];
    const y = dense(new Int32Array(7), [7]);
    const validation: Dataset = {
      ...examples,
      batch: (indices) => {
        asked.push(indices.length);
        const batch = examples.batch(indices) as Batch;
        (y.data as Int32Array).set(batch.y.data);
        return { x: batch.x, y };
      },
    };
    const validated: unknown[] = [];
    for await (const event of train(
      model,
      separableDataset(10),
      sgdOptions({ validation, metrics: [new Accuracy()] }),
    )) {
      if (event.type !== 'epoch-end') continue;
      y.data.fill(0);
      validated.push(event.validation);
    }
    expect(asked).toEqual([7]);
    expect(liveBuffers(model.backend)).toBe(4);
    const result = await evaluate(model, examples, { loss: new SoftmaxCrossEntropy(), metrics: [new Accuracy()] });
    expect(validated.at(-1)).toEqual(result);
  });

  it('keeps no more of them than there is room for', async () => {
    const model = classifier(await newBackend());
    const feed = new Feed(model, separableDataset(9), 4 * 4);
    const parts = [await feed.load(Int32Array.of(0, 1)), await feed.load(Int32Array.of(2, 3, 4))];
    expect(parts.map(({ isKept }) => isKept)).toEqual([true, false]);
    for (const part of parts) feed.release(part);
    expect(await feed.load(Int32Array.of(0, 1))).toBe(parts[0]);
    expect(liveBuffers(model.backend)).toBe(4 + 2);
    feed.dispose();
    expect(liveBuffers(model.backend)).toBe(4);
  });

  it('of a share of the examples takes the last, and leaves them out of training', async () => {
    const { dataset, asked } = recording(separableDataset(10));
    const model = classifier(await newBackend());
    const events = await eventsOf(model, dataset, sgdOptions({ epochs: 1, batchSize: 4, validationSplit: 0.3 }));
    expect(asked.slice(0, -1).flat().toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(asked.at(-1)).toEqual([7, 8, 9]);
    const end = events.find((event) => event.type === 'epoch-end');
    expect(end?.validation?.rows).toBe(3);
    expect(end?.log).toEqual({
      loss: end?.loss,
      val_loss: end?.validation?.loss,
      val_accuracy: end?.validation?.classification?.accuracy,
    });
  });

  it.each([0, 1, 1.5, -0.1, Number.NaN, 0.01, '0.3' as unknown as number])(
    'of a share of %s is refused',
    async (validationSplit) => {
      const run = fit(classifier(await newBackend()), separableDataset(10), sgdOptions({ validationSplit }));
      await expectRejection(run, 'argument', 'train validationSplit', 'leaves examples on both sides, of 10. Received');
    },
  );

  it('is one or the other', async () => {
    const options = sgdOptions({ validationSplit: 0.5, validation: separableDataset(3) });
    const run = fit(classifier(await newBackend()), separableDataset(10), options);
    await expectRejection(run, 'argument', 'validation or validationSplit. Received both');
  });

  it('comes within the epoch after every so many steps, and changes no bit', async () => {
    const validation = separableDataset(7);
    const options = { batchSize: 4, epochs: 2 };
    const model = classifier(await newBackend());
    const events = await eventsOf(
      model,
      separableDataset(21),
      adamOptions({ ...options, validation, validateEvery: 2 }),
    );
    expect(kinds(events).filter((kind) => kind.startsWith('validation'))).toEqual([
      ...['validation 1.2', 'validation 1.4', 'validation 2.2', 'validation 2.4'],
    ]);
    const at = events.findIndex(({ type }) => type === 'validation');
    expect(kinds(events)[at - 1]).toBe('batch 1.2/6 rows 4');
    expect(await weightsOf(model)).toEqual((await weightsAfter(options)).weights);
    const early = events.find((event) => event.type === 'validation');
    expect(early?.validation).toMatchObject({ rows: 7 });
    const late = classifier(await newBackend());
    const others = adamOptions({ ...options, validation, validateEvery: 2, stepsAhead: 3 });
    expect(timeless(await eventsOf(late, separableDataset(21), others))).toEqual(timeless(events));
  });

  it('comes within each epoch, also after the same step as in the one before', async () => {
    const options = sgdOptions({ epochs: 3, batchSize: 4, validation: separableDataset(3), validateEvery: 2 });
    const events = await eventsOf(classifier(await newBackend()), separableDataset(12), options);
    const within = ['validation 1.2', 'validation 2.2', 'validation 3.2'];
    expect(kinds(events).filter((kind) => kind.startsWith('validation'))).toEqual(within);
  });

  it('finds the metrics that are asked for', async () => {
    const history = await fit(classifier(await newBackend()), separableDataset(6), {
      ...sgdOptions({ epochs: 1, validation: separableDataset(6), metrics: [new TopKAccuracy({ k: 3 })] }),
      onEvent: (event) => {
        if (event.type === 'epoch-end') expect(event.log).toMatchObject({ val_top3Accuracy: 1 });
      },
    });
    expect(history.validation[0]?.metrics).toEqual({ top3Accuracy: 1 });
  });
});

describe('a data set whose batches are promises', () => {
  /** Writes down when it is asked and when it answers. */
  function slow(data: Dataset): { dataset: Dataset; log: string[] } {
    const log: string[] = [];
    const batch = async (indices: Int32Array) => {
      log.push(`asked ${indices.join()}`);
      await new Promise((resolve) => setTimeout(resolve, 1));
      return data.batch(indices);
    };
    return { dataset: { ...data, batch }, log };
  }

  it('is asked for the next part while the device computes, and never twice', async () => {
    const { dataset, log } = slow(separableDataset(10));
    const model = classifier(await newBackend());
    const options = sgdOptions({ epochs: 1, batchSize: 4, parts: 2, shuffle: false });
    for await (const { type } of train(model, dataset, options)) log.push(type);
    expect(log).toEqual([
      ...[
        'epoch-start',
        'asked 0,1',
        'asked 2,3',
        'asked 4,5',
        'batch',
        'asked 6,7',
        'asked 8',
        'batch',
        'asked 9',
        'batch',
      ],
      ...['epoch-end', 'done'],
    ]);
  });

  it('is not asked ahead before a validation, which may use the same data set', async () => {
    const { dataset, log } = slow(separableDataset(8));
    const options = { epochs: 1, batchSize: 2, shuffle: false, validateEvery: 1, validationSplit: 0.25 };
    for await (const { type } of train(classifier(await newBackend()), dataset, sgdOptions(options))) log.push(type);
    expect(log.slice(0, 6)).toEqual(['epoch-start', 'asked 0,1', 'batch', 'asked 6,7', 'validation', 'asked 2,3']);
  });

  it('gives the same bits', async () => {
    const { dataset } = slow(separableDataset(21));
    const options = { batchSize: 4, epochs: 2, parts: 2 };
    expect(await weightsAfter(options, dataset)).toEqual(await weightsAfter(options));
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

  it('a batch in parts sums to the batch in one piece', async () => {
    const whole = await weightsAfter({ batchSize: 'full', epochs: 4 });
    for (const parts of [2, 4, 32]) {
      const chunked = await weightsAfter({ batchSize: 'full', epochs: 4, parts });
      for (const [name, data] of Object.entries(whole.weights)) {
        const tolerance = { relative: 1e-10, absolute: 1e-12 };
        expectClose(
          { data: chunked.weights[name] as never, shape: [data.length] },
          { data, shape: [data.length] },
          tolerance,
        );
      }
      expect(await weightsAfter({ batchSize: 'full', epochs: 4, parts })).toEqual(chunked);
    }
  });

  it('mini batches are cut too', async () => {
    const options = { batchSize: 8, epochs: 2 };
    const whole = await weightsAfter(options);
    const chunked = await weightsAfter({ ...options, parts: 4 });
    for (const [at, loss] of whole.losses.entries()) expect(chunked.losses[at]).toBeCloseTo(loss as number, 12);
  });

  it.each(['full', 7, 1000] as const)('uploads a full batch once, not each epoch (batchSize %s)', async (batchSize) => {
    const { dataset, asked } = recording(separableDataset(7));
    await eventsOf(classifier(await newBackend()), dataset, sgdOptions({ batchSize, epochs: 3, parts: 4 }));
    expect(asked).toEqual([[0, 1], [2, 3], [4, 5], [6]]);
  });

  it.each([
    [2048, {}, [2048]],
    [2049, {}, [1025, 1024]],
    [4097, {}, [1025, 1024, 1024, 1024]],
    [4096, { parts: 4 }, [1024, 1024, 1024, 1024]],
    [5, { parts: 4 }, [2, 1, 1, 1]],
    [3, { parts: 4 }, [1, 1, 1]],
  ])('cuts %d rows, with %j, into %j', async (rows, options, expected) => {
    const { dataset, asked } = recording(separableDataset(rows));
    await eventsOf(classifier(await newBackend()), dataset, sgdOptions({ batchSize: 'full', epochs: 1, ...options }));
    expect(asked.map(({ length }) => length)).toEqual(expected);
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

  it("is the data set's own, which may be a method of a class", async () => {
    class Backwards {
      readonly #own = separableDataset(9);
      readonly length = 9;
      readonly inputShape = this.#own.inputShape;
      readonly asked: number[] = [];
      order(): Int32Array {
        return Int32Array.from({ length: this.length }, (_, at) => this.length - 1 - at);
      }
      batch(indices: Int32Array) {
        this.asked.push(...indices);
        return this.#own.batch(indices);
      }
    }
    const dataset = new Backwards();
    await eventsOf(classifier(await newBackend()), dataset, sgdOptions({ batchSize: 4, epochs: 1 }));
    expect(dataset.asked).toEqual([8, 7, 6, 5, 4, 3, 2, 1, 0]);
  });

  it('is the same for the same seed, another for another; seed 0 by default', async () => {
    expect(await orderOf({ seed: 1 })).toEqual(await orderOf({ seed: 1 }));
    expect(await orderOf({ seed: 1 })).not.toEqual(await orderOf({ seed: 2 }));
    expect(await orderOf({})).toEqual(await orderOf({ seed: 0 }));
  });

  it('is drawn by the data set if it has an order, from a stream of seed and epoch', async () => {
    const { dataset, asked } = recording(separableDataset(9));
    const order = (random: Permuter): Int32Array =>
      Int32Array.from([...random.permutation(3)].flatMap((block) => [0, 1, 2].map((row) => 3 * block + row)));
    const options = sgdOptions({ batchSize: 4, seed: 1 });
    await eventsOf(classifier(await newBackend()), { ...dataset, order }, options);
    const blocks = (epoch: number): Int32Array => order(new Random(new RandomKey(1, 'order'), { step: epoch }));
    expect(asked.flat()).toEqual([...blocks(1), ...blocks(2)]);
    expect(await orderOf({ seed: 1 })).not.toEqual(asked.flat());
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

  it('a host that is late changes no bit', async () => {
    const read = await weightsAfter({ batchSize: 4, epochs: 3 });
    for (const stepsAhead of [1, 3, 99])
      expect(await weightsAfter({ batchSize: 4, epochs: 3, stepsAhead })).toEqual(read);
  });

  it('the epoch’s loss counts the steps that were read late', async () => {
    const data = separableDataset(21);
    const run = async (stepsAhead: number) =>
      fit(classifier(await newBackend()), data, adamOptions({ batchSize: 4, epochs: 3, stepsAhead }));
    expect((await run(3)).loss).toEqual((await run(0)).loss);
  });
});

describe('batches of a loop of your own', () => {
  it('are those of fit: the same bits, dropout included, and nothing is left on the backend', async () => {
    const backend = await newBackend();
    const data = separableDataset(10);
    const [own, fitted] = [
      classifier(backend, 'float64', [new Dropout(0.5)]),
      classifier(backend, 'float64', [new Dropout(0.5)]),
    ];
    await fit(fitted, data, sgdOptions({ batchSize: 4, seed: 3 }));
    const { loss, optimizer } = sgdOptions();
    const before = liveBuffers(backend);
    const rows: (number | undefined)[] = [];
    for (let epoch = 1, step = 1; epoch <= 2; epoch++) {
      for await (const { inputs, targets } of batches(own, data, { epoch, batchSize: 4, seed: 3 })) {
        rows.push(inputs[0]?.shape[0]);
        scope(() => {
          const { gradients } = own.pass(inputs, targets, loss, { seed: 3, step: step++ });
          optimizer.step(own.parameters.trainable, gradients);
        });
      }
    }
    expect(rows).toEqual([4, 4, 2, 4, 4, 2]);
    expect(await weightsOf(own)).toEqual(await weightsOf(fitted));
    for await (const _ of batches(own, data, { epoch: 1 })) break;
    expect(liveBuffers(backend)).toBe(before);
  });

  it('have labels within the classes, or the one that is ignored', async () => {
    const model = classifier(await newBackend());
    const data = {
      ...separableDataset(2),
      batch: () => ({ x: dense(new Float64Array(8), [2, 4]), y: dense(Int32Array.of(0, -1), [2]) }),
    };
    await expectRejection(batches(model, data, { epoch: 1 }).next(), 'data', 'label -1 of example');
    for await (const { targets } of batches(model, data, { epoch: 1, ignoreIndex: -1 })) {
      expect(await (targets as Tensor).data()).toEqual(Int32Array.of(0, -1));
    }
    await expectRejection(batches(model, data, { epoch: 0 }).next(), 'argument', 'batches epoch');
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
