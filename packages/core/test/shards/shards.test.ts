/** What a training in shards reads, logs and validates, and how it stops and resumes. */
import { describe, expect, it } from 'vitest';
import { resumeFrom } from '../../src/callbacks/index.js';
import { Feed } from '../../src/evaluation/feed.js';
import {
  addMeans,
  type Batch,
  BatchNorm,
  type Callback,
  type Dataset,
  Dense,
  type DenseArray,
  dense,
  type EvaluateOptions,
  evaluate,
  type HostTargets,
  type Loss,
  MeanSquaredError,
  Network,
  type Output,
  ReLU,
  Sequential,
  SGD,
  SoftmaxCrossEntropy,
  sizeOf,
  type Tensor,
  type TrainOptions,
  type TrainState,
  withClassWeights,
} from '../../src/index.js';
import { Accuracy, type Metric } from '../../src/metrics/index.js';
import { evaluateOnRanks } from '../../src/shards/evaluate-on-ranks.js';
import { type Communicator, ranksInMemory, type ShardLog, type ShardsOptions, shards } from '../../src/shards/index.js';
import { expectEqual } from '../support/expect-equal.js';
import {
  datasetOf,
  expectRejection,
  newBackend,
  pickRows,
  scatteredArray,
  separableDataset,
  weightsOf,
} from '../support/index.js';
import { Heads } from '../support/modules.js';
import { onRanks } from '../support/ranks.js';
import { adamOptions, classifier, eventsOf, sgdOptions, TokenSums } from '../support/training.js';

const network = async (): Promise<Network> => classifier(await newBackend(), 'float64', [new BatchNorm()]);

describe('the option `distribution`', () => {
  it('with one shard gives the bits of a training without it', async () => {
    const options = (): Partial<TrainOptions> => ({ epochs: 2, batchSize: 7, validation: separableDataset(9) });
    const [one] = await onRanks(
      1,
      async () => ({ model: await network(), dataset: separableDataset(20), options: options() }),
      {
        count: 1,
      },
    );
    const model = await network();
    const events = await eventsOf(model, separableDataset(20), sgdOptions(options()));
    expect(one?.weights).toEqual(await weightsOf(model));
    expect(one?.events).toEqual(events.map((event) => ('seconds' in event ? { ...event, seconds: 0 } : event)));
  });

  it('takes the parts of the training, and refuses another count or too few of them', async () => {
    const [communicator] = ranksInMemory(4) as [Communicator];
    const partsOf = async (parts: number, options: ShardsOptions) => {
      const lines: ShardLog[] = [];
      const distribution = shards({ ...options, log: (line) => lines.push(line) });
      const training = sgdOptions({ epochs: 1, batchSize: 'full', parts, distribution });
      await eventsOf(classifier(await newBackend()), separableDataset(16), training);
      return lines.map(({ parts }) => parts);
    };
    expect(await partsOf(2, {})).toEqual([[0, 1]]);
    expect(await partsOf(2, { count: 2 })).toEqual([[0, 1]]);
    const both = 'train parts: expected the count of shards, 4. Received 2.';
    await expectRejection(partsOf(2, { count: 4 }), 'argument', both);
    await expectRejection(partsOf(2, { communicator }), 'argument', 'as many as there are parts (2). Received 4');
  });

  it('with more shards gives nearly the same weights, of which some have other bits', async () => {
    const run = async (distribution?: TrainOptions['distribution']): Promise<number[]> => {
      const model = classifier(await newBackend());
      await eventsOf(model, separableDataset(20), sgdOptions({ batchSize: 7, ...(distribution && { distribution }) }));
      return Object.values(await weightsOf(model)).flatMap((weights) => [...weights]);
    };
    const [plain, sharded] = [await run(), await run(shards())];
    expect(sharded).not.toEqual(plain);
    for (const [at, weight] of sharded.entries()) expect(weight).toBeCloseTo(plain[at] as number, 12);
  });

  it('with one rank needs no communicator and copies no gradient to the host', async () => {
    const backend = await newBackend();
    const sizes = new Set<number>();
    const counting = {
      ...backend,
      download: (x: Parameters<typeof backend.download>[0]) => {
        sizes.add(x.shape.reduce((product, size) => product * size, 1));
        return backend.download(x);
      },
    };
    await eventsOf(classifier(counting), separableDataset(20), sgdOptions({ batchSize: 7, distribution: shards() }));
    expect([...sizes]).toEqual([1]);
  });
});

