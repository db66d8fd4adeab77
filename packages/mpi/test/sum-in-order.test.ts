import { expect, it } from 'vitest';
import { sumInOrder } from '../src/sum-in-order.js';

const of = (...values: number[]): Float32Array[] => values.map((value) => Float32Array.of(value));

it('adds pairs, then pairs of pairs', () => {
  // 2^24 + 1 rounds to 2^24 in float32, so another order of additions gives another sum.
  expect(sumInOrder(of(2 ** 24, 1, 1, 1))).toEqual(Float32Array.of(2 ** 24 + 2));
  expect(sumInOrder(of(1, 1, 1, 2 ** 24))).toEqual(Float32Array.of(2 ** 24 + 2));
  expect(sumInOrder(of(2 ** 24, 1, 0, 1))).toEqual(Float32Array.of(2 ** 24));
});

it('does not change its arguments', () => {
  const arrays = of(1, 2);
  expect(sumInOrder(arrays)).toEqual(Float32Array.of(3));
  expect(arrays).toEqual(of(1, 2));
  expect(sumInOrder(of(5))).toEqual(Float32Array.of(5));
});
