/**
 * Reductions of [outer, n, inner] over n. Sums use the dtype for a few elements, then doubles, so rounding errors do
 * not grow with n. The order of additions depends only on n, not on the width of vectors or on threads.
 */
import { GROUP_ROWS, MOST_COLUMNS, SUM_PART, SUM_STRETCH } from './generated/layout';
import { scratch } from './arguments';
import { AddParts, FiniteParts, SumColumns, SumLines, SumParts } from './generated/arguments';
import { firstLanes, lanes } from './numbers';

/** Bytes of the lanes of a line, regardless of the width of a vector: 16 float32 or 8 float64. */
const LANE_BYTES: i32 = 64;
/** Bytes of scratch memory for a double for each of MOST_COLUMNS columns. */
export const COLUMN_BYTES: usize = 2048;

/** Adds each element of a vector to its double. */
// @ts-ignore: decorator
@inline
export function addToDoubles<T>(at: usize, sum: v128): void {
  if (sizeof<T>() === 8) {
    v128.store(at, f64x2.add(v128.load(at), sum));
    return;
  }
  const high = f32x4.shuffle(sum, sum, 2, 3, 2, 3);
  v128.store(at, f64x2.add(v128.load(at), f64x2.promote_low_f32x4(sum)));
  v128.store(at, f64x2.add(v128.load(at, 16), f64x2.promote_low_f32x4(high)), 16);
}

/** Returns the two doubles plus the first half of a vector, or the second: as doubles, or whole if it has doubles. */
// @ts-ignore: decorator
@inline
function withHalf<T>(doubles: v128, sum: v128, second: bool): v128 {
  if (sizeof<T>() === 8) return second ? doubles : f64x2.add(doubles, sum);
  return f64x2.add(doubles, f64x2.promote_low_f32x4(second ? i32x4.shuffle(sum, sum, 2, 3, 2, 3) : sum));
}

/** The most float32 of a line that `shortSum` adds. */
const SHORT: i32 = 16;

/**
 * As `lineSum` for at most SHORT float32: `whole` vectors, and the elements of another that `rest` keeps. Leaves out
 * the lanes that have none: to add their 0 changes nothing but -0, which it adds to the total.
 */
// @ts-ignore: decorator
@inline
function shortSum(x: usize, whole: i32, rest: v128): f64 {
  let s0 = v128.load(x);
  let low: v128;
  let high: v128;
  if (whole === 0) {
    s0 = v128.and(s0, rest);
    low = f64x2.promote_low_f32x4(s0);
    high = highHalf(s0);
  } else {
    let s1 = v128.load(x, 16);
    low = f64x2.promote_low_f32x4(s0);
    high = highHalf(s0);
    if (whole === 1) {
      s1 = v128.and(s1, rest);
    } else {
      let s2 = v128.load(x, 32);
      if (whole === 2) s2 = v128.and(s2, rest);
      low = f64x2.add(low, f64x2.promote_low_f32x4(s2));
      high = f64x2.add(high, highHalf(s2));
    }
    let low1 = f64x2.promote_low_f32x4(s1);
    let high1 = highHalf(s1);
    if (whole > 2) {
      const s3 = v128.and(v128.load(x, 48), rest);
      low1 = f64x2.add(low1, f64x2.promote_low_f32x4(s3));
      high1 = f64x2.add(high1, highHalf(s3));
    }
    low = f64x2.add(low, low1);
    high = f64x2.add(high, high1);
  }
  low = f64x2.add(low, high);
  return f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1) + 0;
}

/** Returns the second half of four float32 as doubles. */
// @ts-ignore: decorator
@inline
function highHalf(x: v128): v128 {
  return f64x2.promote_low_f32x4(i32x4.shuffle(x, x, 2, 3, 2, 3));
}

/**
 * Returns the sum of n contiguous elements. Element i is added to lane i modulo the lanes; zeros follow the end. Reads
 * vectors past the end.
 */
