import { type Dataset, type DenseArray, dense, Random } from '@nablajs/core';
import { describe, expect, it } from 'vitest';
import { arrayDataset, split, subset } from '../src/index.js';
import { nablaError } from './files.js';

const x = dense(Float32Array.of(0, 0.5, 1, 1.5, 2, 2.5), [3, 2]);
const y = dense(Int32Array.of(7, 8, 9), [3]);

async function labelsOf(dataset: Dataset): Promise<number[]> {
  const { y } = await dataset.batch(Int32Array.from({ length: dataset.length }, (_, i) => i));
  return [...y.data];
}

/** Ten examples whose labels are their indices. */
const ten = (): Dataset => {
  const labels = Int32Array.from({ length: 10 }, (_, i) => i);
  return arrayDataset(dense(new Float64Array(10), [10, 1]), dense(labels, [10]));
};

describe('arrayDataset', () => {
  it('picks rows by index', () => {
    const dataset = arrayDataset(x, y);
    expect(dataset).toMatchObject({ length: 3, inputShape: [2] });
    expect(dataset.batch(Int32Array.of(2, 0, 2))).toEqual({
      x: dense(Float32Array.of(2, 2.5, 0, 0.5, 2, 2.5), [3, 2]),
      y: dense(Int32Array.of(9, 7, 9), [3]),
    });
  });

  it('accepts float targets of any rank', async () => {
    const targets = dense(Float64Array.of(1, 2, 3, 4, 5, 6), [3, 1, 2]);
    const batch = await arrayDataset(x, targets).batch(Int32Array.of(1));
    expect(batch.y).toEqual(dense(Float64Array.of(3, 4), [1, 1, 2]));
  });

  it('accepts several targets', async () => {
    const heights = dense(Float32Array.of(0.1, 0.2, 0.3), [3, 1]);
    const dataset: Dataset<readonly DenseArray[]> = subset(arrayDataset(x, [y, heights]), 1, 3);
    expect(await dataset.batch(Int32Array.of(1, 0))).toEqual({
      x: dense(Float32Array.of(2, 2.5, 1, 1.5), [2, 2]),
      y: [dense(Int32Array.of(9, 8), [2]), dense(Float32Array.of(0.3, 0.2), [2, 1])],
    });
    const short = await nablaError(() => arrayDataset(x, [y, dense(Float32Array.of(1, 2), [2])]));
    expect(short.message).toBe('arrayDataset: x and y must have as many rows. Received [3, 2] and [2].');
    const bytes = await nablaError(() => arrayDataset(x, [y, dense(Uint8Array.of(1, 2, 3), [3])]));
    expect([bytes.code, bytes.message]).toEqual(['dtype', expect.stringContaining('Received uint8.')]);
  });

  it('accepts several inputs', async () => {
    const words = dense(Int32Array.of(4, 5, 6), [3]);
    const dataset = arrayDataset([x, words], y);
    expect(dataset.inputShape).toEqual([2]);
    expect(await dataset.batch(Int32Array.of(2))).toEqual({
      x: [dense(Float32Array.of(2, 2.5), [1, 2]), dense(Int32Array.of(6), [1])],
      y: dense(Int32Array.of(9), [1]),
    });
    const short = await nablaError(() => arrayDataset([x, dense(Float32Array.of(1, 2), [2, 1])], y));
    expect(short.message).toBe('arrayDataset: x and y must have as many rows. Received [3, 2] and [2, 1].');
    for (const nested of [[[1, 2]], [], undefined]) {
      const mistake = await nablaError(() => arrayDataset(nested as never, y));
      expect([mistake.code, mistake.message]).toEqual(['argument', expect.stringContaining('x: expected elements')]);
    }
  });

  it('accepts weights, which subsets keep', async () => {
    const { test, train } = split(arrayDataset(x, y, { weights: [1, 0, 2.5] }), 1 / 3, new Random(1));
    const weightOf = new Map([[7, 1], [8, 0], [9, 2.5]]); // biome-ignore format: pairs
    for (const part of [test, train]) {
      const batch = await part.batch(Int32Array.from({ length: part.length }, (_, row) => row));
      const expected = Float64Array.from(batch.y.data, (label: number) => weightOf.get(label) as number);
      expect(batch.weights).toEqual(dense(expected, [part.length]));
    }
    const tokens = dense(Int32Array.of(1, 2, 3, 4, 5, 6), [3, 2]);
    const mask = dense(Float32Array.of(1, 0, 1, 1, 0, 0), [3, 2]);
    const batch = await arrayDataset(x, tokens, { weights: mask }).batch(Int32Array.of(2, 0));
    expect(batch.y).toEqual(dense(Int32Array.of(5, 6, 1, 2), [2, 2]));
    expect(batch.weights).toEqual(dense(Float32Array.of(0, 0, 1, 0), [2, 2]));
    const two = await nablaError(() => arrayDataset(x, y, { weights: [1, 2] }));
    expect([two.code, two.message]).toEqual([
      'shape',
      'arrayDataset: expected 3 weights, one for each example. Received 2.',
    ]);
    const misspelt = await nablaError(() => arrayDataset(x, y, { weight: [1, 2, 3] } as never));
    expect(misspelt.message).toContain("Did you mean 'weights'?");
  });

  it('refuses arrays that do not fit', async () => {
    const rows = await nablaError(() => arrayDataset(x, dense(Int32Array.of(1, 2), [2])));
    expect([rows.code, rows.message]).toEqual([
      'shape',
      'arrayDataset: x and y must have as many rows. Received [3, 2] and [2].',
    ]);
    const length = await nablaError(() => arrayDataset(dense(new Float32Array(5), [3, 2]), y));
    expect(length.message).toContain('x: expected 6 elements for [3, 2]. Received 5 elements');
    const scalar = await nablaError(() => arrayDataset(dense(new Float32Array(1), []), y));
    expect(scalar.message).toContain('expected [n, ...]');
    const index = await nablaError(() => arrayDataset(x, y).batch(Int32Array.of(3)));
    expect(index.message).toBe('batch: expected indices in [0, 3). Received 3 at position 0.');
  });
});

