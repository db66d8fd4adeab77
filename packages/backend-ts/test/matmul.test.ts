import type { Backend, Operand, Shape } from '@nablajs/core';
import type { Tolerance } from '@nablajs/core/testing';
import { afterAll, describe, expect, it } from 'vitest';
import {
  expectAgreement,
  expectNothingLive,
  FLOATS,
  type FloatName,
  type Input,
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

/** Dimensions before those of the matrices, left and right. */
const BATCHES: (readonly [Shape, Shape])[] = [
  [[1], [1]],
  [[3], [3]],
  [[3], [1]],
  [[1], [3]],
  [[0], [1]],
  [
    [2, 1],
    [1, 3],
  ],
  [
    [2, 1, 3],
    [2, 2, 1],
  ],
];

/** numerics: 4 sqrt(K) 2^-24 of |A| |B|, which is at most K here; float64 by its own row. */
function toleranceOf(dtype: FloatName, inner: number): Tolerance {
  return dtype === 'float32'
    ? { relative: 2 ** -23, absolute: 4 * Math.sqrt(inner) * 2 ** -24 }
    : { relative: 1e-12, absolute: 1e-13 };
}

const product =
  (transposeA: boolean, transposeB: boolean, shape: Shape) =>
  (backend: Backend, [a, b]: readonly Operand[]) =>
    backend.matmul(a as Operand, b as Operand, transposeA, transposeB, shape);

/** The shapes of operands whose product is [..., m, n]: their batch dimensions before those of their matrices. */
const operandShapes = (
  batches: readonly [Shape, Shape],
  [m, k, n]: readonly [number, number, number],
  transposeA: boolean,
  transposeB: boolean,
): [Shape, Shape] => [
  [...batches[0], ...(transposeA ? [k, m] : [m, k])],
  [...batches[1], ...(transposeB ? [n, k] : [k, n])],
];

describe.each(FLOATS)('matmul %s', (dtype) => {
  afterAll(expectNothingLive);

  for (const transposeA of [false, true]) {
    for (const transposeB of [false, true]) {
      it.each(SIZES)(`[%i, %i] x [.., %i], transposed ${transposeA}, ${transposeB}`, async (m, k, n) => {
        const a = randomInput(dtype, transposeA ? [k, m] : [m, k], 1);
        const b = randomInput(dtype, transposeB ? [n, k] : [k, n], 2);
        await expectAgreement([a, b], product(transposeA, transposeB, [m, n]), [m, n], dtype, toleranceOf(dtype, k));
      });

      it.each(BATCHES)(`%j x %j of matrices, transposed ${transposeA}, ${transposeB}`, async (left, right) => {
        const batch = left.map((dimension, axis) => (dimension === 1 ? (right[axis] as number) : dimension));
        for (const size of [
          [3, 4, 2],
          [5, 130, 3],
          [0, 2, 2],
          [2, 0, 3],
        ] as const) {
          const shapes = operandShapes([left, right], size, transposeA, transposeB);
          const [a, b] = shapes.map((shape, i) => randomInput(dtype, shape, i + 1)) as [Input, Input];
          const shape = [...batch, size[0], size[2]];
          const kernel = product(transposeA, transposeB, shape);
          await expectAgreement([a, b], kernel, shape, dtype, toleranceOf(dtype, size[1]));
        }
      });
    }
  }

  it('gives the textbook product', async () => {
    const a = input(dtype, [2, 3], [1, 2, 3, 4, 5, 6]);
    const b = input(dtype, [3, 2], [7, 8, 9, 10, 11, 12]);
    expect(await values([a, b], product(false, false, [2, 2]), [2, 2], dtype)).toEqual([58, 64, 139, 154]);
  });

  it('makes 0 times infinity NaN, in its own row and column only', async () => {
    const a = input(dtype, [2, 2], [0, 1, 1, 1]);
    const b = input(dtype, [2, 3], [Number.POSITIVE_INFINITY, 2, 3, 1, 1, 1]);
    const [first, ...rest] = await values([a, b], product(false, false, [2, 3]), [2, 3], dtype);
    expect(first).toBeNaN();
    expect(rest).toEqual([1, 1, Number.POSITIVE_INFINITY, 3, 4]);
  });

  it('gives zeros for an inner dimension of 0, also in an array that was used before', async () => {
    const used = input(dtype, [2, 3], [1, 2, 3, 4, 5, 6]);
    await values([used], (backend, [x]) => backend.add(x as Operand, x as Operand, [2, 3]), [2, 3], dtype);
    const empty = [input(dtype, [2, 0], []), input(dtype, [0, 3], [])];
    expect(await values(empty, product(false, false, [2, 3]), [2, 3], dtype)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('each of many matrices has the bits that it has alone', async () => {
    const [a, b] = [randomInput(dtype, [3, 33, 300], 3), randomInput(dtype, [3, 300, 21], 4)];
    const all = await resultOf(ours, [a, b], product(false, false, [3, 33, 21]), [3, 33, 21], dtype);
    const size = 33 * 21;
    for (let i = 0; i < 3; i++) {
      const one = [
        { data: a.data.subarray(i * 9900, (i + 1) * 9900), shape: [33, 300], dtype },
        { data: b.data.subarray(i * 6300, (i + 1) * 6300), shape: [300, 21], dtype },
      ];
      const alone = await resultOf(ours, one, product(false, false, [33, 21]), [33, 21], dtype);
      expect(all.subarray(i * size, (i + 1) * size)).toEqual(alone);
    }
  });

  it('gives the same bits again, after other products', async () => {
    const operands = [randomInput(dtype, [33, 300], 3), randomInput(dtype, [300, 21], 4)];
    const first = await resultOf(ours, operands, product(false, false, [33, 21]), [33, 21], dtype);
    await values(
      [randomInput(dtype, [600, 5], 5), randomInput(dtype, [5, 300], 6)],
      product(false, false, [600, 300]),
      [600, 300],
      dtype,
    );
    const second = await resultOf(ours, operands, product(false, false, [33, 21]), [33, 21], dtype);
    expect(second).toEqual(first);
  });
});

it('adds float32 products in float64: 2^24 + 1 - 2^24 is 1', async () => {
  const a = input('float32', [1, 3], [2 ** 24, 1, -(2 ** 24)]);
  const b = input('float32', [3, 1], [1, 1, 1]);
  expect(await values([a, b], product(false, false, [1, 1]), [1, 1], 'float32')).toEqual([1]);
});
