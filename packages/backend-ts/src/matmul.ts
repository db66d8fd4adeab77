/**
 * Dense matrix product by packed panels (Goto and van de Geijn, "Anatomy of high-performance matrix multiplication",
 * ACM TOMS 34, 2008), with a 3x2 micro-kernel.
 *
 * Both operands are packed into float64 for either dtype, so the micro-kernel has only one element type. Sums are
 * doubles, and a float32 result is rounded once. float64 products are summed in blocks of SUM_BLOCK steps of k, so that
 * rounding errors do not grow with k.
 *
 * The five panel arrays are constants of this module. They are not exported and all have the same length. V8 therefore
 * compiles their addresses and length into the micro-kernel, and needs one bounds check for the three A loads and one
 * for the two B loads. Kernels are synchronous, so all backends of a process can share the panels. 3x2 is the largest
 * tile whose accumulators stay in registers next to the products that V8 schedules before the additions.
 */
import type { Backend, FloatDType, Operand, Shape } from '@nablajs/core';
import { forEachMatrix, sizeOf } from '@nablajs/core';
import { type FloatArray, floats, type Storage, type StoragePool } from './storage.js';

/** Rows and columns of C that one call of the micro-kernel computes. */
const TILE_ROWS = 3;
const TILE_COLUMNS = 2;
/** Blocks of A [BLOCK_ROWS, BLOCK_DEPTH] and of B [BLOCK_DEPTH, BLOCK_COLUMNS] that are packed at a time. */
const BLOCK_ROWS = 516;
const BLOCK_DEPTH = 256;
const BLOCK_COLUMNS = 256;
/** Steps of k in a block, whose sum is added to those of other blocks. */
export const SUM_BLOCK = 128;

/** Long enough for a block of either operand. */
const PANEL_LENGTH = (BLOCK_ROWS / TILE_ROWS) * BLOCK_DEPTH;
/** Panels start at different offsets within a memory page, so that the loads of a step use different cache sets. */
const PANEL_BYTES = (PANEL_LENGTH + 72) * 8;
const PANELS = /* @__PURE__ */ new ArrayBuffer(5 * PANEL_BYTES);
const A0 = /* @__PURE__ */ new Float64Array(PANELS, 0, PANEL_LENGTH);
const A1 = /* @__PURE__ */ new Float64Array(PANELS, PANEL_BYTES, PANEL_LENGTH);
const A2 = /* @__PURE__ */ new Float64Array(PANELS, 2 * PANEL_BYTES, PANEL_LENGTH);
const B0 = /* @__PURE__ */ new Float64Array(PANELS, 3 * PANEL_BYTES, PANEL_LENGTH);
const B1 = /* @__PURE__ */ new Float64Array(PANELS, 4 * PANEL_BYTES, PANEL_LENGTH);
/** Sums of one block of C, rows BLOCK_COLUMNS apart. */
const C = /* @__PURE__ */ new Float64Array(BLOCK_ROWS * BLOCK_COLUMNS);
/** Sums of the previous blocks of k. */
const TOTAL = /* @__PURE__ */ new Float64Array(BLOCK_ROWS * BLOCK_COLUMNS);

/** A matrix given by offset and strides. A transposed operand only has other strides. */
interface View {
  readonly data: FloatArray;
  readonly offset: number;
  readonly rowStride: number;
  readonly columnStride: number;
}

function view(x: Operand<Storage>, transposed: boolean, offset: number): View {
  const width = x.shape.at(-1) as number;
  return transposed
    ? { data: floats(x), offset, rowStride: 1, columnStride: width }
    : { data: floats(x), offset, rowStride: width, columnStride: 1 };
}

/** C[c..] += A panel at a times B panel at b, over `depth` steps of k. */
function multiplyTile(depth: number, aStart: number, bStart: number, c: number): void {
  let a = aStart | 0;
  let b = bStart | 0;
  const row1 = (c + BLOCK_COLUMNS) | 0;
  const row2 = (c + 2 * BLOCK_COLUMNS) | 0;
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
function packLine(
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
function packB(b: View, k0: number, depth: number, j0: number, columns: number): void {
  for (let j = 0, at = 0; j < columns; j += TILE_COLUMNS, at += depth) {
    const start = b.offset + k0 * b.rowStride + (j0 + j) * b.columnStride;
    packLine(B0, at, b.data, start, b.rowStride, depth);
    if (j + 1 < columns) packLine(B1, at, b.data, start + b.columnStride, b.rowStride, depth);
    else B1.fill(0, at, at + depth);
  }
}

function packA(a: View, i0: number, rows: number, k0: number, depth: number): void {
  for (let i = 0, at = 0; i < rows; i += TILE_ROWS, at += depth) {
    const start = a.offset + (i0 + i) * a.rowStride + k0 * a.columnStride;
    packLine(A0, at, a.data, start, a.columnStride, depth);
    if (i + 1 < rows) packLine(A1, at, a.data, start + a.rowStride, a.columnStride, depth);
    else A1.fill(0, at, at + depth);
    if (i + 2 < rows) packLine(A2, at, a.data, start + 2 * a.rowStride, a.columnStride, depth);
    else A2.fill(0, at, at + depth);
  }
}

function multiplyBlock(rows: number, columns: number, depth: number): void {
  for (let i = 0, a = 0; i < rows; i += TILE_ROWS, a += depth) {
    for (let j = 0, b = 0; j < columns; j += TILE_COLUMNS, b += depth) {
      multiplyTile(depth, a, b, i * BLOCK_COLUMNS + j);
    }
  }
}

/** Adds C to TOTAL and clears C. */
function joinBlock(length: number): void {
  for (let i = 0; i < length; i++) TOTAL[i] = TOTAL[i]! + C[i]!;
  C.fill(0, 0, length);
}

function storeBlock(
  sums: Float64Array,
  out: FloatArray,
  start: number,
  rows: number,
  columns: number,
  width: number,
): void {
  for (let i = 0; i < rows; i++) {
    const from = i * BLOCK_COLUMNS;
    const to = start + i * width;
    for (let j = 0; j < columns; j++) out[to + j] = sums[from + j]!;
  }
}

function multiply(out: FloatArray, offset: number, a: View, b: View, m: number, inner: number, n: number): void {
  const joins = out instanceof Float64Array && inner > SUM_BLOCK;
  const most = joins ? SUM_BLOCK : BLOCK_DEPTH;
  for (let i0 = 0; i0 < m; i0 += BLOCK_ROWS) {
    const rows = Math.min(BLOCK_ROWS, m - i0);
    for (let j0 = 0; j0 < n; j0 += BLOCK_COLUMNS) {
      const columns = Math.min(BLOCK_COLUMNS, n - j0);
      C.fill(0, 0, (rows + TILE_ROWS) * BLOCK_COLUMNS);
      if (joins) TOTAL.fill(0, 0, rows * BLOCK_COLUMNS);
      for (let k0 = 0; k0 < inner; k0 += most) {
        const depth = Math.min(most, inner - k0);
        packA(a, i0, rows, k0, depth);
        packB(b, k0, depth, j0, columns);
        multiplyBlock(rows, columns, depth);
        if (joins) joinBlock(rows * BLOCK_COLUMNS);
      }
      storeBlock(joins ? TOTAL : C, out, offset + i0 * n + j0, rows, columns, n);
    }
  }
}

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
    const left = view(a, transposeA, p * m * inner);
    const right = view(b, transposeB, q * inner * n);
    multiply(out, to * m * n, left, right, m, inner, n);
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