export function lineSum<T>(x: usize, n: i32): f64 {
  if (sizeof<T>() === 4 && n > 0 && n <= SHORT) {
    const vectors = (n - 1) >> 2;
    return shortSum(x, vectors, firstLanes<f32>(n - 4 * vectors));
  }
  const zero = f64x2.splat(0);
  const perStep = LANE_BYTES / sizeof<T>();
  const whole = n / perStep;
  const rest = n - whole * perStep;
  // A double for each lane, in pairs: those of s0 are d0 and, for float32, d4.
  let d0 = zero;
  let d1 = zero;
  let d2 = zero;
  let d3 = zero;
  let d4 = zero;
  let d5 = zero;
  let d6 = zero;
  let d7 = zero;
  for (let step = 0; step * perStep < n; step += SUM_STRETCH) {
    let s0 = zero;
    let s1 = zero;
    let s2 = zero;
    let s3 = zero;
    const last = min(step + SUM_STRETCH, whole);
    let i = step;
    // Two steps in a turn: a turn of a loop costs V8 as much as a step.
    for (; i + 2 <= last; i += 2, x += 2 * LANE_BYTES) {
      s0 = v128.add<T>(v128.add<T>(s0, v128.load(x)), v128.load(x, 64));
      s1 = v128.add<T>(v128.add<T>(s1, v128.load(x, 16)), v128.load(x, 80));
      s2 = v128.add<T>(v128.add<T>(s2, v128.load(x, 32)), v128.load(x, 96));
      s3 = v128.add<T>(v128.add<T>(s3, v128.load(x, 48)), v128.load(x, 112));
    }
    for (; i < last; i++, x += LANE_BYTES) {
      s0 = v128.add<T>(s0, v128.load(x));
      s1 = v128.add<T>(s1, v128.load(x, 16));
      s2 = v128.add<T>(s2, v128.load(x, 32));
      s3 = v128.add<T>(s3, v128.load(x, 48));
    }
    if (step + SUM_STRETCH > whole) {
      s0 = v128.add<T>(s0, v128.and(v128.load(x), firstLanes<T>(rest)));
      s1 = v128.add<T>(s1, v128.and(v128.load(x, 16), firstLanes<T>(rest - lanes<T>())));
      s2 = v128.add<T>(s2, v128.and(v128.load(x, 32), firstLanes<T>(rest - 2 * lanes<T>())));
      s3 = v128.add<T>(s3, v128.and(v128.load(x, 48), firstLanes<T>(rest - 3 * lanes<T>())));
    }
    d0 = withHalf<T>(d0, s0, false);
    d1 = withHalf<T>(d1, s1, false);
    d2 = withHalf<T>(d2, s2, false);
    d3 = withHalf<T>(d3, s3, false);
    d4 = withHalf<T>(d4, s0, true);
    d5 = withHalf<T>(d5, s1, true);
    d6 = withHalf<T>(d6, s2, true);
    d7 = withHalf<T>(d7, s3, true);
  }
  // Adds halves of the lanes until one is left: lane l of float32 and lane l + 8, then l + 4, l + 2 and l + 1.
  if (sizeof<T>() === 4) {
    d0 = f64x2.add(d0, d2);
    d1 = f64x2.add(d1, d3);
    d4 = f64x2.add(d4, d6);
    d5 = f64x2.add(d5, d7);
    d0 = f64x2.add(d0, d1);
    d1 = f64x2.add(d4, d5);
  } else {
    d0 = f64x2.add(d0, d2);
    d1 = f64x2.add(d1, d3);
  }
  d0 = f64x2.add(d0, d1);
  return f64x2.extract_lane(d0, 0) + f64x2.extract_lane(d0, 1);
}

/** An item is `each` lines. */
export function sumLines<T>(item: i32): void {
  const n = SumLines.n();
  const last = min((item + 1) * SumLines.each(), SumLines.lines());
  for (let line = item * SumLines.each(); line < last; line++) {
    store<T>(
      SumLines.out() + <usize>line * sizeof<T>(),
      <T>lineSum<T>(SumLines.x() + <usize>line * n * sizeof<T>(), n),
    );
  }
}

