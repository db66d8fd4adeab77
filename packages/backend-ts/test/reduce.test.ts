import type { Backend, Operand, ReductionShape } from '@nablajs/core';
import { afterAll, describe, expect, it } from 'vitest';
import { expectAgreement, expectNothingLive, FLOATS, floatsOf, input, random, randomInput, values } from './support.js';

const reduce =
  (op: 'sum' | 'max' | 'argmax', shape: ReductionShape) =>
  (backend: Backend, [x]: readonly Operand[]) =>
    backend[op](x as Operand, shape);

const SHAPES: ReductionShape[] = [
  [1, 1, 1],
  [1, 3, 1],
  [1, 4, 1],
  [1, 5, 1],
  [3, 7, 1],
  [2, 9, 5],
  [1, 17, 3],
  [5, 1, 4],
  [1, 127, 1],
  [1, 128, 2],
  [1, 129, 1],
  [2, 257, 3],
  [1, 1000, 1],
];

describe.each(FLOATS)('reductions, %s', (dtype) => {
  afterAll(expectNothingLive);

  it.each(SHAPES)('[%i, %i, %i] agree with the definition', async (outer, n, inner) => {
    const x = randomInput(dtype, [outer, n, inner], 3);
    const shape: ReductionShape = [outer, n, inner];
    await expectAgreement([x], reduce('sum', shape), [outer, inner], dtype);
    await expectAgreement([x], reduce('max', shape), [outer, inner], dtype);
    await expectAgreement([x], reduce('argmax', shape), [outer, inner], 'int32');
  });

  it('an empty sum is 0, also in an array that was used before', async () => {
    await values([randomInput(dtype, [6])], reduce('sum', [6, 1, 1]), [6], dtype);
    expect(await values([input(dtype, [2, 0, 3], [])], reduce('sum', [2, 0, 3]), [2, 3], dtype)).toEqual([
      0, 0, 0, 0, 0, 0,
    ]);
    expect(await values([input(dtype, [2, 0, 1], [])], reduce('sum', [2, 0, 1]), [2], dtype)).toEqual([0, 0]);
    expect(await values([input(dtype, [0, 3, 2], [])], reduce('max', [0, 3, 2]), [0, 2], dtype)).toEqual([]);
  });

  it('max gives NaN where there is one; argmax the first NaN, and the first of equals', async () => {
    const x = input(dtype, [3, 4], [1, Number.NaN, 5, Number.NaN, 2, 7, 7, 1, -1, -3, -0, 0]);
    expect(await values([x], reduce('max', [3, 4, 1]), [3], dtype)).toEqual([Number.NaN, 7, -0]);
    expect(await values([x], reduce('argmax', [3, 4, 1]), [3], 'int32')).toEqual([1, 1, 2]);
    const columns = input(dtype, [3, 2], [1, Number.NaN, 3, 4, 3, 5]);
    expect(await values([columns], reduce('argmax', [1, 3, 2]), [2], 'int32')).toEqual([1, 0]);
  });

  it.each([3, 6, 130, 515])('zeros behind %i elements change no bit of their sum', async (n) => {
    const short = random(dtype, n, 5);
    const alone = await values([input(dtype, [n], [...short])], reduce('sum', [1, n, 1]), [1], dtype);
    for (const more of [1, 2, 5, 127, 700]) {
      const long = input(dtype, [n + more], [...short, ...new Array<number>(more).fill(0)]);
      expect(await values([long], reduce('sum', [1, n + more, 1]), [1], dtype)).toEqual(alone);
    }
  });

  it('keeps infinities: inf is inf, inf - inf is NaN', async () => {
    const x = input(dtype, [2, 2], [Number.POSITIVE_INFINITY, 1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
    expect(await values([x], reduce('sum', [2, 2, 1]), [2], dtype)).toEqual([Number.POSITIVE_INFINITY, Number.NaN]);
  });

  it.each(['constant', 'random'] as const)('a sum of 60,000 %s values keeps its digits', async (kind) => {
    const n = 60_000;
    const data = kind === 'constant' ? floatsOf(dtype, new Array<number>(n).fill(0.1)) : random(dtype, n, 4);
    const exact = exactSum(data);
    const magnitude = exactSum(data.map(Math.abs));
    const gate = (dtype === 'float32' ? 1e-7 : 1e-14) * magnitude;
    const along: [ReductionShape, number][] = [
      [[1, n, 1], 1],
      [[1, n / 2, 2], 2],
    ];
    for (const [shape, results] of along) {
      const sums = await values([{ data, shape: [n], dtype }], reduce('sum', shape), [results], dtype);
      expect(Math.abs(sums.reduce((a, b) => a + b) - exact)).toBeLessThanOrEqual(gate);
    }
  });
});

/** In integers of 2^-80: exact for the values above. */
function exactSum(data: Float32Array | Float64Array): number {
  const scale = 2 ** 80;
  let total = 0n;
  for (const value of data) total += BigInt(value * scale);
  return Number(total) / scale;
}
