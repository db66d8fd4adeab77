import type { Backend, Operand } from '@nablajs/core';
import type { Tolerance } from '@nablajs/core/testing';
import { afterAll, describe, expect, it } from 'vitest';
import {
  expectAgreement,
  expectNothingLive,
  FLOATS,
  type FloatName,
  input,
  ours,
  randomInput,
  resultOf,
  values,
} from './support.js';

/** Around the micro-kernel's 3 and 2, and the blocks' edges 256 and 516. */
const SIZES = [
  [0, 3, 2],
  [3, 0, 2],
  [3, 2, 0],
  [1, 1, 1],
  [2, 1, 3],
  [3, 4, 2],
  [4, 3, 5],
  [5, 7, 4],
  [7, 8, 9],
  [8, 9, 7],
  [9, 17, 31],
  [17, 31, 1],
  [31, 5, 17],
  [1, 257, 3],
  [5, 513, 2],
  [2, 3, 259],
  [517, 2, 3],
] as const;

/** numerics: 4 sqrt(K) 2^-24 of |A| |B|, which is at most K here; float64 by its own row. */
function toleranceOf(dtype: FloatName, inner: number): Tolerance {
  return dtype === 'float32'
    ? { relative: 2 ** -23, absolute: 4 * Math.sqrt(inner) * 2 ** -24 }
    : { relative: 1e-12, absolute: 1e-13 };
}

const product =
  (transposeA: boolean, transposeB: boolean) =>
  (backend: Backend, [a, b]: readonly Operand[]) =>
    backend.matmul(a as Operand, b as Operand, transposeA, transposeB);

describe.each(FLOATS)('matmul %s', (dtype) => {
  afterAll(expectNothingLive);

  for (const transposeA of [false, true]) {
    for (const transposeB of [false, true]) {
      it.each(SIZES)(`[%i, %i] x [.., %i], transposed ${transposeA}, ${transposeB}`, async (m, k, n) => {
        const a = randomInput(dtype, transposeA ? [k, m] : [m, k], 1);
        const b = randomInput(dtype, transposeB ? [n, k] : [k, n], 2);
        await expectAgreement([a, b], product(transposeA, transposeB), [m, n], dtype, toleranceOf(dtype, k));
      });
    }
  }

  it('gives the textbook product', async () => {
    const a = input(dtype, [2, 3], [1, 2, 3, 4, 5, 6]);
    const b = input(dtype, [3, 2], [7, 8, 9, 10, 11, 12]);
    expect(await values([a, b], product(false, false), [2, 2], dtype)).toEqual([58, 64, 139, 154]);
  });

  it('makes 0 times infinity NaN, in its own row and column only', async () => {
    const a = input(dtype, [2, 2], [0, 1, 1, 1]);
    const b = input(dtype, [2, 3], [Number.POSITIVE_INFINITY, 2, 3, 1, 1, 1]);
    const [first, ...rest] = await values([a, b], product(false, false), [2, 3], dtype);
    expect(first).toBeNaN();
    expect(rest).toEqual([1, 1, Number.POSITIVE_INFINITY, 3, 4]);
  });

  it('gives zeros for an inner dimension of 0, also in an array that was used before', async () => {
    const used = input(dtype, [2, 3], [1, 2, 3, 4, 5, 6]);
    await values([used], (backend, [x]) => backend.add(x as Operand, x as Operand, [2, 3]), [2, 3], dtype);
    const empty = [input(dtype, [2, 0], []), input(dtype, [0, 3], [])];
    expect(await values(empty, product(false, false), [2, 3], dtype)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('gives the same bits again, after other products', async () => {
    const operands = [randomInput(dtype, [33, 300], 3), randomInput(dtype, [300, 21], 4)];
    const first = await resultOf(ours, operands, product(false, false), [33, 21], dtype);
    await values(
      [randomInput(dtype, [600, 5], 5), randomInput(dtype, [5, 300], 6)],
      product(false, false),
      [600, 300],
      dtype,
    );
    const second = await resultOf(ours, operands, product(false, false), [33, 21], dtype);
    expect(second).toEqual(first);
  });
});

it('adds float32 products in float64: 2^24 + 1 - 2^24 is 1', async () => {
  const a = input('float32', [1, 3], [2 ** 24, 1, -(2 ** 24)]);
  const b = input('float32', [3, 1], [1, 1, 1]);
  expect(await values([a, b], product(false, false), [1, 1], 'float32')).toEqual([1]);
});