/** Sums the parts of long lines, as doubles; a line has `parts` parts. An item is a part. */
export function sumParts<T>(item: i32): void {
  const n = SumParts.n();
  const parts = SumParts.parts();
  const start = (item % parts) * SUM_PART;
  const x = SumParts.x() + (<usize>(item / parts) * n + start) * sizeof<T>();
  store<f64>(SumParts.out() + (<usize>item << 3), lineSum<T>(x, min(SUM_PART, n - start)));
}

/** Writes 0 for a part whose elements are all finite, otherwise NaN. An item is a part. */
export function finiteParts<T>(item: i32): void {
  const start = item * SUM_PART;
  const bytes = <usize>min(SUM_PART, FiniteParts.length() - start) * sizeof<T>();
  const x = FiniteParts.x() + <usize>start * sizeof<T>();
  const zero = v128.splat<T>(0);
  // Independent sums, which do not wait for each other.
  let s0 = zero;
  let s1 = zero;
  let s2 = zero;
  let s3 = zero;
  let at: usize = 0;
  for (; at + 64 <= bytes; at += 64) {
    s0 = v128.add<T>(s0, v128.mul<T>(v128.load(x + at), zero));
    s1 = v128.add<T>(s1, v128.mul<T>(v128.load(x + at, 16), zero));
    s2 = v128.add<T>(s2, v128.mul<T>(v128.load(x + at, 32), zero));
    s3 = v128.add<T>(s3, v128.mul<T>(v128.load(x + at, 48), zero));
  }
  for (; at + 16 <= bytes; at += 16) s0 = v128.add<T>(s0, v128.mul<T>(v128.load(x + at), zero));
  v128.store(scratch(), v128.add<T>(v128.add<T>(s0, s1), v128.add<T>(s2, s3)));
  let total: f64 = 0;
  for (let lane: usize = 0; lane < 16; lane += sizeof<T>()) total += <f64>load<T>(scratch() + lane);
  for (; at < bytes; at += sizeof<T>()) total += <f64>load<T>(x + at) * 0;
  store<f64>(FiniteParts.out() + (<usize>item << 3), total);
}

/** out = sum of each line's parts, which are doubles, times a factor. */
export function addParts<T>(_item: i32): void {
  for (let line = 0; line < AddParts.lines(); line++) {
    let part = AddParts.x() + <usize>line * AddParts.lineStride();
    let sum: f64 = 0;
    for (let i = 0; i < AddParts.parts(); i++, part += AddParts.partStride()) sum += load<f64>(part);
    store<T>(AddParts.out() + <usize>line * sizeof<T>(), <T>(sum * AddParts.factor()));
  }
}

/** Adds the sums of the rows of a stretch, of four vectors, to doubles. */
function addStretch<T>(doubles: usize, x: usize, rows: i32, stride: usize): void {
  const bytes = 8 * lanes<T>();
  let s0 = v128.splat<T>(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  for (let row = 0; row < rows; row++, x += stride) {
    s0 = v128.add<T>(s0, v128.load(x));
    s1 = v128.add<T>(s1, v128.load(x, 16));
    s2 = v128.add<T>(s2, v128.load(x, 32));
    s3 = v128.add<T>(s3, v128.load(x, 48));
  }
  addToDoubles<T>(doubles, s0);
  addToDoubles<T>(doubles + bytes, s1);
  addToDoubles<T>(doubles + 2 * bytes, s2);
  addToDoubles<T>(doubles + 3 * bytes, s3);
}

/** Writes the sums of at most MOST_COLUMNS columns to scratch memory, as doubles; see columnSums. */
function columnTotals<T>(x: usize, n: i32, columns: i32, stride: usize, stretch: i32): void {
  const totals = scratch();
  const doubles = totals + COLUMN_BYTES;
  const bytes = <usize>columns << 3;
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(totals + at, f64x2.splat(0));
    v128.store(doubles + at, f64x2.splat(0));
  }
  for (let row = 0; row < n; x += <usize>stretch * stride) {
    const rows = min(stretch, n - row);
    for (let column = 0; column < columns; column += 4 * lanes<T>()) {
      addStretch<T>(doubles + (<usize>column << 3), x + <usize>column * sizeof<T>(), rows, stride);
    }
    row += rows;
    if (row % ((GROUP_ROWS / SUM_STRETCH) * stretch) !== 0 && row < n) continue;
    for (let at: usize = 0; at < bytes; at += 16) {
      v128.store(totals + at, f64x2.add(v128.load(totals + at), v128.load(doubles + at)));
      v128.store(doubles + at, f64x2.splat(0));
    }
  }
}

