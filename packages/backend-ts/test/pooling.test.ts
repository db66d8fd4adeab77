/** Pooling kernels: compared with core's composition of required kernels, and at edge cases. */
import type { Backend, Operand, PoolKernels, Shape, Window } from '@nablajs/core';
import { averagePool2d, maxPool2d, type Pair, type PoolOptions, type Tensor } from '@nablajs/core';
import { OPERATION_TOLERANCE } from '@nablajs/core/testing';
import { afterAll, describe, expect, it } from 'vitest';
import {
  expectComposition,
  expectNothingLive,
  FLOATS,
  type FloatName,
  type Input,
  input,
  ours,
  randomInput,
  runningSum,
  values,
} from './support.js';

const pool = ours.pool as PoolKernels;

afterAll(expectNothingLive);

const CASES: (readonly [image: Shape, size: Pair, options: PoolOptions])[] = [
  [[1, 1, 1, 1], 1, {}],
  [[3, 4, 6, 5], 2, {}],
  [[1, 7, 5, 33], [3, 2], {}],
  [[3, 7, 6, 3], 3, { stride: 2 }],
  [[1, 6, 7, 1], 3, { stride: 1, padding: 'same' }],
  [[3, 5, 8, 2], [2, 3], { stride: [3, 1], padding: 1 }],
  [[1, 5, 5, 5], 2, { stride: 3, padding: 1 }],
  [[2, 2, 3, 3], [5, 7], { stride: 1, padding: [2, 3] }],
  [[1, 13, 12, 2], [13, 12], {}],
  [[0, 4, 4, 3], 2, {}],
];

describe.each(FLOATS)('%s', (dtype) => {
  it.each(CASES)('of %j by %j, %j, as composed', async (image, size, options) => {
    const x = randomInput(dtype, image);
    for (const op of [maxPool2d, averagePool2d]) {
      const run = ([images]: readonly Tensor[]) => [op(images as Tensor, size, options)];
      await expectComposition('pool', [x], run, OPERATION_TOLERANCE[dtype]);
    }
  });

  it.each(CASES)('NaN and infinities in %j by %j, %j, as composed', async (image, size, options) => {
    const x = randomInput(dtype, image);
    for (const [i, value] of [Number.NaN, Number.POSITIVE_INFINITY, Number.NaN, Number.NEGATIVE_INFINITY].entries()) {
      x.data[((i + 1) * x.data.length) >> 3] = value;
    }
    for (const op of [maxPool2d, averagePool2d]) {
      const run = ([images]: readonly Tensor[]) => [op(images as Tensor, size, options)];
      await expectComposition('pool', [x], run, OPERATION_TOLERANCE[dtype]);
    }
  });

  it('gradients of overlapping windows with ties go to the first largest, as composed', async () => {
    const x = randomInput(dtype, [2, 6, 7, 3]);
    for (const [i, value] of x.data.entries()) x.data[i] = Math.round(value);
    const run = ([images]: readonly Tensor[]) => [maxPool2d(images as Tensor, 3, { stride: 1, padding: 1 })];
    await expectComposition('pool', [x], run, OPERATION_TOLERANCE[dtype]);
  });
});

const { NaN: none, POSITIVE_INFINITY: infinity } = Number;
const row = (count: number, changes: Partial<Window> = {}): Window => ({
  ...{ size: [1, count], stride: [1, count], dilation: [1, 1], padding: [0, 0] },
  ...changes,
});

const max = (dtype: FloatName, x: Input, window: Window, shape: Shape) =>
  values([x], (_, [image]) => pool.max(image as Operand, window, shape), shape, dtype);

const average = (dtype: FloatName, x: Input, window: Window, shape: Shape) =>
  values([x], (_, [image]) => pool.average(image as Operand, window, shape), shape, dtype);

async function maxBackward(dtype: FloatName, x: Input, dY: Input, window: Window): Promise<number[]> {
  const y = input(dtype, dY.shape, await max(dtype, x, window, dY.shape));
  const kernel = (_: Backend, [image, output, gradient]: readonly Operand[]) =>
    pool.maxBackward(image as Operand, output as Operand, gradient as Operand, window);
  return values([x, y, dY], kernel, x.shape, dtype);
}

