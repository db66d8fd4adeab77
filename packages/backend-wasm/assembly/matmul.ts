/**
 * Dense matrix product by tiles of 6 rows and two vectors (Goto and van de Geijn, "Anatomy of high-performance matrix
 * multiplication", ACM TOMS 34, 2008). The right operand is packed into strips as wide as a tile; the left one is read
 * where it lies, plain or transposed: 6 elements of one k lie in 6 rows, or side by side.
 *
 * Each element is a sum of blocks of SUM_BLOCK steps of k, which is what fixes the bits: neither tiles nor threads show
 * in them.
 */
import { BLOCK_DEPTH, SUM_BLOCK, SUM_BLOCKS, TILE_BYTES, TILE_ROWS } from '../src/layout';
import { addBytes, finish } from './dense';
import { address, integer, scratch } from './arguments';
import { lanes } from './numbers';
import { addTile } from './tile';

/** Behind a tile's sums: rows of the left operand, packed. */
const PACKED: usize = 256;
/** Steps of k whose blocks one sum joins. */
const LONG: i32 = SUM_BLOCK * SUM_BLOCKS;
const STRIPS_WORTH_PACKING: i32 = 8;
/** Steps of k at a time where each lies in another line, for the tiles beside each other to find them in the first-level cache. */
const SCATTERED_DEPTH: i32 = SUM_BLOCK;

