/**
 * The largest of [outer, n, inner] over n: max, argmax and topK. Vectors are compared with an instruction that drops
 * NaN and the sign of zero; a sum shows whether these occurred.
 */
import { MOST_COLUMNS, SUM_STRETCH } from './generated/layout';
import { scratch } from './arguments';
import { SumColumns, TopK } from './generated/arguments';
import { firstLanes, lanes } from './numbers';
import { COLUMN_BYTES, findItem, itemAt, itemColumns, itemMatrices, itemRows, resultAt } from './reduce';

/** a where it is larger, otherwise b, also if one is NaN. */
// @ts-ignore: decorator
@inline
function larger<T>(a: v128, b: v128): v128 {
  return v128.pmax<T>(b, a);
}

/** Returns the largest of n elements `stride` bytes apart, or NaN. */
function largest<T>(x: usize, n: i32, stride: usize): T {
  let best = load<T>(x);
  for (let i = 1; i < n; i++) {
    x += stride;
    best = max<T>(best, load<T>(x));
  }
  return best;
}

/**
 * Returns the largest of n elements `stride` bytes apart, given what `larger` finds and a sum in which each occurs once
 * or more: a NaN shows in the sum, and so does +0 if there is nothing but zeros.
 */
function settled<T>(best: T, sum: T, x: usize, n: i32, stride: usize): T {
  if (best !== 0 && sum === sum) return best;
  if (best === 0 && sum === 0) return sum;
  return largest<T>(x, n, stride);
}

/** Vectors at the end of a line may overlap, so elements may count twice. */
export function largestOfLine<T>(x: usize, n: i32): T {
  let b0 = v128.load(x);
  if (n < lanes<T>()) b0 = v128.bitselect(b0, v128.load_splat<T>(x), firstLanes<T>(n));
  let s0 = b0;
  if (n > lanes<T>()) {
    // Four of each, which do not wait for each other. In a short line they start from the same elements.
    const last = <usize>(n - lanes<T>()) * sizeof<T>();
    let b1 = v128.load(x + min<usize>(16, last));
    let b2 = v128.load(x + min<usize>(32, last));
    let b3 = v128.load(x + min<usize>(48, last));
    let s1 = b1;
    let s2 = b2;
    let s3 = b3;
    let at: usize = 64;
    for (; at + 48 <= last; at += 64) {
      const v0 = v128.load(x + at);
      const v1 = v128.load(x + at, 16);
      const v2 = v128.load(x + at, 32);
      const v3 = v128.load(x + at, 48);
      b0 = larger<T>(v0, b0);
      b1 = larger<T>(v1, b1);
      b2 = larger<T>(v2, b2);
      b3 = larger<T>(v3, b3);
      s0 = v128.add<T>(s0, v0);
      s1 = v128.add<T>(s1, v1);
      s2 = v128.add<T>(s2, v2);
      s3 = v128.add<T>(s3, v3);
    }
    for (; at < last + 16; at += 16) {
      const v0 = v128.load(x + min(at, last));
      b0 = larger<T>(v0, b0);
      s0 = v128.add<T>(s0, v0);
    }
    b0 = larger<T>(larger<T>(b0, b1), larger<T>(b2, b3));
    s0 = v128.add<T>(v128.add<T>(s0, s1), v128.add<T>(s2, s3));
  }
  b0 = larger<T>(b0, i32x4.shuffle(b0, b0, 2, 3, 0, 1));
  s0 = v128.add<T>(s0, i32x4.shuffle(s0, s0, 2, 3, 0, 1));
  if (sizeof<T>() === 4) {
    b0 = larger<T>(b0, i32x4.shuffle(b0, b0, 1, 0, 3, 2));
    s0 = v128.add<T>(s0, i32x4.shuffle(s0, s0, 1, 0, 3, 2));
  }
  return settled<T>(v128.extract_lane<T>(b0, 0), v128.extract_lane<T>(s0, 0), x, n, sizeof<T>());
}

/**
 * Looks through some rows of four vectors: their largest elements, sums and, if `placed`, the rows of the largest are
 * in scratch memory. `placed` is a constant wherever this is inlined.
 */
