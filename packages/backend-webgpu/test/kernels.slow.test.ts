/** Sizes that the cases of conformance do not reach: large tiles, split sums, more workgroups than a dimension has. */
import type { Backend, Operand, Shape } from '@nablajs/core';
import { sizeOf } from '@nablajs/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createBackend } from '../src/index.js';
import { describeOnAdapter } from './adapter.js';

/** Whole numbers from -8 to 8, so that sums of products are exact in float32. */
function numbers(size: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: size }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return ((state >>> 8) % 17) - 8;
  });
}

interface Matrix {
  readonly data: Float32Array;
  readonly rows: number;
  readonly columns: number;
}

const at = ({ data, rows, columns }: Matrix, isTransposed: boolean, row: number, column: number): number =>
  (isTransposed ? data[column * rows + row] : data[row * columns + column]) as number;

describeOnAdapter('kernels', () => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await createBackend();
  });
  afterAll(() => backend.dispose());

  const put = (data: Float32Array | Int32Array, shape: Shape): Operand => {
    const dtype = data instanceof Int32Array ? 'int32' : 'float32';
    return { storage: backend.upload(data, shape, dtype), shape, dtype };
  };

  /** The elements of a result. Releases it and the operands. */
  async function take(storage: unknown, shape: Shape, operands: readonly Operand[]) {
    const result = await backend.download({ storage, shape, dtype: 'float32' });
    for (const one of [storage, ...operands.map((operand) => operand.storage)]) backend.release(one);
    expect(backend.memory().buffers).toBe(0);
    return result;
  }

  it.each([
    ['the largest tile', 1023, 19, 1001],
    ['the largest tile, in whole vectors', 1024, 20, 1024],
    ['the medium tile', 500, 19, 1100],
    ['the smallest tile, split along k', 30, 1303, 41],
    ['few rows', 3, 1503, 100],
    ['few columns', 300, 1301, 2],
    ['one number', 1, 70_001, 1],
  ])('multiplies with %s', async (_name, m, k, n) => {
    // Of the large products, half of the pairs.
    const largePairs = m % 2 === 0 ? [0, 3] : [1, 2];
    const pairs = m * n > 500_000 ? largePairs : [0, 1, 2, 3];
    for (const pair of pairs) {
      const [transposeA, transposeB] = [pair % 2 === 1, pair >= 2];
      const [a, b] = [
        { data: numbers(m * k, 1), rows: m, columns: k },
        { data: numbers(k * n, 2), rows: k, columns: n },
      ];
      const x = put(a.data, transposeA ? [k, m] : [m, k]);
      const y = put(b.data, transposeB ? [n, k] : [k, n]);
      const result = await take(backend.matmul(x, y, transposeA, transposeB, [m, n]), [m, n], [x, y]);
      // Every element of small products, and some of each tile of large ones.
      const step = Math.max(1, Math.floor((m * n) / 1001));
      for (let i = 0; i < m * n; i += step) {
        const [row, column] = [Math.floor(i / n), i % n];
        let sum = 0;
        for (let j = 0; j < k; j++) sum += at(a, transposeA, row, j) * at(b, transposeB, j, column);
        if (result[i] !== sum) expect([i, result[i]]).toEqual([i, sum]);
      }
    }
  });

  it.each<Shape>([
    [1, 300_000, 1],
    [3, 70_000, 5],
    [1, 5000, 70],
    [5000, 3, 1],
    [2, 1, 4000],
  ])('sums %i x %i x %i', async (outer, n, inner) => {
    const shape = [outer, n, inner] as const;
    const data = numbers(sizeOf(shape), 3);
    const expected = new Float32Array(outer * inner);
    for (const [i, value] of data.entries()) {
      const to = Math.floor(i / (n * inner)) * inner + (i % inner);
      expected[to] = (expected[to] as number) + value;
    }
    const x = put(data, shape);
    expect(await take(backend.sum(x, shape), [outer, inner], [x])).toEqual(expected);
  });

  it('takes more workgroups than a dimension has', async () => {
    const size = 256 * 65_535 + 300;
    const x = put(Float32Array.of(3), [1]);
    const result = await take(backend.add(x, 4, [size]), [size], [x]);
    expect([result.length, result.indexOf(0), result.at(-1)]).toEqual([size, -1, 7]);
  });

  it('uploads while commands are pending', async () => {
    const first = put(Float32Array.of(1, 2), [2]);
    const sum = backend.add(first, 1, [2]);
    backend.release(first.storage);
    // The released buffer is still to be read by the pending command.
    const second = put(Float32Array.of(10, 20), [2]);
    expect(await take(sum, [2], [second])).toEqual(Float32Array.of(2, 3));
  });

  it.each([
    ['an index comes often', 4, 10_000, (i: number) => (i % 7 === 0 ? 2 : i % 3)],
    ['rows are many', 5000, 3000, (i: number) => (i * 77) % 4999],
  ])('adds rows in place, also where %s', async (_name, rows, count, indexOf) => {
    const indices = Int32Array.from({ length: count }, (_, i) => indexOf(i));
    const data = numbers(count * 3, 4);
    const expected = new Float32Array(rows * 3).fill(1);
    for (const [row, index] of indices.entries()) {
      for (let j = 0; j < 3; j++) expected[index * 3 + j]! += data[row * 3 + j]!;
    }
    const sum = put(new Float32Array(rows * 3).fill(1), [rows, 3]);
    const [x, where] = [put(data, [count, 3]), put(indices, [count])];
    const storage = backend.fused?.addRows?.(sum, x, where);
    expect(storage).toBe(sum.storage);
    expect(await take(storage, [rows, 3], [x, where])).toEqual(expected);
  });
});
