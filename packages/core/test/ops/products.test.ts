import { describe, it } from 'vitest';
import { fill, matmul, tensor } from '../../src/index.js';
import { csr, expectError, expectTensor, labels, newBackend, t } from '../support/index.js';

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
