/** The entries of a sparse matrix in the order of a product: sorted when first needed, and released. */
import { type Backend, type CsrArray, type Operand, Random } from '@nablajs/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createBackend } from '../../src/index.js';

/** Few enough rows that a dense layer reads its weights without packing them. */
const [ROWS, COLUMNS] = [250, 150];
/** The sorted entries take about 300 KB of a memory of 8 MB. */
const TIMES = 60;

let backend: Backend;
beforeEach(async () => {
  backend = await createBackend({ threads: 1, maximumBytes: 2 ** 23 });
});
afterEach(() => backend.dispose());

const random = new Random(1);
const values = Float32Array.from({ length: ROWS * COLUMNS }, () => random.normal());
/** Every element is stored. */
const matrix: CsrArray = {
  layout: 'csr',
  shape: [ROWS, COLUMNS],
  rowOffsets: Int32Array.from({ length: ROWS + 1 }, (_, row) => row * COLUMNS),
  columns: Int32Array.from({ length: ROWS * COLUMNS }, (_, entry) => entry % COLUMNS),
  values,
};
const operand = (storage: unknown, shape: number[]): Operand => ({ storage, shape, dtype: 'float32' });

it('is released with the matrix, transposed or not', () => {
  for (let time = 0; time < TIMES; time++) {
    const x = operand(backend.csr?.upload(matrix), [ROWS, COLUMNS]);
    for (const transposed of [false, true]) {
      const b = operand(backend.fill([transposed ? ROWS : COLUMNS, 4], 1, 'float32'), [transposed ? ROWS : COLUMNS, 4]);
      backend.release(backend.csr?.matmul(x, b, transposed));
      backend.release(b.storage);
    }
    backend.release(x.storage);
  }
  expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
});

it('is released when an order for lines of another length replaces it', async () => {
  const x = operand(backend.csr?.upload(matrix), [ROWS, COLUMNS]);
  for (let time = 0; time < TIMES; time++) {
    const width = 10 + (time % 2);
    const w = operand(backend.fill([COLUMNS, width], 1, 'float32'), [COLUMNS, width]);
    const y = backend.fused?.dense?.(x, true, w, undefined, 'none');
    const [first] = await backend.download(operand(y, [ROWS, width]));
    const row = values.subarray(0, COLUMNS).reduce((sum, value) => sum + value, 0);
    expect(first).toBeCloseTo(row, 4);
    for (const storage of [w.storage, y]) backend.release(storage);
  }
});
