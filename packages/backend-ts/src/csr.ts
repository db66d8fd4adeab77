/**
 * Compressed sparse rows times a dense matrix, plain or transposed. The transposed product uses compressed columns of
 * the same matrix, which are built once and kept with it.
 *
 * For each panel of six columns of the dense operand, every sparse row adds the products of its entries to six doubles,
 * in the order of the entries. A float32 result is rounded once; a float64 result is summed in blocks of entries.
 * Entries and panel are first copied into constants of this module, which V8 compiles into the inner loop (see
 * matmul.ts). Of four to eight columns, six were fastest.
 */
import type { CsrKernels, FloatDType, Operand } from '@nablajs/core';
import { SUM_BLOCK } from './matmul.js';
import {
  type CompressedRows,
  type CsrStorage,
  type FloatArray,
  floats,
  type Storage,
  type StoragePool,
} from './storage.js';

const PANEL_WIDTH = 6;
/** The most rows of the dense operand in a panel. */
const PANEL_LENGTH = 1 << 16;
/** The most sparse rows, and entries in them, processed at a time. */
const BLOCK_ROWS = 2048;
const BLOCK_ENTRIES = 1 << 17;
/** From this many entries per row of the dense operand, packing pays off. */
const ENTRIES_WORTH_PACKING = 1;

/** Panel columns start at different offsets within a memory page, so their loads use different cache sets. */
const PANEL_BYTES = (PANEL_LENGTH + 72) * 8;
const PANELS = /* @__PURE__ */ new ArrayBuffer(PANEL_WIDTH * PANEL_BYTES);
const P0 = /* @__PURE__ */ new Float64Array(PANELS, 0, PANEL_LENGTH);
const P1 = /* @__PURE__ */ new Float64Array(PANELS, PANEL_BYTES, PANEL_LENGTH);
const P2 = /* @__PURE__ */ new Float64Array(PANELS, 2 * PANEL_BYTES, PANEL_LENGTH);
const P3 = /* @__PURE__ */ new Float64Array(PANELS, 3 * PANEL_BYTES, PANEL_LENGTH);
const P4 = /* @__PURE__ */ new Float64Array(PANELS, 4 * PANEL_BYTES, PANEL_LENGTH);
const P5 = /* @__PURE__ */ new Float64Array(PANELS, 5 * PANEL_BYTES, PANEL_LENGTH);
const COLUMNS = /* @__PURE__ */ new Int32Array(BLOCK_ENTRIES);
const VALUES = /* @__PURE__ */ new Float64Array(BLOCK_ENTRIES);
/** Sums of each row; the last line is for a block of a row. */
const SUMS = /* @__PURE__ */ new Float64Array((BLOCK_ROWS + 1) * PANEL_WIDTH);
const BLOCK_SUMS = BLOCK_ROWS * PANEL_WIDTH;

/** Writes the sums of entries `start` to `end - 1` times the panel's six columns to SUMS[at..at + 5]. */
function sumRow(start: number, end: number, at: number): void {
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  let sum4 = 0;
  let sum5 = 0;
  for (let entry = start | 0; entry < end; entry = (entry + 1) | 0) {
    const k = COLUMNS[entry]!;
    const value = VALUES[entry]!;
    sum0 += value * P0[k]!;
    sum1 += value * P1[k]!;
    sum2 += value * P2[k]!;
    sum3 += value * P3[k]!;
    sum4 += value * P4[k]!;
    sum5 += value * P5[k]!;
  }
  SUMS[at] = sum0;
  SUMS[at + 1] = sum1;
  SUMS[at + 2] = sum2;
  SUMS[at + 3] = sum3;
  SUMS[at + 4] = sum4;
  SUMS[at + 5] = sum5;
}

function sumRows(rowOffsets: Int32Array, first: number, end: number, most: number): void {
  const base = rowOffsets[first]!;
  for (let row = first; row < end; row++) {
    const start = rowOffsets[row]! - base;
    const last = rowOffsets[row + 1]! - base;
    const at = (row - first) * PANEL_WIDTH;
    sumRow(start, Math.min(start + most, last), at);
    for (let next = start + most; next < last; next += most) {
      sumRow(next, Math.min(next + most, last), BLOCK_SUMS);
      for (let j = 0; j < PANEL_WIDTH; j++) SUMS[at + j] = SUMS[at + j]! + SUMS[BLOCK_SUMS + j]!;
    }
  }
}

/** The entries of a block of a sum. float32 sums need no blocks, because they are doubles. */
const entriesTogether = (out: FloatArray): number =>
  out instanceof Float64Array ? SUM_BLOCK : Number.POSITIVE_INFINITY;

/**
 * Packs six columns of b [length, width] from column j0 on. Past the edge old values stay; their sums are not stored.
 */
function packPanel(b: FloatArray, length: number, width: number, j0: number): void {
  const columns = Math.min(PANEL_WIDTH, width - j0);
  for (let k = 0, from = j0; k < length; k++, from += width) {
    P0[k] = b[from]!;
    if (columns > 1) P1[k] = b[from + 1]!;
    if (columns > 2) P2[k] = b[from + 2]!;
    if (columns > 3) P3[k] = b[from + 3]!;
    if (columns > 4) P4[k] = b[from + 4]!;
    if (columns > 5) P5[k] = b[from + 5]!;
  }
}

