/** Indices on the device: gather by a tensor of them, and scatterAdd, its transpose. */
import { describe, expect, it } from 'vitest';
import { fill, gather, grad, multiply, scatterAdd, sum, type Tensor, tensor } from '../../src/index.js';
import { csr, expectError, expectTensor, labels, liveBuffers, newBackend, numbersOf, t } from '../support/index.js';

const { NaN: nan } = Number;

const ROWS = [
  [1, 2],
  [3, 4],
  [5, 6],
];

describe('gather by a tensor', () => {
  it('takes rows at indices of any shape', async () => {
    const backend = await newBackend();
    const x = t(backend, ROWS);
    await expectTensor(gather(x, labels(backend, [2, 0, 2])), [3, 2], [5, 6, 1, 2, 5, 6]);
    await expectTensor(gather(x, tensor(backend, [[1], [0]], 'int32')), [2, 1, 2], [3, 4, 1, 2]);
    await expectTensor(gather(x, tensor(backend, 1, 'int32')), [2], [3, 4]);
    await expectTensor(gather(x, labels(backend, [])), [0, 2], []);
    await expectTensor(gather(t(backend, [7, 8, 9]), tensor(backend, [[2, 1]], 'int32')), [1, 2], [9, 8]);
    await expectTensor(gather(t(backend, [[[1], [2]]]), labels(backend, [0, 0])), [2, 2, 1], [1, 2, 1, 2]);
  });

  it('gives a row of NaN for an index outside the rows', async () => {
    const backend = await newBackend();
    await expectTensor(gather(t(backend, ROWS), labels(backend, [-1, 3, 0])), [3, 2], [nan, nan, nan, nan, 1, 2]);
    await expectTensor(gather(fill(backend, [0, 2], 1, 'float64'), labels(backend, [0])), [1, 2], [nan, nan]);
  });

  it('adds up the gradient over equal indices, and drops that of an index outside', async () => {
    const backend = await newBackend();
    const weights = t(backend, [
      [1, 10],
      [2, 20],
      [3, 30],
      [4, 40],
    ]);
    const indices = labels(backend, [2, 0, 2, 5]);
    const slopes = grad((x: Tensor) => sum(multiply(gather(x, indices), weights)))(t(backend, ROWS));
    await expectTensor(slopes, [3, 2], [2, 20, 0, 0, 4, 40]);
  });

  it('refuses values that are not indices', async () => {
    const backend = await newBackend();
    const far = await newBackend();
    const x = t(backend, ROWS);
    expectError(
      () => gather(x, t(backend, [0])),
      'dtype',
      'gather: expected int32 indices. Received float64; use cast().',
    );
    expectError(() => gather(x, tensor(backend, [0], 'uint8')), 'dtype', 'gather', 'Received uint8');
    expectError(() => gather(x, labels(far, [0])), 'backend', 'gather', "'naive' and 'naive'");
    expectError(() => gather(x, csr(backend)), 'argument', 'gather', 'CSR');
    expectError(() => gather(x, [0] as never), 'dtype', 'gather: expected indices, an Int32Array or an int32 tensor');
    expectError(() => gather(x, Float64Array.of(0) as never), 'dtype', 'gather: expected indices', 'Float64Array');
    expectError(
      () => gather(t(backend, 3), labels(backend, [0])),
      'shape',
      'gather: axis 0 is out of range for rank 0',
    );
    expectError(() => gather([1] as never, labels(backend, [0])), 'argument', 'gather: expected a tensor');
  });

  it('refuses more elements than a tensor holds', async () => {
    const backend = await newBackend();
    const wide = fill(backend, [1, 50_000], 0, 'float32');
    const many = fill(backend, [50_000], 0, 'int32');
    expectError(() => gather(wide, many), 'shape', 'gather: a tensor holds at most 2147483647', '[50000, 50000]');
  });
});

describe('scatterAdd', () => {
  it('adds each part at its index', async () => {
    const backend = await newBackend();
    const x = t(backend, ROWS);
    await expectTensor(scatterAdd(x, labels(backend, [3, 0, 3]), 4), [4, 2], [3, 4, 0, 0, 0, 0, 6, 8]);
    await expectTensor(scatterAdd(x, labels(backend, [-1, 1, 2]), 2), [2, 2], [0, 0, 3, 4]);
    const square = tensor(backend, [[1], [0], [1]], 'int32');
    await expectTensor(scatterAdd(x.reshape([3, 1, 2]), square, 2), [2, 2], [3, 4, 6, 8]);
    await expectTensor(scatterAdd(t(backend, [5, 6]), labels(backend, [1, 1]), 2), [2], [0, 11]);
    await expectTensor(scatterAdd(t(backend, [5, 6]), tensor(backend, 1, 'int32'), 2), [2, 2], [0, 0, 5, 6]);
    await expectTensor(scatterAdd(fill(backend, [0, 2], 1, 'float64'), labels(backend, []), 1), [1, 2], [0, 0]);
    await expectTensor(scatterAdd(x, labels(backend, [0, 0, 0]), 0), [0, 2], []);
  });

  it('has the gradient of the row that each part went to, NaN for a part that went nowhere', async () => {
    const backend = await newBackend();
    const weights = t(backend, [
      [1, 10],
      [2, 20],
    ]);
    const indices = labels(backend, [1, 0, 7]);
    const slopes = grad((x: Tensor) => sum(multiply(scatterAdd(x, indices, 2), weights)))(t(backend, ROWS));
    await expectTensor(slopes, [3, 2], [2, 20, 1, 10, nan, nan]);
  });

  it('does not lose digits with many parts at one index', async () => {
    const backend = await newBackend();
    const x = fill(backend, [20_000], 0.1, 'float32');
    const sums = scatterAdd(x, fill(backend, [20_000], 0, 'int32'), 1);
    expect(await numbersOf(sums)).toEqual([Math.fround(20_000 * Math.fround(0.1))]);
  });

  it('refuses what does not fit', async () => {
    const backend = await newBackend();
    const far = await newBackend();
    const x = t(backend, ROWS);
    const at = labels(backend, [0, 1, 0]);
    expectError(
      () => scatterAdd(x, labels(backend, [0, 1]), 2),
      'shape',
      'scatterAdd: shapes must be equal',
      '[3] and [2]',
    );
    expectError(() => scatterAdd(t(backend, [1]), tensor(backend, [[0]], 'int32'), 2), 'shape', '[1] and [1, 1]');
    for (const rows of [-1, 0.5, nan]) {
      expectError(() => scatterAdd(x, at, rows), 'shape', 'scatterAdd: dimensions must be', `[${rows}, 2]`);
    }
    expectError(() => scatterAdd(x, at, 2147483647), 'shape', 'scatterAdd: a tensor holds at most');
    expectError(() => scatterAdd(x, t(backend, [0, 1, 0]), 2), 'dtype', 'scatterAdd: expected int32 indices');
    expectError(() => scatterAdd(x, Int32Array.of(0, 1, 0) as never, 2), 'argument', 'scatterAdd: expected a tensor');
    expectError(() => scatterAdd(x, labels(far, [0, 1, 0]), 2), 'backend', 'scatterAdd');
    expectError(() => scatterAdd(labels(backend, [1]), labels(backend, [0]), 1), 'dtype', 'scatterAdd', 'int32');
    expectError(() => scatterAdd(csr(backend), at, 2), 'argument', 'scatterAdd', 'CSR');
    expect(liveBuffers(far)).toBe(1);
  });
});