/** Writes down the examples that each call asks for. */
function recorded(data: Dataset, isSlow: boolean): { dataset: Dataset; asked: number[][] } {
  const asked: number[][] = [];
  const batch = (indices: Int32Array): Batch => {
    asked.push([...indices]);
    return data.batch(indices) as Batch;
  };
  return { dataset: { ...data, batch: isSlow ? async (indices) => batch(indices) : batch }, asked };
}

describe('each rank', () => {
  it.each([
    ['at once', false],
    ['as promises, ahead of time', true],
  ] as const)('reads only the examples of its shards, %s', async (_name, isSlow) => {
    const asked: number[][][] = [];
    await onRanks(
      2,
      async (rank) => {
        const { dataset, asked: own } = recorded(separableDataset(22), isSlow);
        asked[rank] = own;
        return { model: await network(), dataset, options: { epochs: 1, batchSize: 11, shuffle: false } };
      },
      { count: 4 },
    );
    expect(asked).toEqual([
      [
        [0, 1, 2],
        [3, 4, 5],
        [11, 12, 13],
        [14, 15, 16],
      ],
      [
        [6, 7, 8],
        [9, 10],
        [17, 18, 19],
        [20, 21],
      ],
    ]);
  });

  it('logs the parts that it computes', async () => {
    const logs: ShardLog[][] = [[], []];
    await Promise.all(
      ranksInMemory(2).map(async (communicator) => {
        const distribution = shards({ communicator, count: 4, log: (line) => logs[communicator.rank]?.push(line) });
        const model = classifier(await newBackend());
        await eventsOf(model, separableDataset(11), sgdOptions({ epochs: 2, batchSize: 8, distribution }));
      }),
    );
    expect(logs).toEqual([
      [
        { epoch: 1, step: 1, parts: [0, 1] },
        { epoch: 1, step: 2, parts: [0, 1] },
        { epoch: 2, step: 1, parts: [0, 1] },
        { epoch: 2, step: 2, parts: [0, 1] },
      ],
      [
        { epoch: 1, step: 1, parts: [2, 3] },
        { epoch: 1, step: 2, parts: [2] },
        { epoch: 2, step: 1, parts: [2, 3] },
        { epoch: 2, step: 2, parts: [2] },
      ],
    ]);
  });

  it('weighs examples as one rank does', async () => {
    const run = (size: number) =>
      onRanks(size, async () => ({
        model: await network(),
        dataset: await withClassWeights(separableDataset(32), [3, 1, 0.5]),
        options: { batchSize: 16 },
      }));
    const [alone] = await run(1);
    const [unweighted] = await onRanks(1, async () => ({
      model: await network(),
      dataset: separableDataset(32),
      options: { batchSize: 16 },
    }));
    expect(alone?.weights).not.toEqual(unweighted?.weights);
    for (const one of await run(4)) expectEqual(one, alone);
  });
});

/** Two outputs, one for classes and one for a number. */
const twoHeads = async (): Promise<Network> =>
  new Network(await newBackend(), new Heads(3, 1), { inputShape: [2], dtype: 'float32', seed: 3 });

const pairs = (rows: number): Dataset<DenseArray[]> => {
  const x = scatteredArray([rows, 2], 'float32');
  const values = scatteredArray([rows, 1], 'float32', 5);
  const labels = dense(
    Int32Array.from({ length: rows }, (_, row) => row % 3),
    [rows],
  );
  return {
    length: rows,
    inputShape: [2],
    batch: (indices) => ({ x: pickRows(x, indices), y: [pickRows(labels, indices), pickRows(values, indices)] }),
  };
};

const both: Loss<readonly [Tensor, Tensor], readonly [Tensor, Tensor]> = {
  config: { type: 'Both' },
  classification: false,
  compute: ([kinds, numbers], [labels, values]) =>
    addMeans(new SoftmaxCrossEntropy().compute(kinds, labels), new MeanSquaredError().compute(numbers, values)),
};

