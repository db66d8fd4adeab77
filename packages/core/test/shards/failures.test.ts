/** What is wrong with a training in shards, and how all ranks find out. */
import { describe, expect, it } from 'vitest';
import {
  Adam,
  type Batch,
  clipByNorm,
  type Dataset,
  type DenseArray,
  dense,
  fit,
  MeanSquaredError,
  type Parameters,
  type TrainOptions,
  upload,
} from '../../src/index.js';
import { type Communicator, ranksInMemory, type ShardsOptions, shards } from '../../src/shards/index.js';
import {
  expectError,
  expectRejection,
  liveBuffers,
  newBackend,
  separableDataset,
  weightsOf,
} from '../support/index.js';
import { classifier, PoisonedGradient, sgdOptions } from '../support/training.js';

interface RankOptions {
  readonly options?: Partial<TrainOptions>;
  readonly dataset?: Dataset;
  /** The backward pass from which on gradients are NaN. */
  readonly poisonFrom?: number;
  readonly dtype?: 'float32' | 'float64';
  readonly prepare?: (parameters: Parameters) => void;
}

/** Trains on two ranks that differ; returns what each of them threw, and its weights. */
const failures = (make: (rank: number) => RankOptions) =>
  Promise.all(
    ranksInMemory(2).map(async (communicator) => {
      const { rank } = communicator;
      const { options, dtype, dataset = separableDataset(16, dtype), poisonFrom = 1e9, prepare } = make(rank);
      const model = classifier(await newBackend(), dtype, [new PoisonedGradient(poisonFrom)]);
      prepare?.(model.parameters);
      const all = sgdOptions({ batchSize: 8, ...options, distribution: shards({ communicator }) });
      const error: unknown = await fit(model, dataset, all).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(liveBuffers(model.backend)).toBe(model.parameters.list.length + all.optimizer.state.size);
      return { error, weights: await weightsOf(model) };
    }),
  );

/** Checks that both ranks have thrown the same NablaError. */
function expectBoth(all: Awaited<ReturnType<typeof failures>>, code: string, message: string): void {
  expect(all).toHaveLength(2);
  for (const { error } of all) expect(error).toMatchObject({ code, message: expect.stringContaining(message) });
  expect(all[0]?.error).toEqual(all[1]?.error);
}

describe('a number that is not finite on one rank', () => {
  it('in a gradient ends all of them at the same step, with the last good weights', async () => {
    // Each rank computes two parts a step.
    const all = await failures((rank) => (rank === 1 ? { poisonFrom: 2 + 1 } : {}));
    expectBoth(all, 'non-finite', 'a gradient became NaN or infinite at epoch 1, step 2');
    expect(all[0]?.weights).toEqual(all[1]?.weights);
    const [good] = await failures(() => ({ options: { signal: AbortSignal.abort() } }));
    // An abort before the first step is noticed in it.
    expect(all[0]?.weights).toEqual(good?.weights);
  });

  it('in the examples of one rank ends all of them', async () => {
    const data = separableDataset(16);
    const batch: Dataset['batch'] = (indices) => {
      const { x, y } = data.batch(indices) as Batch<DenseArray>;
      const values = Float64Array.from(x.data, (value, i) => (indices[Math.floor(i / 4)] === 15 ? Number.NaN : value));
      return { x: dense(values, x.shape), y };
    };
    const all = await failures(() => ({ dataset: { ...data, batch }, options: { shuffle: false } }));
    expectBoth(all, 'non-finite', 'the loss became NaN at epoch 1, step 2');
  });
});

describe('ranks that differ all throw', () => {
  it.each<[string, RankOptions, string]>([
    ['a batch size', { options: { batchSize: 4 } }, 'different options or a different number of examples'],
    ['epochs', { options: { epochs: 3 } }, 'different options or a different number of examples'],
    ['examples', { dataset: separableDataset(17) }, 'different options or a different number of examples'],
    ['validation', { options: { validation: separableDataset(3) } }, 'different options or a different number'],
    ['clipping', { options: { transforms: [clipByNorm(1)] } }, 'different options or a different number of examples'],
    ['a loss', { options: { loss: new MeanSquaredError() } }, 'a different loss'],
    ['an optimizer', { options: { optimizer: new Adam() } }, 'a different optimizer'],
    ['a frozen bias', { prepare: (all) => all.freeze('0.bias') }, 'other frozen or tied parameters'],
    ['a dtype', { dtype: 'float32' }, 'a different network or different weights'],
  ])('%s', async (_name, other, what) => {
    const all = await failures((rank) => (rank === 1 ? other : {}));
    const advice = 'Give every rank the same network, data set and options and, to resume, the same state.';
    expectBoth(all, 'argument', `shards: rank 1 has ${what}`);
    expectBoth(all, 'argument', `than rank 0. ${advice}`);
  });

  it('one weight', async () => {
    const errors = await Promise.all(
      ranksInMemory(4).map(async (communicator) => {
        const model = classifier(await newBackend());
        const first = await model.parameters.list[0]?.value.data();
        if (communicator.rank === 2 && first !== undefined) {
          first[3] = (first[3] as number) + 1e-15;
          model.parameters.list[0]?.value.adopt(upload(model.backend, dense(first, [4, 5])));
        }
        const options = sgdOptions({ distribution: shards({ communicator }) });
        return fit(model, separableDataset(16), options).catch((error: unknown) => error);
      }),
    );
    for (const error of errors) {
      expect(error).toMatchObject({ message: expect.stringContaining('shards: rank 2 has a different network') });
    }
  });
});

