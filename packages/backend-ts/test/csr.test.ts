import type { Backend, CsrArray, Operand } from '@nablajs/core';
import { difference, OPERATION_TOLERANCE } from '@nablajs/core/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { createBackend } from '../src/index.js';
import { expectNothingLive, FLOATS, type FloatName, floatsOf, naive, ours, put, random } from './support.js';

/** A random matrix with about `density` of its entries; their number differs in each row, and some rows are empty. */
function sparse(dtype: FloatName, rows: number, columns: number, density: number): CsrArray {
  const rowOffsets = new Int32Array(rows + 1);
  const at: number[] = [];
  const coins = random('float64', rows * columns, 7);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (row % 5 !== 4 && ((coins[row * columns + column] ?? 0) + 1) / 2 < density) at.push(column);
    }
    rowOffsets[row + 1] = at.length;
  }
  return {
    layout: 'csr',
    shape: [rows, columns],
    rowOffsets,
    columns: Int32Array.from(at),
    values: random(dtype, at.length, 8),
  };
}

/** Computes the product on a backend and releases everything. */
async function multiply(backend: Backend, matrix: CsrArray, b: Float32Array | Float64Array, transposed: boolean) {
  const dtype = matrix.values instanceof Float32Array ? 'float32' : 'float64';
  const [m, k] = transposed ? [matrix.shape[1], matrix.shape[0]] : matrix.shape;
  const width = k === 0 ? 3 : b.length / k;
  const a: Operand = { storage: backend.csr?.upload(matrix), shape: matrix.shape, dtype };
  const right = put(backend, b, [k, width], dtype);
  const storage = backend.csr?.matmul(a, right, transposed);
  const data = await backend.download({ storage, shape: [m, width], dtype });
  for (const held of [a.storage, right.storage, storage]) backend.release(held);
  return { data, shape: [m, width] };
}

/** Sizes around the panel's 6 columns, with few or many entries. */
const SIZES = [
  [0, 4, 5],
  [4, 0, 3],
  [1, 1, 1],
  [3, 5, 2],
  [5, 3, 6],
  [7, 9, 7],
  [9, 31, 5],
  [31, 17, 13],
  [2100, 3, 4],
  [3, 300, 12],
] as const;

describe.each(FLOATS)('csr.matmul %s', (dtype) => {
  afterAll(expectNothingLive);

  for (const transposed of [false, true]) {
    for (const density of [0.02, 0.5]) {
      it.each(SIZES)(
        `[%i, %i] x %i columns, density ${density}, transposed ${transposed}`,
        async (rows, columns, n) => {
          const matrix = sparse(dtype, rows, columns, density);
          const b = random(dtype, (transposed ? rows : columns) * n, 9);
          const actual = await multiply(ours, matrix, b, transposed);
          const expected = await multiply(naive, matrix, b, transposed);
          expect(difference(actual, expected, OPERATION_TOLERANCE[dtype])).toBeUndefined();
        },
      );
    }
  }

  it('takes an inner dimension longer than a panel, and a block of more entries than fit', async () => {
    const long = 70_000;
    const matrix: CsrArray = {
      layout: 'csr',
      shape: [2, long],
      rowOffsets: Int32Array.of(0, long, 2 * long),
      columns: Int32Array.from({ length: 2 * long }, (_, i) => i % long),
      values: floatsOf(
        dtype,
        Array.from({ length: 2 * long }, (_, i) => (i < long ? 1 : 2)),
      ),
    };
    const ones = floatsOf(dtype, new Array<number>(long).fill(1));
    expect(Array.from((await multiply(ours, matrix, ones, false)).data)).toEqual([long, 2 * long]);
    const back = await multiply(ours, matrix, floatsOf(dtype, [1, 10]), true);
    expect(back.data.every((value) => value === 21)).toBe(true);
  });

  it('takes more entries than a block, in rows that do not fill it evenly', async () => {
    const lengths = [60_000, 50_000, 40_000, 0, 1, 60_000];
    const rowOffsets = Int32Array.of(0, ...lengths.map((_, row) => lengths.slice(0, row + 1).reduce((a, b) => a + b)));
    const entries = lengths.flatMap((length) => Array.from({ length }, (_, column) => column));
    const values = floatsOf(dtype, new Array<number>(entries.length).fill(1));
    const columns = Int32Array.from(entries);
    const matrix: CsrArray = { layout: 'csr', shape: [lengths.length, 60_000], rowOffsets, columns, values };
    const ones = floatsOf(dtype, new Array<number>(60_000).fill(1));
    expect(Array.from((await multiply(ours, matrix, ones, false)).data)).toEqual(lengths);
  });

  it('multiplies a stored zero and skips an absent one', async () => {
    const matrix: CsrArray = {
      layout: 'csr',
      shape: [2, 2],
      rowOffsets: Int32Array.of(0, 1, 2),
      columns: Int32Array.of(0, 1),
      values: floatsOf(dtype, [0, 2]),
    };
    const { data } = await multiply(ours, matrix, floatsOf(dtype, [Number.POSITIVE_INFINITY, 3]), false);
    expect(data[0]).toBeNaN();
    expect(data[1]).toBe(6);
  });

  it('gives the bits of the dense product of the same matrix', async () => {
    const matrix = sparse(dtype, 40, 30, 0.4);
    const full = floatsOf(dtype, new Array<number>(40 * 30).fill(0));
    for (let i = 0; i < 40; i++) {
      for (let e = matrix.rowOffsets[i] as number; e < (matrix.rowOffsets[i + 1] as number); e++) {
        full[i * 30 + (matrix.columns[e] as number)] = matrix.values[e] as number;
      }
    }
    const b = random(dtype, 30 * 11, 3);
    const a = put(ours, full, [40, 30], dtype);
    const right = put(ours, b, [30, 11], dtype);
    const product = ours.matmul(a, right, false, false, [40, 11]);
    const expected = await ours.download({ storage: product, shape: [40, 11], dtype });
    for (const held of [a.storage, right.storage, product]) ours.release(held);
    expect((await multiply(ours, matrix, b, false)).data).toEqual(expected);
  });
});

it('copies uploaded arrays, and counts the transpose once it is built', async () => {
  const backend = await createBackend();
  const matrix = sparse('float32', 6, 4, 0.5);
  const entries = matrix.values.length;
  const own = 7 * 4 + entries * 8;
  const a: Operand = { storage: backend.csr?.upload(matrix), shape: [6, 4], dtype: 'float32' };
  expect(backend.memory()).toEqual({ buffers: 1, bytes: own });

  const ones = put(backend, new Float32Array(6).fill(1), [6, 1], 'float32');
  const before = await backend.download({
    storage: backend.csr?.matmul(a, ones, true),
    shape: [4, 1],
    dtype: 'float32',
  });
  expect(backend.memory()).toEqual({ buffers: 3, bytes: own + 5 * 4 + entries * 8 + 6 * 4 + 4 * 4 });
  matrix.values.fill(100);
  const after = await backend.download({
    storage: backend.csr?.matmul(a, ones, true),
    shape: [4, 1],
    dtype: 'float32',
  });
  expect(after).toEqual(before);
});