describe('subset', () => {
  it('shifts indices', async () => {
    expect(await labelsOf(subset(ten(), 3, 6))).toEqual([3, 4, 5]);
    expect(await labelsOf(subset(ten(), 8, 10))).toEqual([8, 9]);
    expect(subset(ten(), 4, 4).length).toBe(0);
    expect(subset(ten(), 0, 2).inputShape).toEqual([1]);
  });

  it('does not reach beyond its end', async () => {
    expect((await nablaError(() => subset(ten(), 3, 6).batch(Int32Array.of(3)))).message).toBe(
      'batch: expected indices in [0, 3). Received 3 at position 0.',
    );
  });

  it.each([
    [-1, 2],
    [3, 2],
    [0, 11],
    [0.5, 2],
    [[1, 2, 3] as never, undefined as never],
  ])('refuses %s to %s', async (start, end) => {
    const { code, message } = await nablaError(() => subset(ten(), start, end));
    expect(code).toBe('argument');
    const received = typeof start === 'object' ? 'an object' : start;
    expect(message).toBe(
      `subset: expected 0 <= start <= end <= 10. Received ${received} and ${end}; ` +
        'it takes numbers, subset(data, 0, 100).',
    );
  });
});

describe('split', () => {
  it('puts every example in one of the two parts, in order', async () => {
    const { train, test } = split(ten(), 0.25, new Random(5));
    const order = [...new Random(5).permutation(10)];
    // Every third and a bit: the middles of three equal parts of the order.
    const chosen = [order[1], order[5], order[8]].sort();
    expect(await labelsOf(test)).toEqual(chosen);
    expect(await labelsOf(train)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].filter((row) => !chosen.includes(row)));
  });

  it('gives both parts the same share of each class', async () => {
    const labels = Int32Array.from({ length: 100 }, (_, row) => (row % 10 === 0 ? 2 : row % 2));
    const x = dense(Float32Array.from(labels), [100, 1]);
    const { train, test } = split(arrayDataset(x, dense(labels, [100])), 0.2, new Random(3), { labels });
    const counts = async (part: Dataset): Promise<number[]> => {
      const found = await labelsOf(part);
      return [0, 1, 2].map((label) => found.filter((one) => one === label).length);
    };
    expect(await counts(test)).toEqual([8, 10, 2]);
    expect(await counts(train)).toEqual([32, 40, 8]);
    const other = split(arrayDataset(x, dense(labels, [100])), 0.2, new Random(4), { labels });
    expect((await other.test.batch(Int32Array.of(0, 1, 2))).x).not.toEqual(
      (await test.batch(Int32Array.of(0, 1, 2))).x,
    );
  });

  it.each([0.1, 0.9])('may give one part a single example: %d', (fraction) => {
    const { train, test } = split(ten(), fraction, new Random(5));
    expect([train.length, test.length]).toEqual([10 - 10 * fraction, 10 * fraction]);
  });

  it.each([0, 1, -0.5, 0.01, 0.99, Number.NaN])('refuses a fraction of %d', async (fraction) => {
    expect((await nablaError(() => split(ten(), fraction, new Random(5)))).code).toBe('argument');
  });

  it('refuses labels of other examples', async () => {
    expect((await nablaError(() => split(ten(), 0.5, new Random(5), { labels: [1, 2] }))).message).toBe(
      'split: expected a label for each of 10 examples. Received 2.',
    );
  });
});
