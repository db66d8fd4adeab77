import { array, type DenseArray, dense, Random } from '@nablajs/core';
import { describe, expect, it } from 'vitest';
import { sequenceDataset, split, subset } from '../../src/index.js';
import { expectError } from './fixtures.js';

const labels = (length: number): DenseArray =>
  dense(
    Int32Array.from({ length }, (_, i) => i),
    [length],
  );
const ofLengths = (lengths: readonly number[]) => lengths.map((length) => Int32Array.from({ length }, (_, i) => i + 1));

describe('sequenceDataset', () => {
  const dataset = sequenceDataset([[5, 2, 9], [4], Int32Array.of(7, 7), []], array([1, 0, 1, 2], 'int32'));

  it('pads to the longest of a batch', async () => {
    expect(dataset).toMatchObject({ length: 4, inputShape: [3], padding: 0, lengths: Int32Array.of(3, 1, 2, 0) });
    expect(await dataset.batch(Int32Array.of(1, 0))).toEqual({
      x: dense(Int32Array.of(4, 0, 0, 5, 2, 9), [2, 3]),
      y: dense(Int32Array.of(0, 1), [2]),
    });
    expect((await dataset.batch(Int32Array.of(1))).x).toEqual(dense(Int32Array.of(4), [1, 1]));
    expect((await dataset.batch(Int32Array.of(3))).x).toEqual(dense(Int32Array.of(0), [1, 1]));
  });

  it('takes another padding, weights, float targets, and the beginning of sequences', async () => {
    const y = array([[0.5], [1.5]]);
    const other = sequenceDataset([[0, 1, 2], [3]], y, { padding: -1, maxLength: 2, weights: [1, 2] });
    expect(other.inputShape).toEqual([2]);
    expect(await other.batch(Int32Array.of(1, 0))).toEqual({
      x: dense(Int32Array.of(3, -1, 0, 1), [2, 2]),
      y: dense(y.data.slice().reverse(), [2, 1]),
      weights: dense(Float64Array.of(2, 1), [2]),
    });
  });

  it('copies the tokens', async () => {
    const own = Int32Array.of(1, 2);
    const copied = sequenceDataset([own], labels(1));
    own[0] = 9;
    expect((await copied.batch(Int32Array.of(0))).x).toEqual(dense(Int32Array.of(1, 2), [1, 2]));
  });
});

describe('the order of an epoch', () => {
  const random = new Random(1);
  const lengths = Array.from({ length: 1003 }, () => 1 + random.integer(200));
  const dataset = sequenceDataset(ofLengths(lengths), labels(1003), { batchSize: 8 });
  const order = (seed: number) => dataset.order?.(new Random(seed)) ?? new Int32Array(0);

  it('has each sequence once', () => {
    expect([...order(1)].sort((a, b) => a - b)).toEqual(Array.from({ length: 1003 }, (_, i) => i));
  });

  it('depends on the random stream alone', () => {
    expect(order(1)).toEqual(order(1));
    expect(order(1)).not.toEqual(order(2));
  });

  it('keeps similar lengths together, in batches that change', () => {
    const batches = (seed: number) =>
      Array.from({ length: 126 }, (_, i) => [...order(seed).subarray(8 * i, 8 * i + 8)]);
    const waste = (list: readonly (readonly number[])[]): number => {
      const used = list.map((batch) => batch.map((index) => lengths[index] ?? 0));
      const cells = used.reduce((sum, batch) => sum + batch.length * Math.max(...batch), 0);
      return 1 - lengths.reduce((sum, length) => sum + length, 0) / cells;
    };
    expect(waste(batches(1))).toBeLessThan(0.12);
    const inOrder = Array.from({ length: 126 }, (_, i) => Array.from({ length: i < 125 ? 8 : 3 }, (_, j) => 8 * i + j));
    expect(waste(inOrder)).toBeGreaterThan(0.4);
    const sets = (seed: number) => new Set(batches(seed).map((batch) => batch.sort((a, b) => a - b).join()));
    const [first, second] = [sets(1), sets(2)];
    expect([...first].filter((batch) => second.has(batch)).length).toBeLessThan(5);
    // The batches are not in the order of their lengths.
    const starts = batches(1).map(([index = 0]) => lengths[index] ?? 0);
    expect(starts).not.toEqual([...starts].sort((a, b) => a - b));
  });

  it('is the same for a part', () => {
    const { train, testRows } = split(dataset, 0.5, new Random(3));
    const rows = Array.from({ length: 1003 }, (_, row) => row).filter((row) => !testRows.includes(row));
    const own = sequenceDataset(ofLengths(rows.map((row) => lengths[row] ?? 0)), labels(rows.length), { batchSize: 8 });
    expect(train.order?.(new Random(1))).toEqual(own.order?.(new Random(1)));
    const part = subset(train, 0, 100);
    expect([...(part.order?.(new Random(1)) ?? [])].sort((a, b) => a - b)).toEqual([...Array(100).keys()]);
  });

  it('puts the batch that is not full last', () => {
    const three = sequenceDataset(ofLengths([1, 9, 1, 9, 9]), labels(5), { batchSize: 2 });
    for (let seed = 0; seed < 10; seed++) {
      const sizes = [...(three.order?.(new Random(seed)) ?? [])].map((index) => three.lengths[index]);
      expect([sizes.slice(0, 2).join(), sizes.slice(2, 4).join(), sizes.slice(4).join()].sort()).toEqual([
        '1,1',
        '9',
        '9,9',
      ]);
      expect(sizes[4]).toBe(9);
    }
  });
});

describe('errors', () => {
  it.each<[string, readonly ArrayLike<number>[], object, string]>([
    ['the padding', [[1, 0]], {}, 'int32 tokens other than the padding 0. Received 0 at position 1 of sequence 0'],
    ['a fraction', [[1], [0.5]], {}, 'Received 0.5 at position 0 of sequence 1; pass another padding'],
    ['a large number', [[2 ** 31]], {}, 'Received 2147483648'],
    ['a padding', [[1]], { padding: 0.5 }, 'padding as an int32. Received 0.5.'],
    ['a batch size', [[1]], { batchSize: 0 }, 'batchSize as a whole number >= 1. Received 0.'],
    ['a length', [[1]], { maxLength: 0 }, 'maxLength as a whole number >= 1'],
    ['an option', [[1]], { pad: 0 }, 'pad'],
  ])('%s', async (_, sequences, options, message) => {
    await expectError(() => sequenceDataset(sequences, labels(sequences.length), options), 'argument', message);
  });

  it('of numbers', async () => {
    await expectError(() => sequenceDataset([], labels(0)), 'shape', 'expected sequences. Received none.');
    await expectError(() => sequenceDataset([[1]], labels(2)), 'shape', 'as many rows');
    const one = sequenceDataset([[1]], labels(1));
    await expectError(() => one.batch(Int32Array.of(1)), 'argument', 'expected indices in [0, 1)');
  });
});
