import { describe, expect, it } from 'vitest';
import {
  type Backend,
  cumsum,
  exp,
  grad,
  multiply,
  type Shape,
  slice,
  sum,
  type Tensor,
  tensor,
  topK,
} from '../../src/index.js';
import { csr, expectError, expectTensor, liveBuffers, newBackend, numbersOf, scattered, t } from '../support/index.js';

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;

const MATRIX = [
  [1, 2, 3],
  [10, 20, 30],
];

describe('cumsum', () => {
  it('sums along any axis, from either end, with its own element or without', async () => {
    const backend = await newBackend();
    const x = t(backend, MATRIX);
    await expectTensor(cumsum(x), [2, 3], [1, 2, 3, 11, 22, 33]);
    await expectTensor(cumsum(x, { axis: -1 }), [2, 3], [1, 3, 6, 10, 30, 60]);
    await expectTensor(cumsum(x, { axis: 1, reverse: true }), [2, 3], [6, 5, 3, 60, 50, 30]);
    await expectTensor(cumsum(x, { axis: 1, exclusive: true }), [2, 3], [0, 1, 3, 0, 10, 30]);
    await expectTensor(cumsum(x, { axis: 1, exclusive: true, reverse: true }), [2, 3], [5, 3, 0, 50, 30, 0]);
    await expectTensor(cumsum(t(backend, [5])), [1], [5]);
    await expectTensor(cumsum(t(backend, [5]), { exclusive: true }), [1], [0]);
    await expectTensor(cumsum(t(backend, [[], []]), { axis: 1, exclusive: true }), [2, 0], []);
    await expectTensor(cumsum(t(backend, [1, inf, 2, -inf, 3])), [5], [1, inf, inf, nan, nan]);
  });

  it('has the sums of a loop for every length, and leaves nothing behind', async () => {
    const backend = await newBackend();
    for (const n of [2, 3, 4, 5, 8, 13, 64, 65]) {
      using x = tensor(
        backend,
        Array.from({ length: n }, (_, i) => i * i - 20),
        'float32',
      );
      using y = cumsum(x);
      let total = 0;
      expect(await numbersOf(y)).toEqual(Array.from({ length: n }, (_, i) => (total += i * i - 20)));
    }
    expect(liveBuffers(backend)).toBe(0);
  });

  it('keeps its digits: 20,000 tenths in float32', async () => {
    const backend = await newBackend();
    const sums = await cumsum(tensor(backend, new Array<number>(20_000).fill(0.1), 'float32')).data();
    expect(Math.abs((sums[19_999] as number) / (20_000 * Math.fround(0.1)) - 1)).toBeLessThan(2e-7);
  });

  it('has the gradient of a sum from the other end, and a second one', async () => {
    const backend = await newBackend();
    const x = t(backend, [1, 2, 3]);
    const weights = t(backend, [1, 10, 100]);
    const weighted = (v: Tensor): Tensor => sum(multiply(cumsum(v), weights));
    await expectTensor(grad(weighted)(x), [3], [111, 110, 100]);
    const exclusive = (v: Tensor): Tensor => sum(multiply(cumsum(v, { exclusive: true, reverse: true }), weights));
    await expectTensor(grad(exclusive)(x), [3], [0, 1, 11]);
    const product = (v: Tensor): Tensor => sum(multiply(cumsum(v), v));
    const second = grad((v: Tensor) => slice(grad(product)(v), [0]))(x);
    await expectTensor(second, [3], [2, 1, 1]);
  });

  it('sums int32, and wraps to 32 bits', async () => {
    const backend = await newBackend();
    const sums = cumsum(tensor(backend, [2147483647, 1, -5, 3], 'int32'));
    expect([sums.dtype, await numbersOf(sums)]).toEqual(['int32', [2147483647, -2147483648, 2147483643, 2147483646]]);
    const starts = cumsum(tensor(backend, MATRIX, 'int32'), { axis: 1, exclusive: true });
    expect(await numbersOf(starts)).toEqual([0, 1, 3, 0, 10, 30]);
  });

  it('refuses what it cannot sum', async () => {
    const { integers: _, ...without } = await newBackend();
    const backend = await newBackend();
    expectError(() => cumsum(t(backend, 1)), 'shape', 'cumsum: axis 0 is out of range for rank 0');
    expectError(() => cumsum(tensor(without, [1], 'int32')), 'dtype', 'cumsum', 'int32');
    expectError(() => cumsum(csr(backend)), 'argument', 'cumsum', 'CSR');
    expectError(() => cumsum(t(backend, [1]), { exclusive: 1 as never }), 'argument', 'cumsum exclusive');
    expectError(() => cumsum(t(backend, [1]), { reversed: true } as never), 'argument', 'cumsum', 'reversed');
  });
});

