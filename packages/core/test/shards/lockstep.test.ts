/** Shards that are computed side by side: when, and with which bits. */
import { describe, expect, it } from 'vitest';
import {
  type Backend,
  type Batch,
  type Context,
  type Dataset,
  Dropout,
  Lambda,
  type Module,
  multiply,
  type Shape,
  type Tensor,
  type TrainOptions,
  tensor,
  WeightPenalty,
} from '../../src/index.js';
import { shards } from '../../src/shards/index.js';
import { expectRejection, liveBuffers, newBackend, separableDataset, weightsOf } from '../support/index.js';
import { newViewingBackend, onRanks } from '../support/ranks.js';
import { classifier, eventsOf, sgdOptions } from '../support/training.js';

interface Trained {
  readonly weights: unknown;
  /** The shapes of the examples that were uploaded, in order. */
  readonly uploads: readonly Shape[];
}

/** Trains on one rank, on a backend with or without views. */
async function trained(
  create: () => Promise<Backend>,
  layers: (backend: Backend) => Module[],
  options: Partial<TrainOptions> = {},
  rows = 16,
): Promise<Trained> {
  const backend = await create();
  const uploads: Shape[] = [];
  const spy: Backend = {
    ...backend,
    upload(data, shape, dtype) {
      if (shape.length === 2 && shape[1] === 4 && dtype === 'float64') uploads.push(shape);
      return backend.upload(data, shape, dtype);
    },
  };
  const model = classifier(spy, 'float64', layers(spy));
  uploads.length = 0;
  const before = liveBuffers(backend);
  const all = sgdOptions({ epochs: 1, batchSize: 16, seed: 3, distribution: shards(), ...options });
  await eventsOf(model, separableDataset(rows), all);
  expect(liveBuffers(backend)).toBe(before);
  return { weights: await weightsOf(model), uploads };
}

/** Multiplies each row by its own number from the host. */
class HostNoise extends Lambda {
  constructor() {
    super({ type: 'HostNoise' }, (x) => x);
  }

  override call(context: Context, x: Tensor): Tensor {
    const rows = Array.from({ length: x.shape[0] as number }, (_, row) => [context.random.row(row).uniform()]);
    return multiply(x, tensor(x.backend, rows, 'float64'));
  }
}

/** Multiplies by a tensor of the backend that it was created for. */
class OwnTensor extends Lambda {
  constructor(factor: Tensor) {
    super({ type: 'OwnTensor' }, (x) => multiply(x, factor));
  }
}

/** Fails in its second pass. */
class Fails extends Lambda {
  constructor() {
    let passes = 0;
    super({ type: 'Fails' }, (x) => {
      passes += 1;
      if (passes > 1) throw new Error(`pass ${passes} of ${x.shape[0]} rows failed`);
      return multiply(x, 1);
    });
  }
}

const ROWS = (rows: number): Shape => [rows, 4];

describe('shards of equal size', () => {
  it('are computed in one pass if the backend has views', async () => {
    const without = await trained(newBackend, () => []);
    expect(without.uploads).toEqual(Array.from({ length: 8 }, () => ROWS(2)));
    const { uploads, weights } = await trained(newViewingBackend, () => []);
    expect(uploads).toEqual([ROWS(16)]);
    expect(weights).toEqual(without.weights);
  });

  it.each([
    ['as many as a chunk has room for', { chunkRows: 8 }, 16, [8, 8]],
    ['shard 0 alone if there is a penalty', { penalty: new WeightPenalty({ l2: 0.1 }) }, 16, [2, 2, 4, 8]],
    ['those that have the same number of rows', {}, 13, [8, 2, 1, 2]],
    ['none if a chunk has only room for one', { chunkRows: 2 }, 16, [2, 2, 2, 2, 2, 2, 2, 2]],
  ] as const)('%s', async (_name, options, rows, expected) => {
    const { uploads, weights } = await trained(newViewingBackend, () => [], options, rows);
    expect(uploads).toEqual(expected.map(ROWS));
    expect(weights).toEqual((await trained(newBackend, () => [], options, rows)).weights);
  });

  it('of a full batch stay on the device', async () => {
    const options = { epochs: 3, batchSize: 'full' } as const;
    const { uploads, weights } = await trained(newViewingBackend, () => [], options);
    expect(uploads).toEqual([ROWS(16)]);
    expect(weights).toEqual((await trained(newBackend, () => [], options)).weights);
  });
});

describe('a network that cannot be computed so is computed shard by shard from then on', () => {
  const kinds: Record<string, (backend: Backend) => Module[]> = {
    'random numbers on the host': () => [new HostNoise()],
    // The naive backend has no kernel for masks.
    'masks from the host': () => [new Dropout(0.4)],
    'a tensor of another backend': (backend) => [new OwnTensor(tensor(backend, [1, 2, 3, 4, 5], 'float64'))],
  };

  it.each(Object.entries(kinds))('%s', async (_name, layers) => {
    const { uploads, weights } = await trained(newViewingBackend, layers, {}, 32);
    // The first step starts with all shards and then computes each of them.
    const single = Array.from({ length: 16 }, () => ROWS(2));
    expect(uploads).toEqual([ROWS(16), ...single]);
    expect(weights).toEqual((await trained(newBackend, layers, {}, 32)).weights);
  });

  it('which throws its own errors', async () => {
    await expect(trained(newViewingBackend, () => [new Fails()], {}, 32)).rejects.toThrow('pass 3 of 2 rows failed');
  });
});

describe('the data set', () => {
  /** Writes down the first example and the number of examples of each call. */
  const recorded = (isSlow: boolean, failsAt = Number.POSITIVE_INFINITY) => {
    const data = separableDataset(32);
    const asked: number[][] = [];
    const batch = (indices: Int32Array): Batch => {
      asked.push([indices[0] as number, indices.length]);
      if (asked.length === failsAt) throw new Error('the disk is full');
      return data.batch(indices) as Batch;
    };
    const dataset: Dataset = { ...data, batch: isSlow ? async (indices) => batch(indices) : batch };
    return { dataset, asked };
  };

  it.each([
    ['at once', false],
    ['as promises', true],
  ] as const)('is asked for the examples of a rank once, %s', async (_name, isSlow) => {
    const all: (readonly number[][])[] = [];
    await onRanks(2, async (rank) => {
      const { dataset, asked } = recorded(isSlow);
      all[rank] = asked;
      return {
        model: classifier(await newViewingBackend()),
        dataset,
        options: { epochs: 1, batchSize: 16, shuffle: false },
      };
    });
    expect(all).toEqual([
      [
        [0, 8],
        [16, 8],
      ],
      [
        [8, 8],
        [24, 8],
      ],
    ]);
  });

  it('is not asked again if it fails', async () => {
    const { dataset, asked } = recorded(false, 2);
    const model = classifier(await newViewingBackend());
    const options = sgdOptions({ batchSize: 16, shuffle: false, distribution: shards() });
    await expect(eventsOf(model, dataset, options)).rejects.toThrow('the disk is full');
    expect(asked).toEqual([
      [0, 16],
      [16, 16],
    ]);
  });

  it('has the same errors as without views', async () => {
    const wrong: Dataset = {
      ...separableDataset(16),
      batch: (indices) => separableDataset(16).batch(indices.subarray(1)),
    };
    const model = classifier(await newViewingBackend());
    const options = sgdOptions({ batchSize: 16, distribution: shards() });
    await expectRejection(eventsOf(model, wrong, options), 'data', 'expected 16 examples', 'x of 15');
  });
});
