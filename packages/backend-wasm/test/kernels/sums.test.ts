/** Checks every bit of products and sums against their definition. */
import { type Backend, type CsrArray, type FloatDType, type Operand, Random } from '@nablajs/core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { createBackend } from '../../src/index.js';
import { expectSameBits } from '../support/bits.js';
import { columnSum, dotProduct, type Floats, lineSum } from '../support/definition.js';

const IS_NIGHTLY = process.env['NABLA_SLOW'] === '1';
/** The loops for float64 have the same source; the slow tests check them too. */
const DTYPES: readonly FloatDType[] = IS_NIGHTLY ? ['float32', 'float64'] : ['float32'];
const TRANSPOSES = [
  [false, false],
  [true, false],
  [false, true],
  [true, true],
] as const;
/** Depths around the ends of blocks, of packed groups, and of parts; the nightly run has more of them. */
const DEPTHS = IS_NIGHTLY ? [1, 2, 127, 128, 129, 255, 256, 257, 385, 784] : [1, 127, 128, 129, 257, 784];
/**
 * Sizes of one row, of few rows, of tiles and their edges, and of items for several threads. The right operand of the
 * last one takes 32 KB with 128 steps, the most that is not packed.
 */
const SIZES = [
  [1, 1],
  [1, 37],
  [3, 37],
  [4, 37],
  [5, 70],
  [6, 8],
  [13, 9],
  [23, 75],
  [7, 64],
] as const;

let backend: Backend;
beforeAll(async () => {
  backend = await createBackend({ threads: 2 });
});
afterAll(() => backend.dispose());

const random = new Random(11);

/** Numbers of many magnitudes, some of them 0, so that any other order of additions changes the bits. */
const DRAWN = Float64Array.from({ length: 65_521 }, () =>
  random.uniform() < 0.4 ? 0 : random.normal() * 2 ** random.integer(12),
);

/** Takes a slice of the numbers, each time at another offset: drawing millions takes seconds. */
function numbers(length: number, dtype: FloatDType): Floats {
  const FloatArray = dtype === 'float32' ? Float32Array : Float64Array;
  const start = random.integer(DRAWN.length);
  return new FloatArray(length).map((_, i) => DRAWN[(start + i) % DRAWN.length] as number);
}

function place(data: Floats, shape: readonly number[], dtype: FloatDType): Operand<unknown> {
  return { storage: backend.upload(data, shape, dtype), shape, dtype };
}

/** Compares the elements of a result, and releases it. */
async function expectResult(
  storage: unknown,
  shape: readonly number[],
  dtype: FloatDType,
  expected: readonly number[],
  what = '',
): Promise<void> {
  const data = await backend.download({ storage, shape, dtype });
  backend.release(storage);
  expectSameBits(data, (dtype === 'float32' ? Float32Array : Float64Array).from(expected), what);
}

function csrOf(data: Floats, rows: number, width: number): CsrArray {
  const rowOffsets = new Int32Array(rows + 1);
  const columns: number[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < width; column++) if (data[row * width + column] !== 0) columns.push(column);
    rowOffsets[row + 1] = columns.length;
  }
  const values = data.filter((x) => x !== 0);
  return { layout: 'csr', shape: [rows, width], rowOffsets, columns: Int32Array.from(columns), values };
}

/** The definition of each element of op(a) op(b). */
function productOf(
  [m, k, n]: readonly [number, number, number],
  dtype: FloatDType,
  a: Floats,
  b: Floats,
  transposeA: boolean,
  transposeB: boolean,
): number[] {
  return Array.from({ length: m * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    const left = (step: number): number => a[transposeA ? step * m + i : i * k + step] as number;
    const right = (step: number): number => b[transposeB ? j * k + step : step * n + j] as number;
    return dotProduct(k, dtype, left, right);
  });
}

