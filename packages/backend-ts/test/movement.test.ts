import type { Backend, DType, Operand, Shape } from '@nablajs/core';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { counting, DTYPES, EXACT, expectAgreement, expectNothingLive, type Input, numbers, values } from './support.js';

const permute =
  (axes: readonly number[]) =>
  (backend: Backend, [x]: readonly Operand[]) =>
    backend.permute(x as Operand, axes);
const slice =
  (starts: readonly number[], shape: Shape) =>
  (backend: Backend, [x]: readonly Operand[]) =>
    backend.slice(x as Operand, starts, shape);
const pad =
  (starts: readonly number[], shape: Shape, value: number) =>
  (backend: Backend, [x]: readonly Operand[]) =>
    backend.pad(x as Operand, starts, shape, value);
const concat = (backend: Backend, operands: readonly Operand[]) => backend.concat(operands);

const ranks = { maxLength: 5 } as const;
const dtypes = fc.constantFrom(...DTYPES);
const shuffled = (n: number) => {
  const axes = Array.from({ length: n }, (_, axis) => axis);
  return fc.shuffledSubarray(axes, { minLength: n, maxLength: n });
};

/** A dimension of the larger of two tensors, and where in it the smaller one begins and how long it is. */
const intervals = fc.constantFrom(1, 2, 3, 5).chain((whole) =>
  fc.integer({ min: 0, max: whole }).chain((length) =>
    fc.record({
      whole: fc.constant(whole),
      length: fc.constant(length),
      start: fc.integer({ min: 0, max: whole - length }),
    }),
  ),
);
const blocks = fc.array(intervals, ranks).map((all) => ({
  whole: all.map(({ whole }) => whole),
  shape: all.map(({ length }) => length),
  starts: all.map(({ start }) => start),
}));

afterAll(expectNothingLive);

const expectMoved = (
  x: readonly Input[],
  kernel: (backend: Backend, operands: readonly Operand[]) => unknown,
  shape: Shape,
  dtype: DType,
) => expectAgreement(x, kernel, shape, dtype, EXACT);

describe('permute', () => {
  it('of any rank, dtype and order of axes is as defined', async () => {
    const cases = fc
      .array(fc.constantFrom(0, 1, 2, 3, 5), ranks)
      .chain((shape) => fc.record({ shape: fc.constant(shape), axes: shuffled(shape.length), dtype: dtypes }));
    await fc.assert(
      fc.asyncProperty(cases, async ({ shape, axes, dtype }) => {
        const result = axes.map((axis) => shape[axis] as number);
        await expectMoved([counting(dtype, shape)], permute(axes), result, dtype);
      }),
      { numRuns: 300 },
    );
  });

  /** Around the side of a square, 32, and the length of a long run, 64. */
  it.each([
    [
      [0, 3],
      [1, 0],
    ],
    [
      [1, 5],
      [1, 0],
    ],
    [
      [31, 33],
      [1, 0],
    ],
    [
      [65, 32],
      [1, 0],
    ],
    [
      [3, 33, 65],
      [0, 2, 1],
    ],
    [
      [33, 3, 34],
      [2, 1, 0],
    ],
    [
      [2, 33, 5, 34],
      [0, 3, 2, 1],
    ],
    [
      [2, 5, 3, 63],
      [0, 2, 1, 3],
    ],
    [
      [2, 5, 3, 64],
      [0, 2, 1, 3],
    ],
    [
      [3, 2, 8, 9],
      [2, 3, 0, 1],
    ],
    [
      [4, 1, 70, 1, 3],
      [4, 3, 2, 1, 0],
    ],
  ] as const)('%j by %j', async (shape, axes) => {
    const result = axes.map((axis) => shape[axis] as number);
    for (const dtype of DTYPES) await expectMoved([counting(dtype, shape)], permute(axes), result, dtype);
  });

  it('moves dimension axes[i] to i', async () => {
    const x = numbers('int32', [2, 1, 3], [1, 2, 3, 4, 5, 6]);
    expect(await values([x], permute([2, 0, 1]), [3, 2, 1], 'int32')).toEqual([1, 4, 2, 5, 3, 6]);
    expect(await values([numbers('uint8', [], [7])], permute([]), [], 'uint8')).toEqual([7]);
  });

  it('keeps -0, subnormals, infinities and NaN', async () => {
    const special = [-0, 1e-40, Number.POSITIVE_INFINITY, Number.NaN];
    const x = numbers('float64', [2, 2], special);
    expect(await values([x], permute([1, 0]), [2, 2], 'float64')).toEqual([-0, special[2], 1e-40, Number.NaN]);
  });
});

