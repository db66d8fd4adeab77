/** Products of many matrices, against products of one matrix at a time. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  fill,
  grad,
  matmul,
  multiply,
  type Shape,
  sizeOf,
  slice,
  sum,
  type Tensor,
  tensor,
  upload,
} from '../../src/index.js';
import { csr, expectError, expectTensor, labels, newBackend, numbersOf, scatteredArray, t } from '../support/index.js';

describe('matmul of many matrices', () => {
  const a = [[[1, 2]], [[3, 4]]];
  const b = [
    [[1], [10]],
    [[100], [1000]],
  ];

  it('multiplies matrix by matrix', async () => {
    const backend = await newBackend();
    await expectTensor(matmul(t(backend, a), t(backend, b)), [2, 1, 1], [21, 4300]);
  });

  it('repeats an operand with fewer matrices', async () => {
    const backend = await newBackend();
    const [x, y] = [t(backend, a), t(backend, b)];
    await expectTensor(matmul(x, t(backend, [[1], [10]])), [2, 1, 1], [21, 43]);
    await expectTensor(matmul(t(backend, [[1, 2]]), y), [2, 1, 1], [21, 2100]);
    await expectTensor(matmul(x.reshape([2, 1, 1, 2]), y), [2, 2, 1, 1], [21, 2100, 43, 4300]);
    await expectTensor(matmul(x, y.reshape([2, 1, 2, 1])), [2, 2, 1, 1], [21, 43, 2100, 4300]);
  });

  it('of no matrix, no row or no inner dimension', async () => {
    const backend = await newBackend();
    const empty = (shape: Shape): Tensor => fill(backend, shape, 1, 'float64');
    await expectTensor(matmul(empty([0, 2, 3]), empty([1, 3, 4])), [0, 2, 4], []);
    await expectTensor(matmul(empty([2, 0, 3]), empty([3, 4])), [2, 0, 4], []);
    await expectTensor(matmul(empty([2, 1, 0]), empty([0, 2])), [2, 1, 2], [0, 0, 0, 0]);
    await expectTensor(matmul(empty([2, 1, 0]), empty([2, 0, 1])), [2, 1, 1], [0, 0]);
  });

  it('refuses what does not fit', async () => {
    const backend = await newBackend();
    const x = t(backend, a);
    const three = t(backend, [
      [[1], [1]],
      [[1], [1]],
      [[1], [1]],
    ]);
    expectError(() => matmul(x, three), 'shape', 'matmul: shapes do not broadcast', '[2] and [3].');
    expectError(() => matmul(x, x), 'shape', 'matmul: inner dimensions must match. Received [2, 1, 2] x [2, 1, 2].');
    expectError(
      () => matmul(x, t(backend, [1, 2])),
      'shape',
      'matmul: both operands must be matrices',
      '[2, 1, 2] x [2].',
    );
    expectError(() => matmul(x, x, { transposeA: true, transposeB: true }), 'shape', "[2, 1, 2]' x [2, 1, 2]'.");
    expectError(() => matmul(x, tensor(backend, b, 'float32')), 'dtype', 'matmul', 'float64 and float32');
    expectError(() => matmul(tensor(backend, a, 'int32'), labels(backend, [1])), 'dtype', 'matmul', 'int32');
    const cube = fill(backend, [2, 3, 1], 1, 'float64');
    expectError(
      () => matmul(csr(backend), cube),
      'argument',
      'matmul: a CSR operand takes an untransposed matrix on its right',
    );
  });

  it('is one product of many rows where the right one is a matrix, also in its derivatives', async () => {
    const backend = await newBackend();
    const shapes: Shape[] = [];
    const counting = {
      ...backend,
      matmul: (...args: Parameters<typeof backend.matmul>) => {
        shapes.push(args[4]);
        return backend.matmul(...args);
      },
    };
    const x = fill(counting, [5, 4, 3], 1, 'float64');
    const w = fill(counting, [3, 2], 1, 'float64');
    grad(([y, v]: readonly [Tensor, Tensor]) => sum(matmul(y, v)))([x, w]);
    expect(shapes).toEqual([
      [20, 2],
      [20, 3],
      [3, 2],
    ]);
  });
});

/** Batches that broadcast, with matrices that fit, and which of them are transposed. */
const products = fc.record({
  batch: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 3 }),
  onesA: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
  onesB: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
  cutA: fc.nat({ max: 3 }),
  cutB: fc.nat({ max: 3 }),
  sizes: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
  transposeA: fc.boolean(),
  transposeB: fc.boolean(),
});

const cutTo = (batch: Shape, ones: readonly boolean[], cut: number): number[] =>
  batch.map((dimension, axis) => (ones[axis] === true ? 1 : dimension)).slice(Math.min(cut, batch.length));

/** The matrix of `x` that belongs to these places, [rows, columns]. */
function matrixAt(x: Tensor, places: readonly number[]): Tensor {
  const batch = x.shape.slice(0, -2);
  const own = places.slice(places.length - batch.length).map((place, axis) => (batch[axis] === 1 ? 0 : place));
  return slice(x, own);
}

function* placesOf(shape: Shape): Generator<number[]> {
  const [first, ...rest] = shape;
  if (first === undefined) return yield [];
  for (let i = 0; i < first; i++) for (const tail of placesOf(rest)) yield [i, ...tail];
}

it('any batches: values are those of one matrix at a time, gradients too', async () => {
  await fc.assert(
    fc.asyncProperty(products, async ({ batch, onesA, onesB, cutA, cutB, sizes: [m, k, n], ...options }) => {
      const backend = await newBackend();
      const { transposeA, transposeB } = options;
      const a = upload(
        backend,
        scatteredArray([...cutTo(batch, onesA, cutA), ...(transposeA ? [k, m] : [m, k])], 'float64', 1),
      );
      const b = upload(
        backend,
        scatteredArray([...cutTo(batch, onesB, cutB), ...(transposeB ? [n, k] : [k, n])], 'float64', 2),
      );
      const y = matmul(a, b, options);
      const weights = upload(backend, scatteredArray(y.shape, 'float64', 3));
      const all = [...placesOf(y.shape.slice(0, -2))];
      const single = (places: readonly number[], left: Tensor, right: Tensor): Tensor =>
        matmul(matrixAt(left, places), matrixAt(right, places), options);
      const expected = await Promise.all(all.map((places) => numbersOf(single(places, a, b))));
      expect(await numbersOf(y)).toEqual(expected.flat());
      const own = grad(([l, r]: readonly [Tensor, Tensor]) => sum(multiply(matmul(l, r, options), weights)))([a, b]);
      const apart = grad(([l, r]: readonly [Tensor, Tensor]) =>
        all
          .map((places) => sum(multiply(single(places, l, r), matrixAt(weights, places))))
          .reduce((total, part) => add(total, part)),
      )([a, b]);
      for (const [at, gradient] of own.entries()) {
        await expectTensor(gradient, [a, b][at]?.shape ?? [], await numbersOf(apart[at] as Tensor));
      }
      expect(sizeOf(y.shape)).toBe(all.length * m * n);
    }),
    { numRuns: 60 },
  );
});
