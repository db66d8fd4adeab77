/** What each random word of a run depends on, and what it does not. */
import { describe, expect, it } from 'vitest';
import {
  type Context,
  Dense,
  Dropout,
  epochOrder,
  Flatten,
  fill,
  fit,
  initialize,
  keep,
  LayerRandom,
  type Module,
  parameterRandom,
  Random,
  RandomKey,
  ReLU,
  Sequential,
  type Tensor,
  type TypedArray,
} from '../../src/index.js';
import { digest, readDigests } from '../support/digests.js';
import { expectError, newBackend, separableDataset, t, weightsOf } from '../support/index.js';
import { adamOptions, eventsOf, sgdOptions } from '../support/training.js';

/** Remembers its masks. */
class RecordedDropout extends Dropout {
  readonly #masks: Tensor[] = [];

  override call(context: Context, x: Tensor): Tensor {
    // The same draws again, of ones.
    this.#masks.push(keep(super.call(context, fill(x.backend, x.shape, 1, x.dtype))));
    return super.call(context, x);
  }

  /** In the order drawn: of each row, which elements were kept. */
  async rows(width: number): Promise<string[]> {
    const kept = (await Promise.all(this.#masks.map((mask) => mask.data()))).flatMap((mask) =>
      Array.from(mask, (value) => (value === 0 ? 0 : 1)),
    );
    return Array.from({ length: kept.length / width }, (_, row) => kept.slice(row * width, (row + 1) * width).join(''));
  }
}

/** The masks of two Dropouts, of 6 and of 5 units, during two epochs of three batches. */
async function masksOf(seed: number, parts: number): Promise<[first: string[], second: string[]]> {
  const dropouts = [new RecordedDropout(0.5), new RecordedDropout(0.25)] as const;
  using model = new Sequential(await newBackend(), {
    inputShape: [4],
    layers: [new Dense(6), dropouts[0], new Dense(5), dropouts[1], new Dense(3)],
    dtype: 'float64',
  });
  await fit(model, separableDataset(50), adamOptions({ epochs: 2, batchSize: 20, seed, parts }));
  return [await dropouts[0].rows(6), await dropouts[1].rows(5)];
}

/** The digits of scripts/math/random_reference.py. */
const ROW_0_OF_STEP_3 = '10111101111111100101';

describe('a draw of a layer', () => {
  it('is that of its row in the batch, however the batch is cut into parts', async () => {
    const whole = await masksOf(7, 1);
    expect(whole.map((rows) => rows.length)).toEqual([100, 100]);
    for (const parts of [2, 32]) expect(await masksOf(7, parts)).toEqual(whole);
  });

  it('differs from layer to layer, row to row, step to step and seed to seed', async () => {
    const [first, second] = await masksOf(7, 1);
    const starts = (rows: string[]): string[] => rows.map((row) => row.slice(0, 5));
    expect(starts(first)).not.toEqual(second);
    expect(new Set(first.slice(0, 20)).size).toBeGreaterThan(10);
    expect(first.slice(0, 20)).not.toEqual(first.slice(20, 40));
    // The second epoch goes on counting: its first step is the run's fourth.
    expect(first.slice(0, 50)).not.toEqual(first.slice(50));
    expect((await masksOf(8, 512))[0]).not.toEqual(first);
  });

  it('has the words of the layer’s name, the step counted over the run, and the row', async () => {
    const [, second] = await masksOf(7, 8);
    const key = new RandomKey(7, 'layer/3');
    const drawn = [1, 2, 3, 4, 5, 6].flatMap((step) =>
      Array.from({ length: step % 3 === 0 ? 10 : 20 }, (_, row) => {
        const words = new Random(key, { step, row });
        return Array.from({ length: 5 }, () => (words.uint32() >= 0.25 * 2 ** 32 ? '1' : '0')).join('');
      }),
    );
    expect(second).toEqual(drawn);
  });

  it('is the one of the reference in Python', () => {
    const words = new LayerRandom(1, '1', 3).row(0);
    const kept = Array.from(ROW_0_OF_STEP_3, () => (words.uint32() >= 0.25 * 2 ** 32 ? '1' : '0'));
    expect(kept.join('')).toBe(ROW_0_OF_STEP_3);
  });

  it('counts the rows of a pass from its first', () => {
    const words = (random: Random): number[] => Array.from({ length: 9 }, () => random.uint32());
    expect(words(new LayerRandom(1, '4', 2, 30).row(5))).toEqual(words(new LayerRandom(1, '4', 2).row(35)));
  });
});

describe('the order of an epoch', () => {
  it.each([
    [1, [1, 9, 3, 4, 7, 5, 2, 0, 8, 6]],
    [2, [8, 0, 9, 6, 3, 1, 2, 5, 7, 4]],
    [3, [1, 3, 4, 9, 8, 5, 2, 0, 6, 7]],
  ])('%d of ten examples, seed 1, is the one of the reference in Python', (epoch, order) => {
    expect([...epochOrder(1, epoch, 10)]).toEqual(order);
  });

  it('depends on seed and epoch alone: the third epoch of a run has that of a fresh computation', async () => {
    const asked: number[] = [];
    const dataset = separableDataset(30);
    const recorded = {
      ...dataset,
      batch: (indices: Int32Array) => {
        asked.push(...indices);
        return dataset.batch(indices);
      },
    };
    // A Dropout draws between the shuffles.
    const layers = [new Dense(6), new Dropout(0.5), new Dense(3)];
    using model = new Sequential(await newBackend(), { inputShape: [4], layers, dtype: 'float64' });
    await eventsOf(model, recorded, sgdOptions({ epochs: 3, batchSize: 8, seed: 5 }));
    expect(asked.slice(60)).toEqual([...epochOrder(5, 3, 30)]);
    expect(asked.slice(0, 30)).toEqual([...epochOrder(5, 1, 30)]);
    expect(asked.slice(0, 30)).not.toEqual(asked.slice(60));
  });

  it('has the committed digest: 60,000 examples, seed 0, epoch 250', () => {
    expect(digest(epochOrder(0, 250, 60_000))).toBe(readDigests().order60000);
  });
});

describe('an initial weight', () => {
  const weights = async (layers: Module[], seed = 3): Promise<Record<string, TypedArray>> => {
    using model = new Sequential(await newBackend(), { inputShape: [4], layers, dtype: 'float64', seed });
    return weightsOf(model);
  };

  it('depends on seed and name alone: other layers before, between or after change nothing', async () => {
    const small = await weights([new ReLU(), new Dense(4), new Dense(4)]);
    const other = await weights([new Dense(4), new Dense(4), new Dense(4), new Dropout(0.5), new Dense(9)]);
    const without = await weights([new Flatten(), new Dense(4, { bias: false }), new Dense(4)]);
    for (const name of ['1.weight', '2.weight']) {
      expect(other[name]).toEqual(small[name]);
      expect(without[name]).toEqual(small[name]);
    }
    expect(small['1.weight']).not.toEqual(small['2.weight']);
    expect((await weights([new ReLU(), new Dense(4)], 4))['1.weight']).not.toEqual(small['1.weight']);
  });

  it('is a function of its element: a normal number of block i, without those before', () => {
    const weight = initialize('lecunNormal', [1, 40], parameterRandom(3, '1.weight'));
    const key = new RandomKey(3, 'parameter/1.weight');
    for (const element of [0, 1, 17, 39]) {
      expect(new Random(key, { block: element }).normal()).toBe(weight[element]);
    }
  });
});

describe('uses of random words', () => {
  it('are distinct: no two purposes of one seed share a block, nor do steps and rows', () => {
    const streams = [
      new Random(1),
      parameterRandom(1, '0.weight'),
      parameterRandom(1, '1.weight'),
      ...[1, 2].map((epoch) => new Random(new RandomKey(1, 'order'), { step: epoch })),
      ...['0', '1'].flatMap((path) =>
        [1, 2].flatMap((step) => [0, 1].map((row) => new LayerRandom(1, path, step).row(row))),
      ),
    ];
    const blocks = streams.flatMap((stream) =>
      Array.from({ length: 500 }, () => Array.from({ length: 4 }, () => stream.uint32()).join()),
    );
    expect(new Set(blocks).size).toBe(streams.length * 500);
  });

  it('has different keys for seeds and names with a common prefix', () => {
    const names = ['', 'order', 'layer/1', 'layer/11', 'layer/1.1', 'parameter/1', 'parameter/1.weight', '\0'];
    const long = Array.from({ length: 40 }, (_, length) => 'x'.repeat(length + 1));
    const keys = [0, 1, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1].flatMap((seed) =>
      [...names, ...long].map((name) => new RandomKey(seed, name).words.join()),
    );
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('has unbiased, uncorrelated bits (100,000 words, 5 standard errors)', () => {
    // Bits of one word, and bits that differ from the next block, row and step: near 1/2, each of 32 places.
    const words = (place: { step: number; row: number }): Uint32Array => {
      const random = new Random(new RandomKey(9, 'layer/0'), place);
      return Uint32Array.from({ length: 1000 }, () => random.uint32());
    };
    const ones = { alone: new Uint32Array(32), row: new Uint32Array(32), step: new Uint32Array(32) };
    const count = (bins: Uint32Array, word: number): void => {
      for (let bit = 0; bit < 32; bit++) bins[bit] = (bins[bit] as number) + ((word >>> bit) & 1);
    };
    for (let row = 0; row < 100; row++) {
      const [here, below, next] = [words({ step: 1, row }), words({ step: 1, row: row + 1 }), words({ step: 2, row })];
      for (const [i, word] of here.entries()) {
        count(ones.alone, word);
        count(ones.row, word ^ (below[i] as number));
        count(ones.step, word ^ (next[i] as number));
      }
    }
    for (const bins of Object.values(ones)) {
      for (const bin of bins) expect(Math.abs(bin - 50_000)).toBeLessThan(5 * Math.sqrt(25_000));
    }
  });
});

describe('refuses a seed that is not a whole number from 0 to 2^53 - 1', () => {
  const BAD: readonly [number, string][] = [
    [-1, '-1'],
    [1.5, '1.5'],
    [2 ** 53, '9007199254740992'],
    ['1' as unknown as number, '1'],
  ];

  it.each(BAD)('%s: a network, a training, a pass', async (seed, received) => {
    const backend = await newBackend();
    const layers = [new Dense(3)];
    const make = () => new Sequential(backend, { inputShape: [4], layers, dtype: 'float64', seed });
    expectError(make, 'argument', 'Sequential seed', '[0, 2^53)', received);
    using model = new Sequential(backend, { inputShape: [4], layers, dtype: 'float64' });
    await expect(fit(model, separableDataset(9), sgdOptions({ seed }))).rejects.toMatchObject({ code: 'argument' });
    const { loss } = sgdOptions();
    const pass = () => model.pass(t(backend, [[1, 2, 3, 4]]), t(backend, [[1, 0, 0]]), loss, { seed, step: 1 });
    expectError(pass, 'argument', 'Sequential pass seed', '[0, 2^53)', received);
  });
});