describe('slice and pad', () => {
  it('of any rank and dtype are as defined', async () => {
    await fc.assert(
      fc.asyncProperty(blocks, dtypes, async ({ whole, shape, starts }, dtype) => {
        await expectMoved([counting(dtype, whole)], slice(starts, shape), shape, dtype);
        await expectMoved([counting(dtype, shape)], pad(starts, whole, 7), whole, dtype);
      }),
      { numRuns: 300 },
    );
  });

  it('slice takes the block at its place', async () => {
    const x = numbers('float32', [3, 4], [0, 1, 2, 3, 10, 11, 12, 13, 20, 21, 22, 23]);
    expect(await values([x], slice([1, 2], [2, 2]), [2, 2], 'float32')).toEqual([12, 13, 22, 23]);
    expect(await values([x], slice([0, 3], [3, 1]), [3, 1], 'float32')).toEqual([3, 13, 23]);
    expect(await values([x], slice([3, 4], [0, 0]), [0, 0], 'float32')).toEqual([]);
    expect(await values([numbers('float32', [], [5])], slice([], []), [], 'float32')).toEqual([5]);
  });

  it('pad puts the value around the block, also in an array that was used before', async () => {
    const x = numbers('float32', [1, 2], [1, 2]);
    await values([numbers('float32', [3, 3], [9, 9, 9, 9, 9, 9, 9, 9, 9])], permute([1, 0]), [3, 3], 'float32');
    const padded = await values([x], pad([1, 0], [3, 3], -1), [3, 3], 'float32');
    expect(padded).toEqual([-1, -1, -1, 1, 2, -1, -1, -1, -1]);
  });

  it('pad takes the value in the dtype, and gives it alone where x is empty', async () => {
    const [narrow, whole] = [numbers('float32', [0], []), numbers('int32', [1], [5])];
    expect(await values([narrow], pad([1], [2], 0.1), [2], 'float32')).toEqual([Math.fround(0.1), Math.fround(0.1)]);
    expect(await values([whole], pad([0], [2], -3), [2], 'int32')).toEqual([5, -3]);
    const infinite = pad([0], [1], Number.NEGATIVE_INFINITY);
    expect(await values([narrow], infinite, [1], 'float32')).toEqual([Number.NEGATIVE_INFINITY]);
  });

  it('long runs are copied as short ones', async () => {
    for (const n of [63, 64, 65, 200]) {
      const x = counting('float64', [3, n + 2]);
      await expectMoved([x], slice([1, 1], [2, n]), [2, n], 'float64');
      await expectMoved([x], pad([1, 2], [5, n + 5], 1), [5, n + 5], 'float64');
    }
  });
});

describe('concat', () => {
  it('of any number of tensors is as defined', async () => {
    const lengths = fc.array(fc.constantFrom(0, 1, 2, 3, 40), { minLength: 1, maxLength: 4 });
    const sizes = fc.constantFrom(0, 1, 2, 3);
    await fc.assert(
      fc.asyncProperty(sizes, lengths, sizes, dtypes, async (outer, own, inner, dtype) => {
        const total = own.reduce<number>((sum, length) => sum + length, 0);
        const inputs = own.map((length, i) => counting(dtype, [outer, length, inner], i));
        await expectMoved(inputs, concat, [outer, total, inner], dtype);
      }),
      { numRuns: 200 },
    );
  });

  it('puts one behind the other in each row', async () => {
    const a = numbers('uint8', [2, 1, 2], [1, 2, 3, 4]);
    const b = numbers('uint8', [2, 2, 2], [5, 6, 7, 8, 9, 10, 11, 12]);
    const expected = [1, 2, 5, 6, 7, 8, 3, 4, 9, 10, 11, 12];
    expect(await values([a, b], concat, [2, 3, 2], 'uint8')).toEqual(expected);
  });

  it('takes the same storage several times, and one alone is copied', async () => {
    const twice = (backend: Backend, [x]: readonly Operand[]) => backend.concat([x as Operand, x as Operand]);
    const x = numbers('int32', [2, 1, 1], [1, 2]);
    expect(await values([x], twice, [2, 2, 1], 'int32')).toEqual([1, 1, 2, 2]);
    expect(await values([x], concat, [2, 1, 1], 'int32')).toEqual([1, 2]);
  });
});
