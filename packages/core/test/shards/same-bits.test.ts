/** 1, 2, 4 and 8 ranks train the same network, bit by bit. */
import { describe, expect, it } from 'vitest';
import { EarlyStopping, ExponentialMovingAverage } from '../../src/callbacks/index.js';
import {
  Adam,
  BatchNorm,
  clipByNorm,
  Dropout,
  type Module,
  SGD,
  type TrainOptions,
  WeightPenalty,
} from '../../src/index.js';
import { F1, TopKAccuracy } from '../../src/metrics/index.js';
import { expectEqual } from '../support/expect-equal.js';
import { newBackend, separableDataset } from '../support/index.js';
import { Centre } from '../support/modules.js';
import { onRanks, type RankResult } from '../support/ranks.js';
import { classifier } from '../support/training.js';

interface Kind {
  readonly layers?: () => Module[];
  readonly dtype?: 'float32' | 'float64';
  readonly rows?: number;
  readonly options?: () => Partial<TrainOptions>;
}

const adam = (): Adam => new Adam({ learningRate: 0.05 });

const kinds: Record<string, Kind> = {
  'mini-batches in float32': { dtype: 'float32', options: () => ({ batchSize: 16 }) },
  'a full batch with momentum': {
    options: () => ({ optimizer: new SGD({ learningRate: 0.1, momentum: 0.9 }), batchSize: 'full' }),
  },
  'a ragged last batch': { rows: 45, options: () => ({ batchSize: 16, optimizer: adam() }) },
  'fewer rows than shards': { rows: 11, options: () => ({ batchSize: 4, optimizer: adam() }) },
  dropout: { layers: () => [new Dropout(0.3)], options: () => ({ batchSize: 13, seed: 9 }) },
  'a penalty and clipped gradients': {
    options: () => ({
      batchSize: 16,
      penalty: new WeightPenalty({ l1: 0.01, l2: 0.02 }),
      transforms: [clipByNorm(0.4)],
    }),
  },
  'batch normalisation': { layers: () => [new BatchNorm()], rows: 50, options: () => ({ batchSize: 25 }) },
  'a module of its own that updates a parameter': { layers: () => [new Centre()], options: () => ({ batchSize: 15 }) },
  'a host that is late': { options: () => ({ batchSize: 16, stepsAhead: 2, optimizer: adam() }) },
  'validation, callbacks': {
    dtype: 'float32',
    options: () => ({
      batchSize: 16,
      validationSplit: 0.25,
      validateEvery: 2,
      metrics: [new F1({ average: 'macro' }), new TopKAccuracy({ k: 2 })],
      callbacks: [new EarlyStopping({ patience: 1, minDelta: 0.05 }), new ExponentialMovingAverage({ decay: 0.8 })],
    }),
  },
};

const trainOn = (size: number, kind: Kind, create = newBackend): Promise<RankResult[]> => {
  const { layers, dtype = 'float64', rows = 48, options } = kind;
  return onRanks(size, async () => ({
    model: classifier(await create(), dtype, layers?.()),
    dataset: separableDataset(rows, dtype),
    options: { epochs: 3, ...options?.() },
  }));
};

/** The first kind runs on every number of ranks, each other on one. The nightly run has all on all. */
const sizesOf = (at: number): number[] =>
  at === 0 || process.env['NABLA_SLOW'] === '1' ? [2, 4, 8] : ([[4], [2], [8]][at % 3] as number[]);

const all = Object.entries(kinds).map(([name, kind], at) => ({ name, kind, sizes: sizesOf(at) }));

describe.each(all)('$name', ({ kind, sizes }) => {
  it(`gives the bits of one rank on ${sizes.join(', ')}`, async () => {
    const [alone] = await trainOn(1, kind);
    expect(alone?.events.length).toBeGreaterThan(6);
    for (const size of sizes) {
      for (const one of await trainOn(size, kind)) expectEqual(one, alone);
    }
  });
});