describe('shards', () => {
  const [one] = ranksInMemory(16) as [Communicator];

  it.each<[string, ShardsOptions, string]>([
    ['a count of 0', { count: 0 }, 'shards count: expected a power of two: 1, 2, 4, …. Received 0.'],
    ['a count of 6', { count: 6 }, 'Received 6.'],
    ['a count of 2.5', { count: 2.5 }, 'Received 2.5.'],
    [
      'more ranks than parts',
      { communicator: one, count: 8 },
      'shards: expected a power of two ranks, at most as many as there are parts (8). Received 16; start another ' +
        'number of ranks, or choose another count.',
    ],
    ['3 ranks', { communicator: { ...one, size: 3 } }, 'Received 3; start another number of ranks'],
    [
      'a rank outside',
      { communicator: { ...one, size: 4, rank: 4 } },
      'expected a whole number in [0, 4). Received 4.',
    ],
    [
      'a promise of a communicator',
      { communicator: Promise.resolve(one) as unknown as Communicator },
      'shards communicator: expected one, such as await openMpi() of @nablajs/mpi. Received a promise.',
    ],
    ['another name', { shards: 4 } as ShardsOptions, "shards: unknown option 'shards'."],
  ])('refuses %s', (_name, options, message) => {
    expectError(() => shards(options), 'argument', message);
  });
});

describe('the option `distribution`', () => {
  it.each<[string, unknown, string]>([
    ['a communicator', ranksInMemory(1)[0], 'an object'],
    ['shards without parentheses', shards, 'the function shards'],
    ['null', null, 'null'],
  ])('refuses %s', async (_name, distribution, received) => {
    const options = { ...sgdOptions(), distribution: distribution as never };
    await expectRejection(
      fit(classifier(await newBackend()), separableDataset(4), options),
      'argument',
      `train distribution: expected shards(). Received ${received}.`,
    );
  });
});

describe('ranksInMemory', () => {
  it('adds the ranks in pairs, in the type of the array', async () => {
    const sums = await Promise.all(
      ranksInMemory(4).map(async ({ rank, sum }) => {
        // One after the other they would be 1, and in float64 2.
        const values = Float32Array.of([1e8, 1, -1e8, 1][rank] as number, -0);
        await sum(values);
        return values;
      }),
    );
    expect(sums).toEqual(Array.from({ length: 4 }, () => Float32Array.of(0, -0)));
  });

  it('gives every rank a copy of the bytes of rank 0', async () => {
    const all = await Promise.all(
      ranksInMemory(2).map(({ rank, broadcast }) =>
        broadcast(Uint8Array.from({ length: 3 - rank }, (_, at) => at + rank)),
      ),
    );
    expect(all).toEqual([Uint8Array.of(0, 1, 2), Uint8Array.of(0, 1, 2)]);
    expect(all[0]?.buffer).not.toBe(all[1]?.buffer);
  });

  it('refuses a number that is not a power of two', () => {
    expectError(() => ranksInMemory(6), 'argument', 'ranksInMemory: expected a power of two: 1, 2, 4, …. Received 6.');
  });

  it('fails on every rank if their calls differ', async () => {
    const [first, second] = ranksInMemory(2) as [Communicator, Communicator];
    const call = 'ranksInMemory: expected the same call on every rank. Rank 0 called sum(a Float32Array of 2), rank 1 ';
    const both = (a: Promise<unknown>, b: Promise<unknown>) =>
      Promise.all([a, b].map((promise) => promise.then(String, (error: Error) => error.message)));
    const length = await both(first.sum(new Float32Array(2)), second.sum(new Float32Array(3)));
    expect(length).toEqual(Array.from({ length: 2 }, () => `${call}sum(a Float32Array of 3).`));
    const type = await both(second.sum(new Float64Array(2)), first.sum(new Float32Array(2)));
    expect(type).toEqual(Array.from({ length: 2 }, () => `${call}sum(a Float64Array of 2).`));
    const method = await both(first.sum(new Float32Array(2)), second.broadcast(new Uint8Array(2)));
    expect(method).toEqual(Array.from({ length: 2 }, () => `${call}broadcast.`));
  });
});
