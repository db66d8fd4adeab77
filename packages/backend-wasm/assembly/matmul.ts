/**
 * Dense matrix product by tiles of 6 rows and two vectors (Goto and van de Geijn, "Anatomy of high-performance matrix
 * multiplication", ACM TOMS 34, 2008). The right operand is packed into strips as wide as a tile, unless it is small or
 * used by one row of tiles; the left one is read where it lies.
 *
 * Each element is a sum of blocks of SUM_BLOCK steps of k. Only that determines the bits, not tiles or threads.
 */
import { BLOCK_DEPTH, SUM_BLOCK, SUM_STEPS, TILE_BYTES, TILE_ROWS } from './generated/layout';
import { addBytes, finish } from './dense';
import { scratch, scratchLines } from './arguments';
import { Matmul, MatmulPack, MatmulThin } from './generated/arguments';
import { lanes } from './numbers';
import { addTile } from './tile';

const STRIPS_WORTH_PACKING: i32 = 8;
/** Steps of k to process together if each is in another line, so adjacent tiles find them in the first-level cache. */
const SCATTERED_DEPTH: i32 = SUM_BLOCK;

/** Packs `rows` columns of `depth` rows, `stride` bytes apart, into groups [depth, 6]; returns their address. */
function packTransposed<T>(a: usize, stride: usize, rows: i32, depth: i32): usize {
  const group = <usize>TILE_ROWS * sizeof<T>();
  const start = scratchLines();
  for (let step = 0; step < depth; step++) {
    let to = start + <usize>step * group;
    let from = a;
    for (let row = 0; row < rows; row += TILE_ROWS) {
      v128.store(to, v128.load(from));
      if (sizeof<T>() === 4) {
        store<u64>(to, load<u64>(from, 16), 16);
      } else {
        v128.store(to, v128.load(from, 16), 16);
        v128.store(to, v128.load(from, 32), 32);
      }
      to += <usize>depth * group;
      from += group;
    }
    a += stride;
  }
  return start;
}

/**
 * `b` is packed, or lies as it is: `lineStride` bytes from a step of k to the next, `stripStride` from a strip to the
 * next. `rowStride` and `stepStride` are the bytes between rows of a, and between its steps of k. `bias` may be 0.
 * `later` is a matrix like `out` for the later parts of a long sum. An item is a block of `rows` rows in `strips`
 * strips of columns; `across` items cover all columns. With several matrices, `each` items are one matrix, `places` has
 * the numbers of its a and its b, and `matrixStride` bytes are one b.
 */
export function matmul<T>(index: i32): void {
  let item = index;
  let a = Matmul.a();
  let b = Matmul.b();
  let matrix = 0;
  const places = Matmul.places();
  if (places !== 0) {
    matrix = item / Matmul.each();
    item -= matrix * Matmul.each();
    a += load<u32>(places + (<usize>matrix << 3)) * <usize>Matmul.m() * <usize>Matmul.k() * sizeof<T>();
    b += load<u32>(places + (<usize>matrix << 3), 4) * Matmul.matrixStride();
  }
  const m = Matmul.m();
  const n = Matmul.n();
  const k = Matmul.k();
  const across = Matmul.across();
  const width = lanes<T>() * 2;
  const from = (item / across) * Matmul.rows();
  const to = min(from + Matmul.rows(), m);
  const strip0 = (item % across) * Matmul.strips();
  const strip1 = min(strip0 + Matmul.strips(), (n + width - 1) / width);
  const column0 = strip0 * width;
  const cStride = <usize>n * sizeof<T>();
  const place = (<usize>matrix * m + from) * cStride + <usize>column0 * sizeof<T>();
  const out = Matmul.out() + place;
  const columns = min(strip1 * width, n) - column0;
  const bytes = <usize>columns * sizeof<T>();
  if (k === 0) {
    for (let row = from, at = out; row < to; row++, at += cStride) memory.fill(at, 0, bytes);
  }
  for (let start = 0; start < k; start += SUM_STEPS) {
    const part = start === 0 ? out : Matmul.later() + place;
    sumBlocks<T>(a, b, start, min(start + SUM_STEPS, k), from, to, strip0, strip1, part);
    if (start === 0) continue;
    for (let row = from, at: usize = 0; row < to; row++, at += cStride) addBytes<T>(out + at, part + at, bytes);
  }
  const bias = Matmul.bias();
  const relu = Matmul.relu() !== 0;
  if (bias === 0 && !relu) return;
  finish<T>(
    out,
    out,
    to - from,
    columns,
    cStride,
    cStride,
    bias === 0 ? <usize>0 : bias + <usize>column0 * sizeof<T>(),
    relu,
  );
}

