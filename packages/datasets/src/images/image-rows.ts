/** Makes batches from image bytes, as dense rows or compressed sparse rows. */
import { allocate, type CsrArray, type DenseArray, dense, type FloatDType, type TypedArray } from '@nablajs/core';

type FloatArray = Float32Array | Float64Array;
type Labels = Uint8Array | Int32Array;

/** A matrix of bytes without its zeros. Row i holds the entries rowOffsets[i] to rowOffsets[i + 1] - 1. */
export interface CsrBytes {
  readonly width: number;
  readonly rowOffsets: Int32Array;
  /** 16 bits if the width allows, because reading memory takes most of the time. */
  readonly columns: Uint16Array | Int32Array;
  readonly values: Uint8Array;
}

export function countNonZero(bytes: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < bytes.length; i++) if (bytes[i] !== 0) count++;
  return count;
}

/** Compresses bytes [rows, width] with `entries` values other than 0. */
export function compressRows(bytes: Uint8Array, width: number, entries: number): CsrBytes {
  const rows = bytes.length / width;
  const rowOffsets = new Int32Array(rows + 1);
  const columns = width <= 65536 ? new Uint16Array(entries) : new Int32Array(entries);
  const values = new Uint8Array(entries);
  let entry = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < width; column++) {
      const byte = bytes[row * width + column] as number;
      if (byte === 0) continue;
      columns[entry] = column;
      values[entry] = byte;
      entry++;
    }
    rowOffsets[row + 1] = entry;
  }
  return { width, rowOffsets, columns, values };
}

/** Picks rows of a compressed matrix by index, and replaces each byte with its entry in `table`. */
export function pickCsrRows(matrix: CsrBytes, indices: Int32Array, table: FloatArray, dtype: FloatDType): CsrArray {
  const { rowOffsets: starts, columns: allColumns, values: bytes } = matrix;
  const rowOffsets = new Int32Array(indices.length + 1);
  for (const [row, index] of indices.entries()) {
    const length = (starts[index + 1] as number) - (starts[index] as number);
    rowOffsets[row + 1] = (rowOffsets[row] as number) + length;
  }
  const entries = rowOffsets[indices.length] as number;
  const columns = new Int32Array(entries);
  const values = allocateFloat(dtype, entries);
  let at = 0;
  for (const index of indices) {
    const [from, to] = [starts[index] as number, starts[index + 1] as number];
    columns.set(allColumns.subarray(from, to), at);
    for (let entry = from; entry < to; entry++, at++) values[at] = table[bytes[entry] as number] as number;
  }
  return { layout: 'csr', shape: [indices.length, matrix.width], rowOffsets, columns, values };
}

/** Picks images by index, and replaces each byte with its entry in `table`: [indices.length, ...inputShape]. */
export function pickDenseRows(
  bytes: Uint8Array,
  inputShape: readonly number[],
  indices: Int32Array,
  table: FloatArray,
  dtype: FloatDType,
): DenseArray {
  const width = inputShape.reduce((product, dimension) => product * dimension, 1);
  const data = allocateFloat(dtype, indices.length * width);
  for (const [row, index] of indices.entries()) {
    lookUp(bytes, index * width, (index + 1) * width, table, data, row * width);
  }
  return dense(data, [indices.length, ...inputShape]);
}

/** Picks labels by index: int32 [n]. */
export function pickLabels(labels: Labels, indices: Int32Array): DenseArray {
  return dense(
    indices.map((index) => labels[index] as number),
    [indices.length],
  );
}

/** Picks labels by index, as rows [n, classes] of `dtype` with a 1 at the label. */
export function pickOneHot(labels: Labels, indices: Int32Array, classes: number, dtype: FloatDType): DenseArray {
  const data: TypedArray = allocate(dtype, indices.length * classes);
  for (const [row, index] of indices.entries()) data[row * classes + (labels[index] as number)] = 1;
  return dense(data, [indices.length, classes]);
}

function lookUp(
  bytes: Uint8Array,
  from: number,
  to: number,
  table: FloatArray,
  target: FloatArray,
  offset: number,
): void {
  for (let i = from; i < to; i++) target[offset + i - from] = table[bytes[i] as number] as number;
}

function allocateFloat(dtype: FloatDType, length: number): FloatArray {
  return allocate(dtype, length);
}
