import { describe, expect, it } from 'vitest';
import { linearTicks, pointScale, ratioScale } from '../src/scales.js';

describe('log scales', () => {
  it('for points have a margin, and at most five ticks', () => {
    const { domain, ticks } = pointScale([1, 1000]);
    expect(domain[0]).toBeLessThan(0.93);
    expect(domain[1]).toBeGreaterThan(1080);
    expect(ticks).toEqual([1, 10, 100, 1000]);
    expect(pointScale([0.02, 1.3]).ticks).toEqual([0.03, 0.1, 0.3, 1]);
  });

  it('for ratios include 1 and have the same factors on both sides', () => {
    const { domain, ticks } = ratioScale([0.1, 0.5, 4]);
    expect(domain[0]).toBeLessThan(0.1);
    expect(domain[1]).toBeGreaterThan(4);
    expect(ticks).toEqual([0.1, 1 / 3, 1, 3]);
    expect(ratioScale([]).ticks).toContain(1);
  });
});

it('linear ticks are round numbers within the domain', () => {
  expect(linearTicks([0, 10], 5)).toEqual([0, 2, 4, 6, 8, 10]);
  expect(linearTicks([0.02, 0.31], 3)).toEqual([0.1, 0.2, 0.3]);
  expect(linearTicks([-3, 3], 5)).toEqual([-2, 0, 2]);
  expect(linearTicks([0, 1.92e9], 3)).toEqual([0, 1e9]);
  expect(linearTicks([1, 1], 5)).toEqual([1]);
  expect(linearTicks([0, Number.POSITIVE_INFINITY], 5)).toEqual([0]);
});