/** Computes steps `start` to `end` of k of an item into `out`. */
function sumBlocks<T>(
  a0: usize,
  b0: usize,
  start: i32,
  end: i32,
  from: i32,
  to: i32,
  strip0: i32,
  strip1: i32,
  out: usize,
): void {
  const n = Matmul.n();
  const k = Matmul.k();
  const rowStride = Matmul.rowStride();
  const stepStride = Matmul.stepStride();
  const width = lanes<T>() * 2;
  const cStride = <usize>n * sizeof<T>();
  const bStride = Matmul.lineStride();
  const stripBytes = Matmul.stripStride();
  // The rows of a transposed operand are columns with distant elements: packing is worth it if each is used often.
  const packs = stepStride !== sizeof<T>() && strip1 - strip0 >= STRIPS_WORTH_PACKING;
  const step = packs ? <usize>TILE_ROWS * sizeof<T>() : stepStride;
  const most = stepStride !== sizeof<T>() && !packs ? SCATTERED_DEPTH : BLOCK_DEPTH;
  for (let k0 = start; k0 < end; k0 += most) {
    const depth = min(most, end - k0);
    let block = a0 + <usize>from * rowStride + <usize>k0 * stepStride;
    if (packs) block = packTransposed<T>(block, stepStride, to - from, depth);
    addProduct<T>(
      k0 === start,
      block,
      rowStride,
      step,
      packs ? <usize>(TILE_ROWS * depth) * sizeof<T>() : <usize>TILE_ROWS * rowStride,
      to - from,
      b0 + <usize>strip0 * stripBytes + <usize>k0 * bStride,
      bStride,
      stripBytes,
      depth,
      out,
      cStride,
      min(strip1 * width, n) - strip0 * width,
    );
  }
}

/**
 * Multiplies `rows` rows of a by strips, `stripBytes` apart, over `depth` steps of k, `bStride` bytes apart: they begin
 * a block of SUM_BLOCK. `rowStride`, `step` and `tileStride` are the bytes between rows of a, between its steps and
 * between tiles.
 * out [rows, columns] is the product if these steps are the `first`; otherwise the product is added to it.
 */
export function addProduct<T>(
  first: bool,
  a: usize,
  rowStride: usize,
  step: usize,
  tileStride: usize,
  rows: i32,
  b: usize,
  bStride: usize,
  stripBytes: usize,
  depth: i32,
  out: usize,
  outStride: usize,
  columns: i32,
): void {
  const width = lanes<T>() * 2;
  for (let column = 0; column < columns; column += width) {
    const bytes = <usize>min(columns - column, width) * sizeof<T>();
    let tile = a;
    let c = out;
    for (let row = 0; row < rows; row += TILE_ROWS) {
      const count = min(TILE_ROWS, rows - row);
      for (let at = 0; at < depth; at += SUM_BLOCK) {
        addTile<T>(
          first && at === 0,
          tile + <usize>at * step,
          rowStride,
          step,
          count,
          b + <usize>at * bStride,
          bStride,
          min(SUM_BLOCK, depth - at),
          c,
          outStride,
          bytes,
        );
      }
      tile += tileStride;
      c += <usize>TILE_ROWS * outStride;
    }
    b += stripBytes;
    out += TILE_BYTES;
  }
}

/** out = the product of rows of k elements, `stride` bytes apart, and the first `columns` of packed strips. */
export function multiplyPacked<T>(
  a: usize,
  stride: usize,
  rows: i32,
  k: i32,
  packed: usize,
  columns: i32,
  out: usize,
  outStride: usize,
): void {
  const tile = <usize>TILE_ROWS * stride;
  const strip = <usize>k * TILE_BYTES;
  addProduct<T>(true, a, stride, sizeof<T>(), tile, rows, packed, TILE_BYTES, strip, k, out, outStride, columns);
}

/**
 * Packs op(b) [k, n] into strips [k, width of a tile], with zeros past the edge. An item is `strips` of them; `each`
 * items are one of several matrices.
 */