describe.each(FLOATS)('%s, by value', (dtype) => {
  it('the largest of a window is NaN if there is one; infinities count, padding does not', async () => {
    const x = input(dtype, [1, 1, 8, 1], [1, none, infinity, 2, -infinity, -infinity, -3, -2]);
    expect(await max(dtype, x, row(2), [1, 1, 4, 1])).toEqual([none, infinity, -infinity, -2]);
    const window = row(2, { padding: [0, 1] });
    const negative = input(dtype, [1, 1, 3, 1], [-infinity, -5, -4]);
    expect(await max(dtype, negative, window, [1, 1, 2, 1])).toEqual([-infinity, -4]);
  });

  it('the gradient goes to the first largest, is NaN in a window with NaN, and never goes to the padding', async () => {
    const x = input(dtype, [1, 1, 10, 1], [3, 3, 5, none, none, none, -infinity, -infinity, -0, 0]);
    const dY = input(dtype, [1, 1, 5, 1], [1, 2, 3, 4, 5]);
    expect(await maxBackward(dtype, x, dY, row(2))).toEqual([1, 0, none, none, none, none, 4, 0, 5, 0]);
    const lowest = input(dtype, [1, 1, 3, 1], [-infinity, -infinity, -infinity]);
    const both = input(dtype, [1, 1, 2, 1], [1, 2]);
    expect(await maxBackward(dtype, lowest, both, row(2, { padding: [0, 1] }))).toEqual([1, 2, 0]);
  });

  it('a window may have gaps', async () => {
    const x = input(dtype, [1, 1, 5, 1], [1, 9, 2, 8, 3]);
    const window = row(2, { stride: [1, 1], dilation: [1, 2] });
    expect(await max(dtype, x, window, [1, 1, 3, 1])).toEqual([2, 9, 3]);
    expect(await average(dtype, x, window, [1, 1, 3, 1])).toEqual([1.5, 8.5, 2.5]);
    expect(await maxBackward(dtype, x, input(dtype, [1, 1, 3, 1], [1, 2, 4]), window)).toEqual([0, 2, 1, 0, 4]);
  });

  it('the mean counts only the elements inside the image, and so does its gradient', async () => {
    const window = row(3, { stride: [1, 2], padding: [0, 1] });
    const x = input(dtype, [1, 1, 4, 1], [1, 3, 5, 8]);
    const kernel = (_: Backend, [dY]: readonly Operand[]) => pool.averageBackward(dY as Operand, window, [1, 1, 4, 1]);
    expect(await average(dtype, x, window, [1, 1, 2, 1])).toEqual(
      [2, 16 / 3].map(dtype === 'float32' ? Math.fround : Number),
    );
    const dY = input(dtype, [1, 1, 2, 1], [6, 12]);
    expect(await values([dY], kernel, [1, 1, 4, 1], dtype)).toEqual([3, 7, 4, 4]);
  });

  it('sums of 2^18 elements keep their digits', async () => {
    const n = 2 ** 18;
    const x = randomInput(dtype, [1, 1, n, 1]);
    x.data.fill(0.1);
    const [mean] = await average(dtype, x, row(n), [1, 1, 1, 1]);
    const value = x.data[0] as number;
    expect(Math.abs((mean as number) / value - 1)).toBeLessThanOrEqual(dtype === 'float32' ? 2 ** -24 : 1e-12);
    // What this refuses: one running sum in the dtype.
    const round = dtype === 'float32' ? Math.fround : Number;
    const running = runningSum(x.data, round);
    expect(Math.abs(running / n / value - 1)).toBeGreaterThan(dtype === 'float32' ? 1e-5 : 1e-12);
  });

  it('gradients of many windows are rounded once', async () => {
    const n = 1024;
    const dY = randomInput(dtype, [1, 1, n, 1]);
    dY.data.fill(1 / 3);
    // Each window sees the one pixel of the image.
    const window = row(n, { stride: [1, 1], padding: [0, n - 1] });
    const kernel = (_: Backend, [gradient]: readonly Operand[]) =>
      pool.averageBackward(gradient as Operand, window, [1, 1, 1, 1]);
    const [total] = await values([dY], kernel, [1, 1, 1, 1], dtype);
    const error = Math.abs((total as number) / ((dY.data[0] as number) * n) - 1);
    expect(error).toBeLessThanOrEqual(dtype === 'float32' ? 2 ** -24 : 1e-13);
  });
});
