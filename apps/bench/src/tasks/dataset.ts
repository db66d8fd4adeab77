/** Images and labels as datasets for core's trainer, in their original or in a given order. */
import {
  allocate,
  type Backend,
  type CsrArray,
  type Dataset,
  type DenseArray,
  type DType,
  dtypeOf,
  type FloatDType,
  sliceRows,
} from '@nablajs/core';
import { inputOf } from './operation.js';
import type { Inputs } from './task.js';

type Images = DenseArray | CsrArray;

/** Returns the images as `layout: 'auto'` would: sparse if the backend can, because images are mostly black. */
export function imagesOf(backend: Backend, inputs: Inputs): Images {
  const { data, shape } = inputOf(inputs, 'x');
  if (backend.csr === undefined) return { layout: 'dense', shape, data };
  return compressed(data as Float32Array | Float64Array, shape as readonly [number, number]);
}

function compressed(data: Float32Array | Float64Array, [rows, columns]: readonly [number, number]): CsrArray {
  let stored = 0;
  for (let i = 0; i < data.length; i++) stored += data[i] === 0 ? 0 : 1;
  const rowOffsets = new Int32Array(rows + 1);
  const columnIndices = new Int32Array(stored);
  const values = data instanceof Float64Array ? new Float64Array(stored) : new Float32Array(stored);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = data[row * columns + column] as number;
      if (value === 0) continue;
      columnIndices[at] = column;
      values[at++] = value;
    }
    rowOffsets[row + 1] = at;
  }
  return { layout: 'csr', shape: [rows, columns], rowOffsets, columns: columnIndices, values };
}

/** A dataset in the original order. A full batch is never shuffled, so each part of it is a slice. */
export function unshuffledRows(x: Images, labels: Int32Array): Dataset {
  return {
    length: labels.length,
    inputShape: x.shape.slice(1),
    batch(indices) {
      const start = indices[0] ?? 0;
      const end = start + indices.length;
      return {
        x: sliceRows(x, start, end),
        y: { layout: 'dense', shape: [indices.length], data: labels.subarray(start, end) },
      };
    },
  };
}

/** A dataset in the given order, which replaces the trainer's shuffling so that all candidates see the same batches. */
export function rowsInOrder(x: Images, labels: Int32Array, order: Int32Array, batchSize: number): Dataset {
  const pick = x.layout === 'csr' ? csrPicker(x, batchSize) : densePicker(x, batchSize);
  return {
    length: order.length,
    inputShape: x.shape.slice(1),
    batch(indices) {
      const rows = indices.map((index) => order[index] as number);
      const picked = rows.map((row) => labels[row] as number);
      return { x: pick(rows), y: { layout: 'dense', shape: [rows.length], data: picked } };
    },
  };
}

/** As `rowsInOrder`, but each row has labels of its own, such as the tokens after its tokens. */
export function denseRowsInOrder(x: DenseArray, labels: DenseArray, order: Int32Array, batchSize: number): Dataset {
  const [pickX, pickLabels] = [densePicker(x, batchSize), densePicker(labels, batchSize)];
  return {
    length: order.length,
    inputShape: x.shape.slice(1),
    batch(indices) {
      const rows = indices.map((index) => order[index] as number);
      return { x: pickX(rows), y: pickLabels(rows) };
    },
  };
}

/** Selects rows by index, into arrays that the next call reuses. */
type Picker<T = Images> = (rows: Int32Array) => T;

function densePicker({ data: all, shape: [, ...example] }: DenseArray, most: number): Picker<DenseArray> {
  const width = example.reduce((size, length) => size * length, 1);
  const data = allocate(dtypeOf(all) as DType, most * width);
  return (rows) => {
    for (const [at, row] of rows.entries()) data.set(all.subarray(row * width, (row + 1) * width), at * width);
    return { layout: 'dense', shape: [rows.length, ...example], data: data.subarray(0, rows.length * width) };
  };
}

function csrPicker(
  { rowOffsets: starts, columns: allColumns, values: all, shape: [, width] }: CsrArray,
  most: number,
): Picker {
  const rowOffsets = new Int32Array(most + 1);
  const columns = new Int32Array(most * width);
  const values = allocate(dtypeOf(all) as FloatDType, most * width);
  return (rows) => {
    let at = 0;
    for (const [index, row] of rows.entries()) {
      const [from, to] = [starts[row] as number, starts[row + 1] as number];
      columns.set(allColumns.subarray(from, to), at);
      values.set(all.subarray(from, to), at);
      at += to - from;
      rowOffsets[index + 1] = at;
    }
    return {
      layout: 'csr',
      shape: [rows.length, width],
      rowOffsets: rowOffsets.subarray(0, rows.length + 1),
      columns: columns.subarray(0, at),
      values: values.subarray(0, at),
    };
  };
}
