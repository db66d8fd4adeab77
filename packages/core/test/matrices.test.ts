import { describe, expect, it } from 'vitest';
import { argmax, fill, matmul, max, sum, tensor, transpose } from '../src/index.js';
import { csr, expectError, expectTensor, labels, newBackend, numbersOf, t } from './support/index.js';

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;

describe('matmul', () => {
  it.each([
    {
      transposeA: false,
      transposeB: false,
      a: [
        [1, 2, 3],
        [4, 5, 6],
      ],
      b: [
        [1, 0],
        [2, -1],
        [0, 3],
      ],
    },
    {
      transposeA: true,
      transposeB: false,
      a: [
        [1, 4],
        [2, 5],
        [3, 6],
      ],
      b: [
        [1, 0],
        [2, -1],
        [0, 3],
      ],
    },
    {
      transposeA: false,
      transposeB: true,
      a: [
        [1, 2, 3],
        [4, 5, 6],
      ],
      b: [
        [1, 2, 0],
        [0, -1, 3],
      ],
    },
    {
      transposeA: true,
      transposeB: true,
      a: [
        [1, 4],
        [2, 5],
        [3, 6],
      ],
      b: [
        [1, 2, 0],
        [0, -1, 3],
      ],
    },
  ])('transposing $transposeA, $transposeB', async ({ a, b, ...options }) => {
    const backend = await newBackend();
    await expectTensor(matmul(t(backend, a), t(backend, b), options), [2, 2], [5, 7, 14, 13]);
  });

  it('keeps 0 * Infinity as NaN, and an empty inner dimension as 0', async () => {
    const backend = await newBackend();
    await expectTensor(matmul(t(backend, [[0, 1]]), t(backend, [[inf], [1]])), [1, 1], [nan]);
    await expectTensor(matmul(t(backend, [[], []]), fill(backend, [0, 2], 1, 'float64')), [2, 2], [0, 0, 0, 0]);
  });

  it('refuses operands that do not fit', async () => {
    const backend = await newBackend();
    const x = t(backend, [[1, 2, 3]]);
    expectError(() => matmul(x, x), 'shape', 'inner dimensions must match', '[1, 3] x [1, 3].');
    expectError(() => matmul(x, x, { transposeA: true, transposeB: true }), 'shape', "[1, 3]' x [1, 3]'");
    expectError(() => matmul(x, t(backend, [1, 2, 3])), 'shape', 'must be matrices', '[1, 3] x [3]');
    expectError(() => matmul(x, tensor(backend, [[1], [2], [3]], 'float32')), 'dtype', 'matmul');
    expectError(() => matmul(labels(backend, [1]), labels(backend, [1])), 'dtype', 'matmul', 'int32');
    const far = await newBackend();
    expectError(() => matmul(x, t(far, [[1], [2], [3]])), 'backend', 'matmul');
  });

  it('takes a CSR left operand, plain or transposed', async () => {
    const backend = await newBackend();
    const x = csr(backend);
    await expectTensor(
      matmul(
        x,
        t(backend, [
          [1, 2],
          [3, 4],
          [5, 6],
        ]),
      ),
      [2, 2],
      [11, 14, 9, 12],
    );
    await expectTensor(matmul(x, t(backend, [[1], [10]]), { transposeA: true }), [3, 1], [1, 30, 2]);
    expectError(() => matmul(t(backend, [[1, 2]]), x), 'argument', 'matmul (right operand)', 'CSR');
    expectError(() => matmul(x, t(backend, [[1, 2, 3]]), { transposeB: true }), 'argument', 'transpose(b) first');
  });

  it('skips what a CSR operand does not store', async () => {
    const backend = await newBackend();
    await expectTensor(matmul(csr(backend), t(backend, [[1], [inf], [1]])), [2, 1], [3, inf]);
  });
});

describe('transpose', () => {
  it('turns rows into columns, of any dtype', async () => {
    const backend = await newBackend();
    await expectTensor(
      transpose(
        t(backend, [
          [1, 2, 3],
          [4, 5, 6],
        ]),
      ),
      [3, 2],
      [1, 4, 2, 5, 3, 6],
    );
    const integers = transpose(tensor(backend, [[1, 2]], 'int32'));
    expect(integers.dtype).toBe('int32');
    expect(integers.shape).toEqual([2, 1]);
  });

  it('takes matrices only', async () => {
    const backend = await newBackend();
    expectError(() => transpose(t(backend, [1])), 'shape', 'transpose', 'rank 2', '[1]');
    expectError(() => transpose(csr(backend)), 'argument', 'transpose', 'CSR');
  });
});

describe('reductions', () => {
  const cube = [
    [
      [1, 5],
      [3, 2],
    ],
    [
      [-1, 0],
      [8, 7],
    ],
  ];

  it('sum over an axis, a negative axis, or everything', async () => {
    const backend = await newBackend();
    const x = t(backend, cube);
    await expectTensor(sum(x), [], [25]);
    await expectTensor(sum(x, { axis: 0 }), [2, 2], [0, 5, 11, 9]);
    await expectTensor(sum(x, { axis: 1 }), [2, 2], [4, 7, 7, 7]);
    await expectTensor(sum(x, { axis: -1, keepDimensions: true }), [2, 2, 1], [6, 5, -1, 15]);
    await expectTensor(sum(x, { keepDimensions: true }), [1, 1, 1], [25]);
  });

  it('max and argmax over an axis', async () => {
    const backend = await newBackend();
    const x = t(backend, cube);
    await expectTensor(max(x, { axis: 1 }), [2, 2], [3, 5, 8, 7]);
    await expectTensor(max(x), [], [8]);
    const at = argmax(x, { axis: 0 });
    expect(at.dtype).toBe('int32');
    expect(at.shape).toEqual([2, 2]);
    expect(await numbersOf(at)).toEqual([0, 0, 1, 1]);
    expect(await numbersOf(argmax(x))).toEqual([6]);
  });

  it('argmax takes the first of equals and the first NaN', async () => {
    const backend = await newBackend();
    const rows = t(backend, [
      [2, 2, 1],
      [1, nan, nan],
      [-inf, -inf, -inf],
      [nan, inf, 0],
    ]);
    expect(await numbersOf(argmax(rows, { axis: -1 }))).toEqual([0, 1, 0, 0]);
    await expectTensor(max(rows, { axis: -1 }), [4], [2, nan, -inf, nan]);
  });

  it('an empty sum is 0; nothing has no largest', async () => {
    const backend = await newBackend();
    const empty = t(backend, [[], []]);
    await expectTensor(sum(empty), [], [0]);
    await expectTensor(sum(empty, { axis: 1 }), [2], [0, 0]);
    await expectTensor(sum(empty, { axis: 0 }), [0], []);
    await expectTensor(max(empty, { axis: 0 }), [0], []);
    expectError(() => max(empty, { axis: 1 }), 'shape', 'max', 'length 0');
    expectError(() => argmax(empty), 'shape', 'argmax', 'length 0');
  });

  it('refuse axes out of range, integers and CSR', async () => {
    const backend = await newBackend();
    const x = t(backend, [[1, 2]]);
    for (const axis of [2, -3, 0.5]) expectError(() => sum(x, { axis }), 'shape', 'sum', `axis ${axis}`, '(-2 to 1)');
    for (const op of [sum, max, argmax]) {
      expectError(() => op(labels(backend, [1])), 'dtype', op.name, 'int32');
      expectError(() => op(csr(backend)), 'argument', op.name, 'CSR');
    }
  });
});
