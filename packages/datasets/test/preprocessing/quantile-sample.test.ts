import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QuantileSample } from '../../src/preprocessing/quantile-sample.js';
import { robustlyScaled, robustScaleOf } from '../../src/preprocessing/robust-scale.js';

function sampleOf(numbers: Iterable<number>, capacity?: number): QuantileSample {
  const sample = new QuantileSample(capacity);
  for (const number of numbers) sample.add(number);
  return sample;
}

/** By the definition: linear interpolation between the values around the rank share (n - 1). */
function naiveQuantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const rank = share * (sorted.length - 1);
  const below = sorted[Math.floor(rank)] as number;
  return below + (rank - Math.floor(rank)) * ((sorted[Math.ceil(rank)] as number) - below);
}

describe('QuantileSample', () => {
  it('is exact for few numbers', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 40 }), (numbers) => {
        const shares = [0, 0.25, 0.5, 0.75, 1];
        const found = sampleOf(numbers).quantiles(shares);
        for (const [at, share] of shares.entries()) expect(found[at]).toBeCloseTo(naiveQuantile(numbers, share), 10);
      }),
    );
    expect(sampleOf([]).quantiles([0.5])).toEqual([Number.NaN]);
    expect(sampleOf(Array.from({ length: 4096 }, (_, at) => (at * 37) % 4096)).quantiles([0.25, 0.5, 0.75])).toEqual([
      1023.75, 2047.5, 3071.25,
    ]);
  });

  it('is close for many numbers, also for those that repeat in a period of two', () => {
    const shares = [0.25, 0.5, 0.75];
    for (const numbers of [
      Array.from({ length: 300_000 }, (_, at) => at),
      Array.from({ length: 300_000 }, (_, at) => (at % 64) * 4687.5),
      Array.from({ length: 300_000 }, (_, at) => (at * 7919) % 300_000),
    ]) {
      const found = sampleOf(numbers).quantiles(shares);
      for (const [at, share] of shares.entries()) {
        expect(Math.abs((found[at] as number) / 300_000 - share)).toBeLessThan(0.03);
      }
    }
  });

  it('keeps one number of each group of 2, 4 … neighbours', () => {
    const sample = sampleOf(
      Array.from({ length: 64 }, (_, at) => at),
      8,
    );
    // All but the smallest and the largest of 8 groups of 8 lie between 8 and 56.
    const ranks = Array.from({ length: 8 }, (_, rank) => rank / 7);
    expect(sample.quantiles(ranks).map((kept) => Math.floor(kept / 8))).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect([sample.allDiffer, sampleOf([1, 2, 1]).allDiffer]).toEqual([true, false]);
  });
});

describe('a robust scale', () => {
  const scaleOf = (...numbers: number[]) =>
    robustScaleOf(sampleOf(numbers), Math.min(...numbers), Math.max(...numbers));

  it.each([
    [[1, 2, 3, 4, 9], { median: 3, spread: 2 }],
    [[0, 0, 0, 0, 0, 7], { median: 0, spread: 3.5 }],
    [[5, 5, 5], undefined],
    [[0, 5e-324], { median: 0, spread: 5e-324 }],
    [[-1.7e308, 1.7e308, -1.7e308, 1.7e308], { median: 0, spread: Number.MAX_VALUE }],
  ])('of %j is %j', (numbers, scale) => {
    expect(scaleOf(...numbers)).toEqual(scale);
  });

  it('gives z / sqrt(1 + (z / 3)^2), and a finite input for every finite number', () => {
    expect(robustlyScaled(7, { median: 3, spread: 2 })).toBe(2 / Math.sqrt(1 + (2 / 3) ** 2));
    expect(robustlyScaled(3, { median: 3, spread: 2 })).toBe(0);
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
    const spread = fc.double({ noNaN: true, noDefaultInfinity: true, min: 0, minExcluded: true });
    fc.assert(
      fc.property(finite, finite, finite, spread, (value, other, median, size) => {
        const scale = { median, spread: size };
        const [x, y] = [robustlyScaled(value, scale), robustlyScaled(other, scale)];
        expect(Math.abs(x)).toBeLessThanOrEqual(3);
        if (value < other) expect(x).toBeLessThanOrEqual(y);
      }),
    );
  });
});