/** Moves `rows` columns of `depth` rows, `stride` bytes apart, into groups [depth, 6]; returns where they are. */
function packTransposed<T>(a: usize, stride: usize, rows: i32, depth: i32): usize {
  const group = <usize>TILE_ROWS * sizeof<T>();
  const start = scratch() + PACKED;
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
 * Arguments: a, packed b, c; m, n, k; bytes between rows of a, and between its steps of k; rows of an item, its strips, items
 * side by side; bias or 0, relu; a matrix like c for the later parts of a long sum. An item is a block of rows in some
 * strips of columns.
 */
export function matmul<T>(item: i32): void {
  const m = integer(3);
  const n = integer(4);
  const k = integer(5);
  const across = integer(10);
  const width = lanes<T>() * 2;
  const from = (item / across) * integer(8);
  const to = min(from + integer(8), m);
  const strip0 = (item % across) * integer(9);
  const strip1 = min(strip0 + integer(9), (n + width - 1) / width);
  const column0 = strip0 * width;
  const cStride = <usize>n * sizeof<T>();
  const place = <usize>from * cStride + <usize>column0 * sizeof<T>();
  const out = address(2) + place;
  const columns = min(strip1 * width, n) - column0;
  const bytes = <usize>columns * sizeof<T>();
  if (k === 0) {
    for (let row = from, at = out; row < to; row++, at += cStride) memory.fill(at, 0, bytes);
  }
  for (let start = 0; start < k; start += LONG) {
    const part = start === 0 ? out : address(13) + place;
    sumBlocks<T>(start, min(start + LONG, k), from, to, strip0, strip1, part);
    if (start === 0) continue;
    for (let row = from, at: usize = 0; row < to; row++, at += cStride) addBytes<T>(out + at, part + at, bytes);
  }
  const bias = address(11);
  const relu = integer(12) !== 0;
  if (bias === 0 && !relu) return;
  finish<T>(out, out, to - from, columns, cStride, cStride, bias === 0 ? <usize>0 : bias + <usize>column0 * sizeof<T>(), relu);
}

/** Steps `start` to `end` of k of an item, to `out`. */
function sumBlocks<T>(start: i32, end: i32, from: i32, to: i32, strip0: i32, strip1: i32, out: usize): void {
  const n = integer(4);
  const k = integer(5);
  const rowStride = address(6);
  const stepStride = address(7);
  const width = lanes<T>() * 2;
  const cStride = <usize>n * sizeof<T>();
  // A row of the transpose is a column, whose elements lie far apart: worth moving together where each is used often.
  const packs = stepStride !== sizeof<T>() && strip1 - strip0 >= STRIPS_WORTH_PACKING;
  const step = packs ? <usize>TILE_ROWS * sizeof<T>() : stepStride;
  const most = stepStride !== sizeof<T>() && !packs ? SCATTERED_DEPTH : BLOCK_DEPTH;
  for (let k0 = start; k0 < end; k0 += most) {
    const depth = min(most, end - k0);
    let block = address(0) + <usize>from * rowStride + <usize>k0 * stepStride;
    if (packs) block = packTransposed<T>(block, stepStride, to - from, depth);
    for (let strip = strip0; strip < strip1; strip++) {
      const b = address(1) + (<usize>strip * k + k0) * TILE_BYTES;
      const bytes = <usize>min(n - strip * width, width) * sizeof<T>();
      let a = block;
      let c = out + <usize>(strip - strip0) * TILE_BYTES;
      for (let row = from; row < to; row += TILE_ROWS) {
        const rows = min(TILE_ROWS, to - row);
        for (let at = 0; at < depth; at += SUM_BLOCK) {
          const steps = min(SUM_BLOCK, depth - at);
          const first = k0 + at === start;
          addTile<T>(first, a + <usize>at * step, rowStride, step, rows, b + <usize>at * TILE_BYTES, steps, c, cStride, bytes);
        }
        a += packs ? <usize>(TILE_ROWS * depth) * sizeof<T>() : <usize>TILE_ROWS * rowStride;
        c += <usize>TILE_ROWS * cStride;
      }
    }
  }
}

/**
 * Packs op(b) [k, n] into strips, each [k, a tile's width], past the edge zeros. Arguments: b, out; k, n, transposed; strips of an item.
 */
export function matmulPack<T>(item: i32): void {
  const k = integer(2);
  const n = integer(3);
  const width = lanes<T>() * 2;
  const strips = (n + width - 1) / width;
  const first = item * integer(5);
  const last = min(first + integer(5), strips);
  const full = min(last, n / width);
  const stripBytes = <usize>k * TILE_BYTES;
  const out = address(1) + <usize>first * stripBytes;
  if (integer(4) !== 0) {
    for (let strip = first; strip < last; strip++) {
      const columns = min(width, n - strip * width);
      packColumns<T>(address(1) + <usize>strip * stripBytes, address(0) + <usize>strip * width * k * sizeof<T>(), k, columns);
    }
    return;
  }
  const source = address(0) + <usize>first * TILE_BYTES;
  packRows<T>(out, source, k, full - first, <usize>n * sizeof<T>());
  if (full === last) return;
  const place = <usize>(full - first);
  packEdge(out + place * stripBytes, source + place * TILE_BYTES, k, <usize>(n % width) * sizeof<T>(), <usize>n * sizeof<T>());
}

/** Whole strips side by side, row by row: down one strip alone, each row would be another line of the same cache set. */
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

/** The same from the transpose, whose rows of k elements are the columns. */
function packColumns<T>(out: usize, source: usize, k: i32, columns: i32): void {
  if (columns < lanes<T>() * 2) memory.fill(out, 0, <usize>k * TILE_BYTES);
  for (let column = 0; column < columns; column++) {
    let to = out + <usize>column * sizeof<T>();
    for (let row = 0; row < k; row++) {
      store<T>(to, load<T>(source));
      source += sizeof<T>();
      to += TILE_BYTES;
    }
  }
}

/**
 * Few rows times a matrix where it lies: to pack it would cost more than to multiply. Arguments as `matmul`, with b
 * itself; columns of an item at 8.
 */
export function matmulThin<T>(item: i32): void {
  const n = integer(4);
  const k = integer(5);
  const column = item * integer(8);
  const columns = min(integer(8), n - column);
  const start = <usize>column * sizeof<T>();
  const cStride = <usize>n * sizeof<T>();
  const out = address(2) + start;
  let a = address(0);
  let c = out;
  for (let row = 0; row < integer(3); row++) {
    thinRow<T>(a, address(7), address(1) + start, cStride, k, c, <usize>columns * sizeof<T>());
    a += address(6);
    c += cStride;
  }
  if (k === 0) for (let row = 0, at = out; row < integer(3); row++, at += cStride) memory.fill(at, 0, <usize>columns * sizeof<T>());
  const bias = address(11);
  if (bias === 0 && integer(12) === 0) return;
  finish<T>(out, out, integer(3), columns, cStride, cStride, bias === 0 ? <usize>0 : bias + start, integer(12) !== 0);
}

/**
 * By strips of 128 bytes: the sums of a block lie at the start of this thread's memory, those of blocks behind them.
 */
function thinRow<T>(a: usize, aStride: usize, b: usize, bStride: usize, k: i32, c: usize, bytes: usize): void {
  const block = scratch();
  const sums = block + 128;
  for (let at: usize = 0; at < bytes; at += 128) {
    const here = min<usize>(128, bytes - at);
    for (let start = 0; start < k; start += LONG) {
      const end = min(start + LONG, k);
      for (let k0 = start; k0 < end; k0 += SUM_BLOCK) {
        const to = k0 === start ? sums : block;
        thinBlock<T>(a + <usize>k0 * aStride, aStride, b + at + <usize>k0 * bStride, bStride, min(SUM_BLOCK, end - k0), to, here);
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
    for (let i = 0; i < k; i++, x += aStride, y += bStride) sum = v128.add<T>(sum, v128.mul<T>(v128.load_splat<T>(x), v128.load(y)));
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