function storeSums(out: FloatArray, firstRow: number, rows: number, width: number, j0: number): void {
  const columns = Math.min(PANEL_WIDTH, width - j0);
  for (let row = 0; row < rows; row++) {
    const from = row * PANEL_WIDTH;
    const to = (firstRow + row) * width + j0;
    for (let j = 0; j < columns; j++) out[to + j] = SUMS[from + j]!;
  }
}

/** Returns the end of the block of rows from `first` whose entries fit into the constants. */
function blockEnd(rowOffsets: Int32Array, first: number, rows: number): number {
  const lastEntry = rowOffsets[first]! + BLOCK_ENTRIES;
  let end = first + 1;
  while (end < rows && end - first < BLOCK_ROWS && rowOffsets[end + 1]! <= lastEntry) end++;
  return end;
}

/** A separate function that is called often, so V8 compiles it as a whole; on-stack replacement is slower. */
function multiplyPanel(
  out: FloatArray,
  rowOffsets: Int32Array,
  first: number,
  end: number,
  b: FloatArray,
  length: number,
  width: number,
  j0: number,
): void {
  packPanel(b, length, width, j0);
  sumRows(rowOffsets, first, end, entriesTogether(out));
  storeSums(out, first, end - first, width, j0);
}

function multiplyPacked(
  out: FloatArray,
  a: CompressedRows,
  rows: number,
  b: FloatArray,
  length: number,
  width: number,
): void {
  const { rowOffsets, columns, values } = a;
  for (let first = 0; first < rows; ) {
    const end = blockEnd(rowOffsets, first, rows);
    const base = rowOffsets[first]!;
    COLUMNS.set(columns.subarray(base, rowOffsets[end]));
    VALUES.set(values.subarray(base, rowOffsets[end]));
    for (let j0 = 0; j0 < width; j0 += PANEL_WIDTH) multiplyPanel(out, rowOffsets, first, end, b, length, width, j0);
    first = end;
  }
}

/** Computes row by row without packing b: for few entries, or an inner dimension that is longer than a panel. */
function multiplyInPlace(out: FloatArray, a: CompressedRows, rows: number, b: FloatArray, width: number): void {
  const { rowOffsets, columns, values } = a;
  const sums = new Float64Array(width);
  const block = new Float64Array(width);
  const most = entriesTogether(out);
  for (let row = 0; row < rows; row++) {
    const last = rowOffsets[row + 1]!;
    sums.fill(0);
    for (let first = rowOffsets[row]!; first < last; first += most) {
      block.fill(0);
      for (let entry = first; entry < Math.min(first + most, last); entry++) {
        const value = values[entry]!;
        const from = columns[entry]! * width;
        for (let j = 0; j < width; j++) block[j] = block[j]! + value * b[from + j]!;
      }
      for (let j = 0; j < width; j++) sums[j] = sums[j]! + block[j]!;
    }
    out.set(sums, row * width);
  }
}

/** Returns the compressed rows of the transpose. The entries of a column keep the order of the rows. */
function compressColumns({ rowOffsets, columns, values }: CompressedRows, width: number): CompressedRows {
  const offsets = new Int32Array(width + 1);
  for (let entry = 0; entry < columns.length; entry++) offsets[columns[entry]! + 1]!++;
  for (let column = 0; column < width; column++) offsets[column + 1]! += offsets[column]!;
  const next = offsets.slice(0, width);
  const rows = new Int32Array(columns.length);
  const moved = values.slice();
  for (let row = 0; row + 1 < rowOffsets.length; row++) {
    for (let entry = rowOffsets[row]!; entry < rowOffsets[row + 1]!; entry++) {
      const to = next[columns[entry]!]!++;
      rows[to] = row;
      moved[to] = values[entry]!;
    }
  }
  return { rowOffsets: offsets, columns: rows, values: moved };
}

/** Returns op(a) b of a CSR operand and a dense one. */
export function csrMatmul(
  pool: StoragePool,
  a: Operand<Storage>,
  b: Operand<Storage>,
  transposeA: boolean,
): FloatArray {
  const matrix = a.storage as CsrStorage;
  const [length, width] = b.shape as [number, number];
  if (transposeA) matrix.transposed ??= compressColumns(matrix, a.shape[1] as number);
  const compressed = transposeA ? (matrix.transposed as CompressedRows) : matrix;
  const rows = compressed.rowOffsets.length - 1;
  const out = pool.allocate(a.dtype as FloatDType, rows * width);
  const packs = length <= PANEL_LENGTH && compressed.columns.length >= ENTRIES_WORTH_PACKING * length;
  if (packs) multiplyPacked(out, compressed, rows, floats(b), length, width);
  else multiplyInPlace(out, compressed, rows, floats(b), width);
  return out;
}

export function csrKernels(pool: StoragePool): CsrKernels<Storage> {
  return {
    upload: ({ rowOffsets, columns, values }) =>
      pool.hold<CsrStorage>({
        layout: 'csr',
        rowOffsets: rowOffsets.slice(),
        columns: columns.slice(),
        values: values.slice(),
        transposed: undefined,
      }),
    matmul: (a, b, transposeA) => csrMatmul(pool, a, b, transposeA),
  };
}