/** Returns everything that a metric is given, in one number that depends on the order. */
const everything: Metric = {
  name: 'everything',
  start: () => {
    let sum = 0;
    const read = (arrays: HostTargets): void => {
      for (const { data, shape } of [arrays].flat() as DenseArray[]) {
        sum = sum * 0.9 + data.constructor.name.length + shape.length / 8;
        for (const value of data) sum = sum * 0.999 + value;
      }
    };
    return {
      add: (...batch) => {
        for (const arrays of batch) read(arrays ?? []);
      },
      result: () => sum,
    };
  },
};

describe('validation', () => {
  it.each([0, 512, 1200])('of %i examples is that of a training on one rank', async (rows) => {
    const run = (size: number) =>
      onRanks(size, async () => ({
        model: classifier(await newBackend(), 'float32'),
        dataset: separableDataset(16, 'float32'),
        options: {
          ...{ epochs: 1, batchSize: 16, metrics: [everything] },
          validation: separableDataset(rows, 'float32'),
        },
      }));
    const [alone] = await run(1);
    const end = alone?.events.find(({ type }) => type === 'epoch-end');
    expect(end).toMatchObject({ validation: { rows, classification: { predictions: { length: rows } } } });
    for (const size of rows > 512 ? [2, 4] : [4]) {
      for (const one of await run(size)) expectEqual(one.events, alone?.events);
    }
  });

  it('takes weights, labels to ignore, and batches of other lengths', async () => {
    /** Batches that begin at an example below 512 have three tokens, the others two. */
    const sentences = (rows: number): Dataset => ({
      length: rows,
      inputShape: [2],
      batch: (indices) => {
        const shape = [indices.length, (indices[0] as number) < 512 ? 3 : 2];
        const x = scatteredArray([...shape, 2], 'float64', (indices[0] as number) + 1);
        const [labels, weights] = [new Int32Array(sizeOf(shape)), new Float64Array(sizeOf(shape))];
        for (const at of labels.keys()) {
          labels[at] = at % 5 === 0 ? -100 : (x.data[2 * at] as number) > 0 ? 1 : 2;
          weights[at] = (at % 4) / 2;
        }
        return { x, y: dense(labels, shape), weights: dense(weights, shape) };
      },
    });
    const run = (size: number) =>
      onRanks(size, async () => ({
        model: new Sequential(await newBackend(), {
          ...{ inputShape: ['time', 2], dtype: 'float64', layers: [new Dense(3)], seed: 1 },
        }),
        dataset: sentences(12),
        options: {
          ...{ epochs: 3, batchSize: 12, loss: new SoftmaxCrossEntropy({ ignoreIndex: -100 }) },
          optimizer: new SGD({ learningRate: 2 }),
          ...{ validation: sentences(1100), metrics: [new Accuracy(), everything] },
        },
      }));
    const [alone] = await run(1);
    const ends = alone?.events.filter((event) => event.type === 'epoch-end') ?? [];
    expect(new Set(ends.map(({ log }) => log['accuracy'])).size).toBeGreaterThan(1);
    expect(ends[2]).toMatchObject({ validation: { classification: { truths: { length: 512 * 3 + 588 * 2 } } } });
    for (const one of await run(4)) expectEqual(one, alone);
  });

  it('takes several outputs and targets', async () => {
    const run = (size: number) =>
      onRanks(size, async () => ({
        model: await twoHeads(),
        dataset: pairs(16),
        options: {
          ...{ epochs: 1, batchSize: 16, metrics: [everything], validation: pairs(1100) as unknown as Dataset },
          loss: both as unknown as Loss,
        },
      }));
    const [alone] = await run(1);
    const end = alone?.events.find(({ type }) => type === 'epoch-end');
    expect(end).toMatchObject({ validation: { rows: 1100, classification: undefined } });
    for (const one of await run(4)) expectEqual(one.events, alone?.events);
  });
});