/**
 * out[j] = sum of column j of n rows, `stride` bytes apart; reads up to 63 bytes past a row. Stretches of rows are
 * summed in the dtype, 128 of them in doubles, and these sums again. A stretch is SUM_STRETCH rows, or 1 if the rows
 * are such sums. All of MOST_COLUMNS columns of a stretch come before the next stretch, so memory is read in order. If
 * `wide`, the sums stay doubles.
 */
export function columnSums<T>(
  out: usize,
  x: usize,
  n: i32,
  columns: i32,
  stride: usize,
  stretch: i32,
  wide: bool,
): void {
  for (; columns > 0; columns -= MOST_COLUMNS) {
    const count = min(MOST_COLUMNS, columns);
    columnTotals<T>(x, n, count, stride, stretch);
    x += <usize>count * sizeof<T>();
    const totals = scratch();
    for (let j: usize = 0; j < <usize>count; j++) {
      const total = load<f64>(totals + (j << 3));
      if (wide) store<f64>(out + (j << 3), total);
      else store<T>(out + j * sizeof<T>(), <T>total);
    }
    out += <usize>count * (wide ? 8 : sizeof<T>());
  }
}

/** The item of a reduction of [outer, n, inner]: some columns of one group of rows, in some of the `outer` matrices. */
let itemColumn: i32 = 0;
let itemGroup: i32 = 0;
let itemOuter: i32 = 0;

/** Finds an item, and returns the number of groups: of several, the results are [groups, outer, inner]. */
export function findItem(item: i32): i32 {
  const across = (SumColumns.inner() + SumColumns.each() - 1) / SumColumns.each();
  const groups = max(1, (SumColumns.n() + SumColumns.rows() - 1) / SumColumns.rows());
  itemColumn = (item % across) * SumColumns.each();
  itemGroup = (item / across) % groups;
  itemOuter = (item / across / groups) * SumColumns.together();
  return groups;
}

/** How many matrices, rows and columns the item has. */
// @ts-ignore: decorator
@inline
export function itemMatrices(): i32 {
  return min(SumColumns.together(), SumColumns.outer() - itemOuter);
}

// @ts-ignore: decorator
@inline
export function itemRows(): i32 {
  return min(SumColumns.rows(), SumColumns.n() - itemGroup * SumColumns.rows());
}

// @ts-ignore: decorator
@inline
export function itemColumns(): i32 {
  return min(SumColumns.each(), SumColumns.inner() - itemColumn);
}

/** The addresses of the item in the first of its matrices, and of that's results, of `bytes` bytes each. */
// @ts-ignore: decorator
@inline
export function itemAt<T>(): usize {
  const row = <usize>itemOuter * SumColumns.n() + itemGroup * SumColumns.rows();
  return SumColumns.x() + (row * SumColumns.inner() + itemColumn) * sizeof<T>();
}

// @ts-ignore: decorator
@inline
export function resultAt(bytes: usize): usize {
  const line = <usize>itemGroup * SumColumns.outer() + itemOuter;
  return SumColumns.out() + (line * SumColumns.inner() + itemColumn) * bytes;
}

/** Sums of groups of rows are doubles. */
export function sumColumns<T>(item: i32): void {
  const wide = findItem(item) > 1;
  const stride = <usize>SumColumns.inner() * sizeof<T>();
  const resultBytes = <usize>SumColumns.inner() * (wide ? 8 : sizeof<T>());
  let x = itemAt<T>();
  let out = resultAt(wide ? 8 : sizeof<T>());
  for (let left = itemMatrices(); left > 0; left--) {
    columnSums<T>(out, x, itemRows(), itemColumns(), stride, SumColumns.stretch(), wide);
    x += stride * SumColumns.n();
    out += resultBytes;
  }
}
