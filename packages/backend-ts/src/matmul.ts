/**
 * Dense matrix product by packed panels (Goto and van de Geijn, "Anatomy of high-performance matrix multiplication",
 * ACM TOMS 34, 2008), with a 3x2 micro-kernel.
 *
 * Both operands are packed into float64 for either dtype. Sums are doubles, and a float32 result is rounded once.
 * float64 products are summed in blocks of SUM_BLOCK steps of k.
 *
 * The five panel arrays are constants of this module. They are not exported and all have the same length, so V8
 * compiles their addresses and length into the micro-kernel. Kernels are synchronous, so all backends of a process
 * share the panels. 3x2 is the largest tile whose accumulators stay in registers.
 */
import type { Backend, FloatDType, Operand, Shape } from '@nablajs/core';
import { sizeOf } from '@nablajs/core';
import { forEachMatrix } from '@nablajs/core/kernels';
import { type FloatArray, floats, type Storage, type StoragePool } from './storage.js';

/** Rows and columns of C that one call of the micro-kernel computes. */
const TILE_ROWS = 3;
const TILE_COLUMNS = 2;
/** Blocks of A [BLOCK_ROWS, BLOCK_DEPTH] and of B [BLOCK_DEPTH, BLOCK_COLUMNS] that are packed at a time. */
const BLOCK_ROWS = 516;
const BLOCK_DEPTH = 256;
const BLOCK_COLUMNS = 256;
/** Steps of k in a block. The sums of blocks are added. */
export const SUM_BLOCK = 128;

/** Long enough for a block of either operand. */
const PANEL_LENGTH = (BLOCK_ROWS / TILE_ROWS) * BLOCK_DEPTH;
/** Panels start at different offsets within a memory page, so the loads of a step use different cache sets. */
const PANEL_BYTES = (PANEL_LENGTH + 72) * 8;
const PANELS = /* @__PURE__ */ new ArrayBuffer(5 * PANEL_BYTES);
const A0 = /* @__PURE__ */ new Float64Array(PANELS, 0, PANEL_LENGTH);
const A1 = /* @__PURE__ */ new Float64Array(PANELS, PANEL_BYTES, PANEL_LENGTH);
const A2 = /* @__PURE__ */ new Float64Array(PANELS, 2 * PANEL_BYTES, PANEL_LENGTH);
const B0 = /* @__PURE__ */ new Float64Array(PANELS, 3 * PANEL_BYTES, PANEL_LENGTH);
const B1 = /* @__PURE__ */ new Float64Array(PANELS, 4 * PANEL_BYTES, PANEL_LENGTH);
/** Sums of one block of C. Its rows are as wide as the block, in whole tiles. */
const C = /* @__PURE__ */ new Float64Array(BLOCK_ROWS * BLOCK_COLUMNS);
/** Sums of the previous blocks of k. */
const TOTAL = /* @__PURE__ */ new Float64Array(BLOCK_ROWS * BLOCK_COLUMNS);

/**
 * Writes `depth` elements of one line of an operand, from step k0 on, into a panel at `at`. A line is a row of the left
 * operand or a column of the right one.
 */
export type PackLine = (panel: Float64Array, at: number, line: number, k0: number, depth: number) => void;

/** As `PackLine` for the lines `line` and `line + 1`, into two panels. */
export type PackTwoLines = (
  first: Float64Array,
  second: Float64Array,
  at: number,
  line: number,
  k0: number,
  depth: number,
) => void;

/**
 * Receives a block of the product. `sums` has its rows from i0 on and its columns from j0 on, with rows `stride` apart.
 */
export type StoreBlock = (
  sums: Float64Array,
  stride: number,
  i0: number,
  rows: number,
  j0: number,
  columns: number,
) => void;

/** C[c..] += A panel at a times B panel at b, over `depth` steps of k. */
function multiplyTile(depth: number, aStart: number, bStart: number, c: number, stride: number): void {
  let a = aStart | 0;
  let b = bStart | 0;
  const row1 = (c + stride) | 0;
  const row2 = (row1 + stride) | 0;
  let c00 = C[c]!;
  let c01 = C[c + 1]!;
  let c10 = C[row1]!;
  let c11 = C[row1 + 1]!;
  let c20 = C[row2]!;
  let c21 = C[row2 + 1]!;
  for (let k = 0; k < depth; k = (k + 1) | 0) {
    const b0 = B0[b]!;
    const b1 = B1[b]!;
    const a0 = A0[a]!;
    c00 += a0 * b0;
    c01 += a0 * b1;
    const a1 = A1[a]!;
    c10 += a1 * b0;
    c11 += a1 * b1;
    const a2 = A2[a]!;
    c20 += a2 * b0;
    c21 += a2 * b1;
    a = (a + 1) | 0;
    b = (b + 1) | 0;
  }
  C[c] = c00;
  C[c + 1] = c01;
  C[row1] = c10;
  C[row1 + 1] = c11;
  C[row2] = c20;
  C[row2 + 1] = c21;
}

/** Copies one line of `count` elements, `stride` apart, into a panel. */
export function packLine(
  panel: Float64Array,
  at: number,
  source: FloatArray,
  start: number,
  stride: number,
  count: number,
): void {
  for (let k = 0, from = start; k < count; k++, from += stride) panel[at + k] = source[from]!;
}

/** Packs a block of b. Lines past the edge of the matrix become zeros; their results are not stored. */
function packB(
  pack: PackLine,
  packTwo: PackTwoLines | undefined,
  k0: number,
  depth: number,
  j0: number,
  columns: number,
): void {
  for (let j = 0, at = 0; j < columns; j += TILE_COLUMNS, at += depth) {
    if (packTwo !== undefined && j + 1 < columns) {
      packTwo(B0, B1, at, j0 + j, k0, depth);
      continue;
    }
    pack(B0, at, j0 + j, k0, depth);
    if (j + 1 < columns) pack(B1, at, j0 + j + 1, k0, depth);
    else B1.fill(0, at, at + depth);
  }
}