export function matmulPack<T>(index: i32): void {
  const matrix = index / MatmulPack.each();
  const item = index - matrix * MatmulPack.each();
  const k = MatmulPack.k();
  const n = MatmulPack.n();
  const width = lanes<T>() * 2;
  const strips = (n + width - 1) / width;
  const first = item * MatmulPack.strips();
  const last = min(first + MatmulPack.strips(), strips);
  const full = min(last, n / width);
  const stripBytes = <usize>k * TILE_BYTES;
  const b = MatmulPack.b() + <usize>matrix * k * n * sizeof<T>();
  const packed = MatmulPack.out() + <usize>matrix * strips * stripBytes;
  const out = packed + <usize>first * stripBytes;
  if (MatmulPack.transposed() !== 0) {
    for (let strip = first; strip < last; strip++) {
      const columns = min(width, n - strip * width);
      const stride = <usize>k * sizeof<T>();
      packColumns<T>(packed + <usize>strip * stripBytes, b + <usize>strip * width * stride, stride, k, columns);
    }
    return;
  }
  const source = b + <usize>first * TILE_BYTES;
  packRows<T>(out, source, k, full - first, <usize>n * sizeof<T>());
  if (full === last) return;
  const place = <usize>(full - first);
  packEdge(
    out + place * stripBytes,
    source + place * TILE_BYTES,
    k,
    <usize>(n % width) * sizeof<T>(),
    <usize>n * sizeof<T>(),
  );
}

/**
 * Packs whole strips row by row: going down a single strip, each row would be in another line of the same cache set.
 */
function packRows<T>(out: usize, source: usize, k: i32, strips: i32, stride: usize): void {
  const stripBytes = <usize>k * TILE_BYTES;
  for (let row = 0; row < k; row++) {
    let to = out;
    let from = source;
    for (let strip = 0; strip < strips; strip++) {
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
      to += stripBytes;
      from += TILE_BYTES;
    }
    out += TILE_BYTES;
    source += stride;
  }
}

function packEdge(out: usize, source: usize, k: i32, bytes: usize, stride: usize): void {
  memory.fill(out, 0, <usize>k * TILE_BYTES);
  for (let row = 0; row < k; row++) {
    memory.copy(out, source, bytes);
    out += TILE_BYTES;
    source += stride;
  }
}

/** Transposes a square of a vector's elements: rows `stride` bytes apart become rows of a strip. */
// @ts-ignore: decorator
@inline
function transposeSquare<T>(out: usize, x: usize, stride: usize): void {
  const x0 = v128.load(x);
  const x1 = v128.load(x + stride);
  if (sizeof<T>() === 8) {
    v128.store(out, i64x2.shuffle(x0, x1, 0, 2));
    v128.store(out, i64x2.shuffle(x0, x1, 1, 3), TILE_BYTES);
    return;
  }
  const x2 = v128.load(x + 2 * stride);
  const x3 = v128.load(x + 3 * stride);
  const low0 = i32x4.shuffle(x0, x1, 0, 4, 1, 5);
  const high0 = i32x4.shuffle(x0, x1, 2, 6, 3, 7);
  const low1 = i32x4.shuffle(x2, x3, 0, 4, 1, 5);
  const high1 = i32x4.shuffle(x2, x3, 2, 6, 3, 7);
  v128.store(out, i64x2.shuffle(low0, low1, 0, 2));
  v128.store(out, i64x2.shuffle(low0, low1, 1, 3), TILE_BYTES);
  v128.store(out, i64x2.shuffle(high0, high1, 0, 2), 2 * TILE_BYTES);
  v128.store(out, i64x2.shuffle(high0, high1, 1, 3), 3 * TILE_BYTES);
}

/** Packs a strip of columns from the transpose, in which they are rows of k elements, `stride` bytes apart. */
export function packColumns<T>(out: usize, source: usize, stride: usize, k: i32, columns: i32): void {
  const side = lanes<T>();
  if (columns < side * 2) memory.fill(out, 0, <usize>k * TILE_BYTES);
  for (let column = 0; column < columns; column++) {
    // Squares have the first rows of their columns.
    let row = column < (columns & -side) ? k & -side : 0;
    if (column % side === 0) {
      for (let at: usize = 0; at < <usize>row; at += side) {
        transposeSquare<T>(out + at * TILE_BYTES, source + at * sizeof<T>(), stride);
      }
    }
    for (; row < k; row++) store<T>(out + <usize>row * TILE_BYTES, load<T>(source + <usize>row * sizeof<T>()));
    out += sizeof<T>();
    source += stride;
  }
}

/**
 * Multiplies a few rows by a matrix that is not packed, because packing would cost more than multiplying. An item is
 * `columns` columns.
 */