describe.each(DTYPES)('%s', (dtype) => {
  describe.each(TRANSPOSES)('products, transposed: %s, %s', (transposeA, transposeB) => {
    it.each(SIZES)('%i rows, %i columns', async (m, n) => {
      for (const k of DEPTHS) {
        const [a, b] = [numbers(m * k, dtype), numbers(k * n, dtype)];
        const x = place(a, transposeA ? [k, m] : [m, k], dtype);
        const y = place(b, transposeB ? [n, k] : [k, n], dtype);
        const product = backend.matmul(x, y, transposeA, transposeB, [m, n]);
        await expectResult(
          product,
          [m, n],
          dtype,
          productOf([m, k, n], dtype, a, b, transposeA, transposeB),
          `k = ${k}`,
        );
        for (const { storage } of [x, y]) backend.release(storage);
      }
    });

    it.each([16384, 16385, 33000])('%i steps of k', async (k) => {
      for (const [m, n] of [
        [1, 3],
        [6, 5],
        [7, 9],
      ] as const) {
        const [a, b] = [numbers(m * k, dtype), numbers(k * n, dtype)];
        const x = place(a, transposeA ? [k, m] : [m, k], dtype);
        const y = place(b, transposeB ? [n, k] : [k, n], dtype);
        const product = backend.matmul(x, y, transposeA, transposeB, [m, n]);
        await expectResult(product, [m, n], dtype, productOf([m, k, n], dtype, a, b, transposeA, transposeB));
        for (const { storage } of [x, y]) backend.release(storage);
      }
    });
  });

  it.each([
    [3, 129],
    [70, 300],
    [130, 784],
    [600, 40],
    [2, 16500],
    [16500, 2],
  ])('sparse products of a matrix [%i, %i], either way', async (rows, width) => {
    const n = 5;
    const data = numbers(rows * width, dtype);
    const x = { storage: backend.csr?.upload(csrOf(data, rows, width)), shape: [rows, width], dtype };
    for (const transposed of [false, true]) {
      const [m, k] = transposed ? [width, rows] : [rows, width];
      const b = numbers(k * n, dtype);
      const y = place(b, [k, n], dtype);
      const expected = productOf([m, k, n], dtype, data, b, transposed, false);
      await expectResult(backend.csr?.matmul(x, y, transposed), [m, n], dtype, expected, `transposed: ${transposed}`);
      backend.release(y.storage);
    }
    backend.release(x.storage);
  });

  it.each([0, 1, 7, 8, 15, 16, 17, 511, 512, 513, 5000, 16384, 16385, 40000])('sums of lines of %i', async (n) => {
    const data = numbers(2 * n, dtype);
    const x = place(data, [2, n], dtype);
    const expected = [lineSum(data.subarray(0, n)), lineSum(data.subarray(n))];
    await expectResult(backend.sum(x, [2, n, 1]), [2], dtype, expected);
    backend.release(x.storage);
  });

  it.each([0, 1, 31, 32, 33, 500, 4096, 4097, 9000])('sums of columns of %i', async (n) => {
    for (const width of [2, 5, 70]) {
      const data = numbers(n * width, dtype);
      const x = place(data, [n, width], dtype);
      const expected = Array.from({ length: width }, (_, column) => columnSum(data, width, column));
      await expectResult(backend.sum(x, [1, n, width]), [width], dtype, expected);
      backend.release(x.storage);
    }
  });

  it('the maximum of -0 and +0 is +0, wherever they lie', async () => {
    const length = 7;
    const zeros = place(dtype === 'float32' ? new Float32Array(length) : new Float64Array(length), [length], dtype);
    const negative = place(
      (dtype === 'float32' ? new Float32Array(length) : new Float64Array(length)).fill(-0),
      [length],
      dtype,
    );
    for (const [a, b] of [
      [zeros, negative],
      [negative, zeros],
    ] as const) {
      await expectResult(backend.maximum(a, b, [length]), [length], dtype, Array(length).fill(0));
    }
    for (const { storage } of [zeros, negative]) backend.release(storage);
  });
});