function packA(pack: PackLine, i0: number, rows: number, k0: number, depth: number): void {
  for (let i = 0, at = 0; i < rows; i += TILE_ROWS, at += depth) {
    pack(A0, at, i0 + i, k0, depth);
    if (i + 1 < rows) pack(A1, at, i0 + i + 1, k0, depth);
    else A1.fill(0, at, at + depth);
    if (i + 2 < rows) pack(A2, at, i0 + i + 2, k0, depth);
    else A2.fill(0, at, at + depth);
  }
}

function multiplyBlock(rows: number, columns: number, depth: number, stride: number): void {
  for (let i = 0, a = 0; i < rows; i += TILE_ROWS, a += depth) {
    for (let j = 0, b = 0; j < columns; j += TILE_COLUMNS, b += depth) {
      multiplyTile(depth, a, b, i * stride + j, stride);
    }
  }
}

/** Adds C to TOTAL and clears C. */
function joinBlock(length: number): void {
  for (let i = 0; i < length; i++) TOTAL[i] = TOTAL[i]! + C[i]!;
  C.fill(0, 0, length);
}

const wholeTiles = (count: number, tile: number): number => Math.ceil(count / tile) * tile;

/**
 * Multiplies a [m, inner] by b [inner, n], given by their lines, and stores the product block by block: all columns of
 * the first rows, then of the next ones. If `addsInBlocks` is true, as for float64, long sums are added in blocks. If
 * `packTwoOfB` is given, it packs two lines of b at a time, and `b` packs only the last one if it is alone.
 */
export function multiplyLines(
  a: PackLine,
  b: PackLine,
  m: number,
  inner: number,
  n: number,
  addsInBlocks: boolean,
  store: StoreBlock,
  packTwoOfB?: PackTwoLines,
): void {
  const inBlocks = addsInBlocks && inner > SUM_BLOCK;
  const most = inBlocks ? SUM_BLOCK : BLOCK_DEPTH;
  for (let i0 = 0; i0 < m; i0 += BLOCK_ROWS) {
    const rows = Math.min(BLOCK_ROWS, m - i0);
    for (let j0 = 0; j0 < n; j0 += BLOCK_COLUMNS) {
      const columns = Math.min(BLOCK_COLUMNS, n - j0);
      const stride = wholeTiles(columns, TILE_COLUMNS);
      const length = wholeTiles(rows, TILE_ROWS) * stride;
      C.fill(0, 0, length);
      if (inBlocks) TOTAL.fill(0, 0, length);
      for (let k0 = 0; k0 < inner; k0 += most) {
        const depth = Math.min(most, inner - k0);
        packA(a, i0, rows, k0, depth);
        packB(b, packTwoOfB, k0, depth, j0, columns);
        multiplyBlock(rows, columns, depth, stride);
        if (inBlocks) joinBlock(length);
      }
      store(inBlocks ? TOTAL : C, stride, i0, rows, j0, columns);
    }
  }
}

/** Returns the lines of a matrix at `offset`: those that are `lineStride` apart, of elements `stride` apart. */
const linesOf =
  (data: FloatArray, offset: number, lineStride: number, stride: number): PackLine =>
  (panel, at, line, k0, depth) =>
    packLine(panel, at, data, offset + line * lineStride + k0 * stride, stride, depth);

/** Returns what stores the blocks of a matrix of `width` columns at `offset`. */
const blocksOf =
  (out: FloatArray, offset: number, width: number): StoreBlock =>
  (sums, stride, i0, rows, j0, columns) => {
    for (let i = 0; i < rows; i++) {
      const from = i * stride;
      const to = offset + (i0 + i) * width + j0;
      for (let j = 0; j < columns; j++) out[to + j] = sums[from + j]!;
    }
  };

/** Returns the shape of a product of two matrices. */
const productShape = (a: Shape, b: Shape, transposeA: boolean, transposeB: boolean): Shape => [
  a[transposeA ? 1 : 0] as number,
  b[transposeB ? 0 : 1] as number,
];

/** Returns op(a) op(b), matrix by matrix. An inner dimension of 0 gives zeros. */
export function matmul(
  pool: StoragePool,
  a: Operand<Storage>,
  b: Operand<Storage>,
  transposeA: boolean,
  transposeB: boolean,
  shape: Shape = productShape(a.shape, b.shape, transposeA, transposeB),
): FloatArray {
  const [m, n] = shape.slice(-2) as [number, number];
  const inner = a.shape.at(transposeA ? -2 : -1) as number;
  const out = pool.allocate(a.dtype as FloatDType, sizeOf(shape));
  const run = (to: number, p: number, q: number): void => {
    const [left, right] = [p * m * inner, q * inner * n];
    multiplyLines(
      transposeA ? linesOf(floats(a), left, 1, m) : linesOf(floats(a), left, inner, 1),
      transposeB ? linesOf(floats(b), right, inner, 1) : linesOf(floats(b), right, 1, n),
      m,
      inner,
      n,
      out instanceof Float64Array,
      blocksOf(out, to * m * n, n),
    );
  };
  // Skips planning for two matrices: it takes half a microsecond, a third of the time of a small product.
  if (shape.length === 2) run(0, 0, 0);
  else forEachMatrix(a.shape, b.shape, shape, run);
  return out;
}

export function matmulKernels(pool: StoragePool): Pick<Backend<Storage>, 'matmul'> {
  return {
    matmul: (a, b, transposeA, transposeB, shape) => matmul(pool, a, b, transposeA, transposeB, shape),
  };
}