/** The naive backend with the kernel `topK`, a sort. */
async function withKernel(): Promise<Backend> {
  const backend = await newBackend();
  return {
    ...backend,
    fused: {
      topK: ({ storage, shape: [rows = 0, n = 0] }, k) => {
        const x = storage as Float64Array;
        const chosen = Array.from({ length: rows }, (_, row) => {
          const key = (i: number): number => x[row * n + i] as number;
          const order = (i: number, j: number): number =>
            Number(Number.isNaN(key(j))) - Number(Number.isNaN(key(i))) ||
            (key(i) === key(j) || Number.isNaN(key(i)) ? i - j : key(i) > key(j) ? -1 : 1);
          return Array.from({ length: n }, (_, i) => i)
            .sort(order)
            .slice(0, k);
        });
        return backend.upload(Int32Array.from(chosen.flat()), [rows, k], 'int32');
      },
    },
  };
}

describe.each([
  ['with the kernel', withKernel],
  ['composed', newBackend],
])('topK %s', (_name, create) => {
  it('returns the largest, their places, and ties in their order', async () => {
    const backend = await create();
    const { values, indices } = topK(t(backend, [1, 5, 2, 5]), 3);
    await expectTensor(values, [3], [5, 5, 2]);
    expect([indices.dtype, await numbersOf(indices)]).toEqual(['int32', [1, 3, 2]]);
    const special = topK(t(backend, [-inf, nan, inf, -inf, 3, nan]), 6);
    expect(await numbersOf(special.indices)).toEqual([1, 5, 2, 4, 0, 3]);
    await expectTensor(special.values, [6], [nan, nan, inf, 3, -inf, -inf]);
  });

  it.each([0, 1, 2, -1])('goes along axis %i', async (axis) => {
    const backend = await create();
    const x = t(backend, scattered(24)).reshape([2, 3, 4]);
    const { values, indices } = topK(x, 2, { axis });
    const at = axis < 0 ? axis + 3 : axis;
    const shape: Shape = x.shape.with(at, 2);
    expect([values.shape, indices.shape]).toEqual([shape, shape]);
    // Each line, moved to the end, has its two largest.
    const moved = async (y: Tensor): Promise<number[]> => {
      const lines: number[] = [];
      for (let i = 0; i < (x.shape[at === 0 ? 1 : 0] as number); i++)
        for (let j = 0; j < (x.shape[at === 2 ? 1 : 2] as number); j++)
          lines.push(...(await numbersOf(slice(y, [i, j].toSpliced(at, 0, [] as never)))));
      return lines;
    };
    const [all, most, places] = [await moved(x), await moved(values), await moved(indices)];
    const n = x.shape[at] as number;
    for (let line = 0; line < all.length / n; line++) {
      const own = all.slice(line * n, (line + 1) * n);
      expect(most.slice(2 * line, 2 * line + 2)).toEqual(own.toSorted((a, b) => b - a).slice(0, 2));
      expect(places.slice(2 * line, 2 * line + 2).map((place) => own[place])).toEqual(
        most.slice(2 * line, 2 * line + 2),
      );
    }
  });

  it('gives the gradient to the chosen elements', async () => {
    const backend = await create();
    const x = t(backend, [
      [1, 4, 2],
      [6, 5, inf],
    ]);
    const weights = t(backend, [
      [1, 10],
      [100, 1000],
    ]);
    const slopes = grad((v: Tensor) => sum(multiply(topK(v, 2).values, weights)))(x);
    await expectTensor(slopes, [2, 3], [0, 1, 10, 1000, 0, 100]);
    const bend = grad((v: Tensor) => sum(grad((w: Tensor) => sum(exp(topK(w, 1, { axis: 0 }).values)))(v)))(
      t(backend, [[0], [1]]),
    );
    await expectTensor(bend, [2, 1], [0, Math.E]);
  });

  it('takes int32 by float64, which holds each, where the backend has it', async () => {
    const backend = await create();
    const { values, indices } = topK(tensor(backend, [2147483646, -2147483648, 2147483647, 2147483646], 'int32'), 3);
    expect([values.dtype, await numbersOf(values)]).toEqual(['int32', [2147483647, 2147483646, 2147483646]]);
    expect([indices.dtype, await numbersOf(indices)]).toEqual(['int32', [2, 0, 3]]);
    const narrow: Backend = { ...backend, dtypes: ['float32', 'int32'] };
    expectError(() => topK(tensor(narrow, [1], 'int32'), 1), 'dtype', 'topK: expected float32 or float64', 'int32');
  });

  it('leaves nothing behind, and refuses a k that the axis has not', async () => {
    const backend = await create();
    using x = t(backend, MATRIX);
    const { values, indices } = topK(x, 3, { axis: 1 });
    expect(liveBuffers(backend)).toBe(3);
    values.dispose();
    indices.dispose();
    for (const k of [0, 3, -1, 1.5, nan, '1'])
      expectError(() => topK(x, k as number, { axis: 0 }), 'argument', 'topK k: expected a whole number in [1, 2]');
    expectError(() => topK(x, 1, { axis: 2 }), 'shape', 'topK: axis 2 is out of range for rank 2');
  });
});