export function matmulThin<T>(item: i32): void {
  const n = MatmulThin.n();
  const k = MatmulThin.k();
  const column = item * MatmulThin.columns();
  const columns = min(MatmulThin.columns(), n - column);
  const start = <usize>column * sizeof<T>();
  const cStride = <usize>n * sizeof<T>();
  const out = MatmulThin.out() + start;
  let a = MatmulThin.a();
  let c = out;
  for (let row = 0; row < MatmulThin.m(); row++) {
    thinRow<T>(a, MatmulThin.stepStride(), MatmulThin.b() + start, cStride, k, c, <usize>columns * sizeof<T>());
    a += MatmulThin.rowStride();
    c += cStride;
  }
  if (k === 0) {
    for (let row = 0, at = out; row < MatmulThin.m(); row++, at += cStride) {
      memory.fill(at, 0, <usize>columns * sizeof<T>());
    }
  }
  const bias = MatmulThin.bias();
  if (bias === 0 && MatmulThin.relu() === 0) return;
  finish<T>(
    out,
    out,
    MatmulThin.m(),
    columns,
    cStride,
    cStride,
    bias === 0 ? <usize>0 : bias + start,
    MatmulThin.relu() !== 0,
  );
}

/** Computes strips of 128 bytes. Scratch memory has the sums of a block, then the sums of blocks. */
function thinRow<T>(a: usize, aStride: usize, b: usize, bStride: usize, k: i32, c: usize, bytes: usize): void {
  const block = scratch();
  const sums = block + 128;
  for (let at: usize = 0; at < bytes; at += 128) {
    const here = min<usize>(128, bytes - at);
    for (let start = 0; start < k; start += SUM_STEPS) {
      const end = min(start + SUM_STEPS, k);
      for (let k0 = start; k0 < end; k0 += SUM_BLOCK) {
        const to = k0 === start ? sums : block;
        thinBlock<T>(
          a + <usize>k0 * aStride,
          aStride,
          b + at + <usize>k0 * bStride,
          bStride,
          min(SUM_BLOCK, end - k0),
          to,
          here,
        );
        if (k0 !== start) addBytes<T>(sums, block, here);
      }
      if (start === 0) memory.copy(c + at, sums, here);
      else addBytes<T>(c + at, sums, here);
    }
  }
}

function thinBlock<T>(a: usize, aStride: usize, b: usize, bStride: usize, k: i32, c: usize, bytes: usize): void {
  if (bytes === 128) {
    thinStrip<T>(a, aStride, b, bStride, k, c);
    return;
  }
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) {
    let sum = v128.splat<T>(0);
    let x = a;
    let y = b + at;
    for (let i = 0; i < k; i++, x += aStride, y += bStride) {
      sum = v128.add<T>(sum, v128.mul<T>(v128.load_splat<T>(x), v128.load(y)));
    }
    v128.store(c + at, sum);
  }
  for (; at < bytes; at += sizeof<T>()) {
    let sum: T = 0;
    let x = a;
    let y = b + at;
    for (let i = 0; i < k; i++, x += aStride, y += bStride) sum += load<T>(x) * load<T>(y);
    store<T>(c + at, sum);
  }
}

function thinStrip<T>(a: usize, aStride: usize, b: usize, bStride: usize, k: i32, c: usize): void {
  let s0 = v128.splat<T>(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let s4 = s0;
  let s5 = s0;
  let s6 = s0;
  let s7 = s0;
  for (; k > 0; k--) {
    const x = v128.load_splat<T>(a);
    s0 = v128.add<T>(s0, v128.mul<T>(x, v128.load(b)));
    s1 = v128.add<T>(s1, v128.mul<T>(x, v128.load(b, 16)));
    s2 = v128.add<T>(s2, v128.mul<T>(x, v128.load(b, 32)));
    s3 = v128.add<T>(s3, v128.mul<T>(x, v128.load(b, 48)));
    s4 = v128.add<T>(s4, v128.mul<T>(x, v128.load(b, 64)));
    s5 = v128.add<T>(s5, v128.mul<T>(x, v128.load(b, 80)));
    s6 = v128.add<T>(s6, v128.mul<T>(x, v128.load(b, 96)));
    s7 = v128.add<T>(s7, v128.mul<T>(x, v128.load(b, 112)));
    a += aStride;
    b += bStride;
  }
  v128.store(c, s0);
  v128.store(c, s1, 16);
  v128.store(c, s2, 32);
  v128.store(c, s3, 48);
  v128.store(c, s4, 64);
  v128.store(c, s5, 80);
  v128.store(c, s6, 96);
  v128.store(c, s7, 112);
}