// @ts-ignore: decorator
@inline
function lookDown<T>(placed: bool, state: usize, x: usize, row: i32, end: i32, stride: usize): void {
  const sums = state + COLUMN_BYTES;
  const rows = sums + COLUMN_BYTES;
  let b0 = v128.load(state);
  let b1 = v128.load(state, 16);
  let b2 = v128.load(state, 32);
  let b3 = v128.load(state, 48);
  let s0 = v128.load(sums);
  let s1 = v128.load(sums, 16);
  let s2 = v128.load(sums, 32);
  let s3 = v128.load(sums, 48);
  let p0 = v128.load(rows);
  let p1 = v128.load(rows, 16);
  let p2 = v128.load(rows, 32);
  let p3 = v128.load(rows, 48);
  for (let at = x + <usize>row * stride; row < end; row++, at += stride) {
    const v0 = v128.load(at);
    const v1 = v128.load(at, 16);
    const v2 = v128.load(at, 32);
    const v3 = v128.load(at, 48);
    if (placed) {
      const place = sizeof<T>() === 4 ? i32x4.splat(row) : i64x2.splat(row);
      p0 = v128.bitselect(place, p0, v128.gt<T>(v0, b0));
      p1 = v128.bitselect(place, p1, v128.gt<T>(v1, b1));
      p2 = v128.bitselect(place, p2, v128.gt<T>(v2, b2));
      p3 = v128.bitselect(place, p3, v128.gt<T>(v3, b3));
    }
    b0 = larger<T>(v0, b0);
    b1 = larger<T>(v1, b1);
    b2 = larger<T>(v2, b2);
    b3 = larger<T>(v3, b3);
    s0 = v128.add<T>(s0, v0);
    s1 = v128.add<T>(s1, v1);
    s2 = v128.add<T>(s2, v2);
    s3 = v128.add<T>(s3, v3);
  }
  v128.store(state, b0);
  v128.store(state, b1, 16);
  v128.store(state, b2, 32);
  v128.store(state, b3, 48);
  v128.store(sums, s0);
  v128.store(sums, s1, 16);
  v128.store(sums, s2, 32);
  v128.store(sums, s3, 48);
  if (!placed) return;
  v128.store(rows, p0);
  v128.store(rows, p1, 16);
  v128.store(rows, p2, 32);
  v128.store(rows, p3, 48);
}

/** Looks through at most MOST_COLUMNS columns. `placed` is a constant wherever this is inlined. */
// @ts-ignore: decorator
@inline
function lookThrough<T>(placed: bool, x: usize, n: i32, columns: i32, stride: usize): void {
  const state = scratch();
  const bytes = <usize>columns * sizeof<T>();
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(state + at, v128.load(x + at));
    v128.store(state + COLUMN_BYTES + at, v128.load(x + at));
    if (placed) v128.store(state + 2 * COLUMN_BYTES + at, i32x4.splat(0));
  }
  for (let row = 1; row < n; row += SUM_STRETCH) {
    const end = min(row + SUM_STRETCH, n);
    for (let at: usize = 0; at < bytes; at += 64) lookDown<T>(placed, state + at, x + at, row, end, stride);
  }
}

/** Stores the largest elements of columns. In most vectors of them there is no zero and no NaN. */
function largestOfColumns<T>(out: usize, x: usize, n: i32, columns: i32, stride: usize): void {
  lookThrough<T>(false, x, n, columns, stride);
  const bytes = <usize>columns * sizeof<T>();
  const bests = scratch();
  const sums = bests + COLUMN_BYTES;
  for (let at: usize = 0; at < bytes; at += 16) {
    const best = v128.load(bests + at);
    const sum = v128.load(sums + at);
    const isOpen = v128.any_true(v128.or(v128.eq<T>(best, v128.splat<T>(0)), v128.ne<T>(sum, sum)));
    if (at + 16 <= bytes && !isOpen) {
      v128.store(out + at, best);
      continue;
    }
    const end = min(at + 16, bytes);
    for (let one = at; one < end; one += sizeof<T>()) {
      store<T>(out + one, settled<T>(load<T>(bests + one), load<T>(sums + one), x + one, n, stride));
    }
  }
}

/** The largest elements of groups of rows are results too: the host reduces them again. */
export function maxOf<T>(item: i32): void {
  findItem(item);
  const rows = itemRows();
  const inner = <usize>SumColumns.inner();
  const stride = inner * sizeof<T>();
  let x = itemAt<T>();
  let out = resultAt(sizeof<T>());
  for (let left = itemMatrices(); left > 0; left--) {
    if (inner === 1) {
      store<T>(out, largestOfLine<T>(x, rows));
    } else {
      for (let j = 0; j < itemColumns(); j += MOST_COLUMNS) {
        const at = <usize>j * sizeof<T>();
        largestOfColumns<T>(out + at, x + at, rows, min(MOST_COLUMNS, itemColumns() - j), stride);
      }
    }
    x += stride * SumColumns.n();
    out += stride;
  }
}

/** Returns the place of the first NaN, or else of the first largest of n elements. */
function placeOfLargest<T>(x: usize, n: i32, stride: usize): i32 {
  let place = 0;
  let best = load<T>(x);
  for (let i = 1; i < n && best === best; i++) {
    x += stride;
    const value = load<T>(x);
    if (value > best || value !== value) {
      best = value;
      place = i;
    }
  }
  return place;
}

