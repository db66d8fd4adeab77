import { describe, expect, it } from 'vitest';
import { median, pairedRatios, summarize } from '../../src/harness/statistics.js';

it('the median of an even number is the mean of the middle two', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([])).toBeNaN();
});

describe('summarize', () => {
  const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

  it('returns undefined for one value', () => {
    expect(summarize([[7]])).toBeUndefined();
    expect(summarize([[], []])).toBeUndefined();
  });

  // Ranks of the interval with at least 95 %, from tables of the binomial distribution with p = 1/2.
  it.each([
    [2, 1, 2],
    [5, 1, 5],
    [6, 1, 6],
    [8, 1, 8],
    [9, 2, 8],
    [11, 2, 10],
    [12, 3, 10],
    [15, 4, 12],
    [20, 6, 15],
    [30, 10, 21],
    // The last n that is summed, and larger ones for which the approximation gives the rank of the table.
    [500, 228, 273],
    [502, 229, 274],
    [1000, 469, 532],
    [2000, 956, 1045],
    [10_000, 4902, 5099],
  ])('of %i values takes ranks %i and %i', (n, low, high) => {
    expect(summarize([upTo(n)])).toEqual({ median: median(upTo(n)), low, high });
  });

  it('covers a launch that is slower as a whole', () => {
    const launches = [upTo(9), upTo(9), upTo(9).map((value) => value + 100)];
    const { median: middle, low, high } = summarize(launches) ?? { median: 0, low: 0, high: 0 };
    expect(middle).toBe(7);
    expect(low).toBeLessThanOrEqual(5);
    expect(high).toBe(105);
  });
});

it('takes ratios round by round, as far as both have rounds', () => {
  expect(pairedRatios([[2, 9], [4]], [[1, 3, 5], [8]])).toEqual([[2, 3], [0.5]]);
  expect(pairedRatios([[2]], [])).toEqual([[]]);
});
