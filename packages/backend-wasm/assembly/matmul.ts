/**
 * Dense matrix product by tiles of 6 rows and two vectors (Goto and van de Geijn, "Anatomy of high-performance matrix
 * multiplication", ACM TOMS 34, 2008). The right operand is packed into strips as wide as a tile; the left one is read
 * where it lies, plain or transposed: 6 elements of one k lie in 6 rows, or side by side.
 *
 * Terms are added in the order of k, so the bits depend neither on the blocks nor on the threads.
 */
import { BLOCK_DEPTH, TILE_BYTES, TILE_ROWS } from '../src/layout';
import { finish } from './dense';
import { address, integer, scratch } from './arguments';
import { lanes } from './numbers';
import { addEdgeTile, addTile } from './tile';

/** Behind the tile at an edge: a row of zeros, from which sums start; then rows of the left operand, packed. */
const ZEROS: usize = 192;
const PACKED: usize = 256;
const STRIPS_WORTH_PACKING: i32 = 8;
/** Steps of k at a time where each lies in another line, for the tiles beside each other to find them in the first-level cache. */
const SCATTERED_DEPTH: i32 = 64;

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
 * side by side; bias or 0, relu. An item is a block of rows in some strips of columns.
 */
export function matmul<T>(item: i32): void {
  const m = integer(3);
  const n = integer(4);
  const k = integer(5);
  const rowStride = address(6);
  const stepStride = address(7);
  const across = integer(10);
  const width = lanes<T>() * 2;
  const from = (item / across) * integer(8);
  const to = min(from + integer(8), m);
  const strip0 = (item % across) * integer(9);
  const strip1 = min(strip0 + integer(9), (n + width - 1) / width);
  const column0 = strip0 * width;
  const cStride = <usize>n * sizeof<T>();
  const out = address(2) + <usize>from * cStride + <usize>column0 * sizeof<T>();
  const columns = min(strip1 * width, n) - column0;
  if (k === 0) {
    for (let row = from, at = out; row < to; row++, at += cStride) memory.fill(at, 0, <usize>columns * sizeof<T>());
  }
  memory.fill(scratch() + ZEROS, 0, TILE_BYTES);
  // A row of the transpose is a column, whose elements lie far apart: worth moving together where each is used often.
  const packs = stepStride !== sizeof<T>() && strip1 - strip0 >= STRIPS_WORTH_PACKING;
  const step = packs ? <usize>TILE_ROWS * sizeof<T>() : stepStride;
  const most = stepStride !== sizeof<T>() && !packs ? SCATTERED_DEPTH : BLOCK_DEPTH;
  for (let k0 = 0; k0 < k; k0 += most) {
    const depth = min(most, k - k0);
    let block = address(0) + <usize>from * rowStride + <usize>k0 * stepStride;
    if (packs) block = packTransposed<T>(block, stepStride, to - from, depth);
    for (let strip = strip0; strip < strip1; strip++) {
      const b = address(1) + (<usize>strip * k + k0) * TILE_BYTES;
      const bytes = <usize>min(n - strip * width, width) * sizeof<T>();
      let a = block;
      let c = out + <usize>(strip - strip0) * TILE_BYTES;
      for (let row = from; row < to; row += TILE_ROWS) {
        const rows = min(TILE_ROWS, to - row);
        const sums = k0 === 0 ? scratch() + ZEROS : c;
        const sumsStride = k0 === 0 ? <usize>0 : cStride;
        const whole = rows === TILE_ROWS;
        if (whole && bytes === TILE_BYTES) addTile<T>(true, a, rowStride, step, rows, b, depth, sums, sumsStride, c, cStride);
        else if (whole && bytes === 16) addTile<T>(false, a, rowStride, step, rows, b, depth, sums, sumsStride, c, cStride);
        else addEdgeTile<T>(a, rowStride, step, rows, b, depth, sums, sumsStride, c, cStride, bytes);
        a += packs ? <usize>(TILE_ROWS * depth) * sizeof<T>() : <usize>TILE_ROWS * rowStride;
        c += <usize>TILE_ROWS * cStride;
      }
    }
  }
  const bias = address(11);
  const relu = integer(12) !== 0;
  if (bias === 0 && !relu) return;
  finish<T>(out, out, to - from, columns, cStride, cStride, bias === 0 ? <usize>0 : bias + <usize>column0 * sizeof<T>(), relu);
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
 * Few rows times a matrix where it lies: to pack it would cost more than to multiply. Arguments as `matmul`, with b itself; bytes between rows of b
 * at 13; columns of an item at 8.
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
  const bias = address(11);
  if (bias === 0 && integer(12) === 0) return;
  finish<T>(out, out, integer(3), columns, cStride, cStride, bias === 0 ? <usize>0 : bias + start, integer(12) !== 0);
}

function thinRow<T>(a: usize, aStride: usize, b: usize, bStride: usize, k: i32, c: usize, bytes: usize): void {
  let at: usize = 0;
  for (; at + 128 <= bytes; at += 128) thinStrip<T>(a, aStride, b + at, bStride, k, c + at);
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
