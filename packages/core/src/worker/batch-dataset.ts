import type { CsrArray, FloatDType } from '../backend.js';
import { checkBatch } from '../data/check-dataset.js';
import type { Batch, Dataset, HostInputs, HostTargets } from '../data/dataset.js';
import { copyWeights } from '../data/example-weights.js';
import { sliceRows } from '../evaluation/feed.js';
import { range } from '../math/range.js';
import { allocate, dtypeOf } from '../tensors/dtype.js';
import { type DenseArray, dense, type HostArray, listOf } from '../tensors/host-array.js';
import { sizeOf } from '../tensors/shape.js';
import { formatShape, NablaError } from '../validation/errors.js';

/**
 * Makes a data set of the examples of `all`, sharing its memory. Throws NablaError `data` if numbers of rows differ, or
 * an array does not fill its shape.
 */
export function batchDataset(all: Batch<HostInputs, HostTargets>): Dataset<HostTargets> {
  const { x, y } = checkBatch(all);
  const inputs = listOf(x);
  const arrays = [...inputs, ...listOf(y)];
  const length = arrays[0]?.shape[0] ?? 0;
  for (const array of arrays) check(array, length);
  const weights = all.weights && copyWeights(all.weights, range(0, length));
  return {
    length,
    inputShape: inputs[0]?.shape.slice(1) ?? [],
    batch: (indices) => ({
      x: eachOf(x, (array) => pick(array, indices)),
      y: eachOf(y, (array) => pick(array, indices) as DenseArray),
      ...(weights && { weights: pick(weights, indices) as DenseArray }),
    }),
  };
}

function check(array: HostArray, length: number): void {
  const { shape } = array;
  const held = array.layout === 'csr' ? array.rowOffsets.length - 1 : array.data.length;
  const expected = array.layout === 'csr' ? shape[0] : sizeOf(shape);
  if (shape[0] === length && held === expected) return;
  const what = array.layout === 'csr' ? 'rows' : 'elements';
  throw new NablaError(
    'data',
    `data: expected arrays of ${length} examples each. ` +
      `Received one of shape ${formatShape(shape)} with ${held} ${what}.`,
  );
}

const eachOf = <A extends HostArray>(all: A | readonly A[], change: (array: A) => A): A | readonly A[] =>
  Array.isArray(all) ? all.map(change) : change(all as A);

function pick(array: HostArray, indices: Int32Array): HostArray {
  const [start = 0] = indices;
  // Consecutive indices, as in a full batch or a validation, need no copy.
  if (indices.every((index, at) => index === start + at)) return sliceRows(array, start, start + indices.length);
  if (array.layout === 'csr') return pickSparse(array, indices);
  const [, ...rest] = array.shape;
  const width = sizeOf(rest);
  const data = allocate(dtypeOf(array.data) ?? 'float32', indices.length * width);
  for (const [row, index] of indices.entries()) {
    data.set(array.data.subarray(index * width, (index + 1) * width), row * width);
  }
  return dense(data, [indices.length, ...rest]);
}

function pickSparse(array: CsrArray, indices: Int32Array): CsrArray {
  const { shape, rowOffsets, columns, values } = array;
  const bounds = Array.from(
    indices,
    (index) => [rowOffsets[index] as number, rowOffsets[index + 1] as number] as const,
  );
  const offsets = new Int32Array(indices.length + 1);
  for (const [row, [from, to]] of bounds.entries()) offsets[row + 1] = (offsets[row] as number) + to - from;
  const total = offsets[indices.length] as number;
  const picked = { columns: new Int32Array(total), values: allocate(dtypeOf(values) as FloatDType, total) };
  for (const [row, [from, to]] of bounds.entries()) {
    picked.columns.set(columns.subarray(from, to), offsets[row]);
    picked.values.set(values.subarray(from, to), offsets[row]);
  }
  return { layout: 'csr', shape: [indices.length, shape[1]], rowOffsets: offsets, ...picked };
}
