/** Kernels that use indices and labels, fill arrays, or convert between dtypes. */
import type { Backend, FloatDType, FusedKernels, TypedArray } from '@nablajs/core';
import { allocate, sizeOf } from '@nablajs/core';
import { SUM_BLOCK } from './matmul.js';
import { copyRun } from './movement.js';
import { addRow } from './reduce.js';
import { elements, type FloatArray, floats, type Storage, type StoragePool } from './storage.js';

function gather(out: TypedArray, x: TypedArray, indices: TypedArray, rows: number, width: number): void {
  for (let i = 0, to = 0; i < indices.length; i++, to += width) {
    const row = indices[i]!;
    if (row >= 0 && row < rows) copyRun(out, to, x, row * width, width);
    // In an array of integers, NaN becomes 0.
    else out.fill(Number.NaN, to, to + width);
  }
}

/** The sources of row r of the result are `sources[offsets[r]]` to `sources[offsets[r + 1] - 1]`, ascending. */
function sourcesOf(indices: TypedArray, rows: number): { offsets: Int32Array; sources: Int32Array } {
  const offsets = new Int32Array(rows + 1);
  for (let i = 0; i < indices.length; i++) {
    const row = indices[i]!;
    if (row >= 0 && row < rows) offsets[row + 1]!++;
  }
  for (let row = 0; row < rows; row++) offsets[row + 1]! += offsets[row]!;
  const next = offsets.slice(0, rows);
  const sources = new Int32Array(offsets[rows]!);
  for (let i = 0; i < indices.length; i++) {
    const row = indices[i]!;
    if (row >= 0 && row < rows) sources[next[row]!++] = i;
  }
  return { offsets, sources };
}

/**
 * Adds to `out` row by row, with sums in doubles. Sums of more than one block of sources are added in blocks. Rows
 * without sources stay.
 */
function scatterAdd(out: FloatArray, x: FloatArray, indices: TypedArray, rows: number, width: number): void {
  const { offsets, sources } = sourcesOf(indices, rows);
  const total = new Float64Array(width);
  const block = new Float64Array(width);
  const rounded = allocate(out instanceof Float32Array ? 'float32' : 'float64', width);
  for (let row = 0; row < rows; row++) {
    const [start, end] = [offsets[row]!, offsets[row + 1]!];
    if (start === end) continue;
    total.fill(0);
    for (let first = start; first < end; first += SUM_BLOCK) {
      const last = Math.min(first + SUM_BLOCK, end);
      const sums = end - start > SUM_BLOCK ? block.fill(0) : total;
      for (let i = first; i < last; i++) addRow(sums, x, sources[i]! * width);
      if (sums === block) addRow(total, block, 0);
    }
    rounded.set(total);
    for (let j = 0, to = row * width; j < width; j++) out[to + j] = out[to + j]! + rounded[j]!;
  }
}

function oneHot(out: TypedArray, labels: TypedArray, classes: number): void {
  out.fill(0);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (label >= 0 && label < classes) out[i * classes + label] = 1;
  }
}

/** Adds in place. */
export const addRowsKernel: Required<Pick<FusedKernels<Storage>, 'addRows'>> = {
  addRows(sum, x, indices) {
    const [rows, width] = sum.shape as [number, number];
    scatterAdd(floats(sum), floats(x), elements(indices), rows, width);
    return sum.storage;
  },
};

type IndexKernel = 'gather' | 'scatterAdd' | 'oneHot' | 'cast' | 'fill';

export function indexKernels(pool: StoragePool): Pick<Backend<Storage>, IndexKernel> {
  return {
    gather(x, indices) {
      const [rows, width] = x.shape as [number, number];
      const out = pool.allocate(x.dtype, sizeOf(indices.shape) * width);
      gather(out, elements(x), elements(indices), rows, width);
      return out;
    },
    scatterAdd(x, indices, rows) {
      const width = x.shape[1] as number;
      const out = pool.allocate(x.dtype as FloatDType, rows * width).fill(0) as FloatArray;
      scatterAdd(out, floats(x), elements(indices), rows, width);
      return out;
    },
    oneHot(labels, classes, dtype) {
      const out = pool.allocate(dtype, sizeOf(labels.shape) * classes);
      oneHot(out, elements(labels), classes);
      return out;
    },
    cast(x, dtype) {
      const out = pool.allocate(dtype, sizeOf(x.shape));
      out.set(elements(x));
      return out;
    },
    fill: (shape, value, dtype) => pool.allocate(dtype, sizeOf(shape)).fill(value),
  };
}