describe('an abort', () => {
  it('on one rank stops all after the same step', async () => {
    const run = (size: number) =>
      onRanks(size, async (rank) => {
        const controller = new AbortController();
        const aborter: Callback = {
          name: 'aborter',
          onBatchEnd: (_training, { epoch, step }) => {
            if (rank === size - 1 && epoch === 2 && step === 1) controller.abort();
          },
        };
        return {
          model: await network(),
          dataset: separableDataset(64),
          options: { epochs: 5, batchSize: 16, signal: controller.signal, callbacks: [aborter] },
        };
      });
    const steps = async (size: number) => (await run(size)).map(({ events }) => events.at(-1));
    // The other ranks hear of it in the next step.
    expect(await steps(1)).toMatchObject([{ type: 'done', steps: 5, epochs: 1, aborted: true }]);
    for (const size of [2, 4]) {
      const expected = { type: 'done', steps: 6, epochs: 1, aborted: true };
      expect(await steps(size)).toMatchObject(Array.from({ length: size }, () => expected));
    }
  });
});

describe('a state', () => {
  const options = (): Partial<TrainOptions> => ({ ...adamOptions(), epochs: 2, batchSize: 16 });
  const run = (size: number, state?: TrainState, count = 8) =>
    onRanks(
      size,
      async () => ({
        model: await network(),
        dataset: separableDataset(48),
        options: { ...options(), ...(state && { resume: resumeFrom(state) }) },
        keepsStates: state === undefined,
      }),
      { count },
    );

  it('resumes on any number of ranks as if the run had never stopped', async () => {
    const [whole] = await run(2);
    const states = whole?.states ?? [];
    expect(states).toHaveLength(10);
    // After the start, a batch and the end of an epoch.
    for (const [at, size] of [
      [0, 4],
      [2, 1],
      [2, 4],
      [4, 2],
    ] as const) {
      for (const one of await run(size, states[at])) {
        expectEqual(one.events, whole?.events.slice(at + 1));
        expectEqual(one.weights, whole?.weights);
        expectEqual(one.end, whole?.end);
      }
    }
  });

  it('resumes only with as many parts, with this option or without', async () => {
    const [one] = await run(1);
    const state = one?.end as TrainState;
    expect(state.run.parts).toBe(8);
    const message = (was: string, is: string) =>
      expect.objectContaining({
        code: 'argument',
        message: `resume: the run had parts ${was}. Received ${is}; use the same network, options and data.`,
      });
    await expect(run(2, state, 4)).rejects.toThrow(message('8', '4'));
    const alone = async (parts: number) => {
      const model = await network();
      const events = await eventsOf(model, separableDataset(48), {
        ...sgdOptions({ ...options(), parts, resume: resumeFrom(state) }),
      });
      return { events, weights: await weightsOf(model) };
    };
    await expect(alone(1)).rejects.toThrow(message('8', '1'));
    await expect(alone(8)).resolves.toBeDefined();
  });

  it('of an older version resumes, with other bits from there on', async () => {
    const [whole] = await run(1);
    const state = whole?.states[2] as TrainState;
    const { parts: _parts, ...identity } = state.run;
    const older = { ...state, run: { ...identity, chunkRows: 512, shards: 8 } };
    const [resumed] = await run(1, older as never as TrainState);
    expect(resumed?.events).toEqual(whole?.events.slice(3));
  });
});

describe('an evaluation of tokens', () => {
  it('gives the bits of one rank on several', async () => {
    const dataset = datasetOf(scatteredArray([600, 2, 3]), dense(new Int32Array(1200).fill(1), [600, 2]));
    const network = async () =>
      new Sequential(await newBackend(), { inputShape: [2, 3], dtype: 'float64', layers: [new ReLU()] });
    const options = { loss: new TokenSums() };
    const expected = await evaluate(await network(), dataset, options);
    expect(expected.classification?.predictions).toHaveLength(1200);
    const onRank = async (communicator: Communicator) =>
      evaluateOnRanks(communicator)(new Feed(await network(), dataset, 0), options as EvaluateOptions<Output>);
    for (const result of await Promise.all(ranksInMemory(4).map(onRank))) expect(result).toEqual(expected);
  });
});