/** Finds the largest element, then its place: two short loops are faster than one that keeps places. */
function placeInLine<T>(x: usize, n: i32): i32 {
  const value = largestOfLine<T>(x, n);
  if (value !== value) return placeOfLargest<T>(x, n, sizeof<T>());
  const wanted = v128.splat<T>(value);
  // Sixteen elements at a time, or eight doubles, until one is found.
  let at = x;
  for (const end = x + <usize>n * sizeof<T>(); at + 64 <= end; at += 64) {
    const half = v128.or(v128.eq<T>(v128.load(at), wanted), v128.eq<T>(v128.load(at, 16), wanted));
    const rest = v128.or(v128.eq<T>(v128.load(at, 32), wanted), v128.eq<T>(v128.load(at, 48), wanted));
    if (v128.any_true(v128.or(half, rest))) break;
  }
  while (true) {
    const found = v128.eq<T>(v128.load(at), wanted);
    const bits = sizeof<T>() === 4 ? i32x4.bitmask(found) : i64x2.bitmask(found);
    if (bits !== 0) return <i32>((at - x) / sizeof<T>()) + ctz(bits);
    at += 16;
  }
}

/** Stores the places of the largest elements of columns. */
function placesInColumns<T>(out: usize, x: usize, n: i32, columns: i32, stride: usize): void {
  lookThrough<T>(true, x, n, columns, stride);
  const sums = scratch() + COLUMN_BYTES;
  for (let j = 0; j < columns; j++) {
    const at = <usize>j * sizeof<T>();
    const sum = load<T>(sums + at);
    const place = load<i32>(sums + COLUMN_BYTES + at);
    store<i32>(out + (<usize>j << 2), sum === sum ? place : placeOfLargest<T>(x + at, n, stride));
  }
}

/** Like `maxOf`, but `out` is int32, and there is one group of rows. */
export function argmaxOf<T>(item: i32): void {
  findItem(item);
  const n = SumColumns.n();
  const inner = <usize>SumColumns.inner();
  const stride = inner * sizeof<T>();
  let x = itemAt<T>();
  let out = resultAt(4);
  for (let left = itemMatrices(); left > 0; left--) {
    if (inner === 1) {
      store<i32>(out, placeInLine<T>(x, n));
    } else {
      for (let j = 0; j < itemColumns(); j += MOST_COLUMNS) {
        const at = <usize>j;
        placesInColumns<T>(out + at * 4, x + at * sizeof<T>(), n, min(MOST_COLUMNS, itemColumns() - j), stride);
      }
    }
    x += stride * n;
    out += inner * 4;
  }
}

/** Whether element i of a row is chosen before element j: it is larger, a NaN, or an equal one further in front. */
function isBefore<T>(x: usize, i: i32, j: i32): bool {
  const a = load<T>(x + <usize>i * sizeof<T>());
  const b = load<T>(x + <usize>j * sizeof<T>());
  if (a > b) return true;
  if (a < b) return false;
  return isNaN<T>(a) === isNaN<T>(b) ? i < j : isNaN<T>(a);
}

// @ts-ignore: decorator
@inline
function indexAt(heap: usize, at: i32): i32 {
  return load<i32>(heap + (<usize>at << 2));
}

/** Lets the index at `at` of a heap sink below those that are chosen later: the last one is at the top. */
function sink<T>(heap: usize, size: i32, at: i32, x: usize): void {
  const index = indexAt(heap, at);
  for (;;) {
    let child = 2 * at + 1;
    if (child >= size) break;
    if (child + 1 < size && isBefore<T>(x, indexAt(heap, child), indexAt(heap, child + 1))) child += 1;
    if (isBefore<T>(x, indexAt(heap, child), index)) break;
    store<i32>(heap + (<usize>at << 2), indexAt(heap, child));
    at = child;
  }
  store<i32>(heap + (<usize>at << 2), index);
}

/** Keeps the k largest of each row in a heap, then sorts that. An item is `each` rows. */
export function topK<T>(item: i32): void {
  const n = TopK.n();
  const k = TopK.k();
  const last = min((item + 1) * TopK.each(), TopK.rows());
  for (let row = item * TopK.each(); row < last; row++) {
    const x = TopK.x() + <usize>row * n * sizeof<T>();
    const heap = TopK.out() + (<usize>row * k << 2);
    for (let i = 0; i < k; i++) store<i32>(heap + (<usize>i << 2), i);
    for (let at = (k >> 1) - 1; at >= 0; at--) sink<T>(heap, k, at, x);
    for (let i = k; i < n; i++) {
      if (!isBefore<T>(x, i, indexAt(heap, 0))) continue;
      store<i32>(heap, i);
      sink<T>(heap, k, 0, x);
    }
    for (let size = k - 1; size > 0; size--) {
      const top = indexAt(heap, 0);
      store<i32>(heap, indexAt(heap, size));
      store<i32>(heap + (<usize>size << 2), top);
      sink<T>(heap, size, 0, x);
    }
  }
}
