/**
 * Reductions of [outer, n, inner] over n. Sums use the dtype for a few elements, then doubles, so that rounding errors
 * do not grow with n. The order of additions depends only on n, not on the width of vectors or on threads.
 */
import { SUM_BLOCKS, SUM_PART } from './generated/layout';
import { scratch } from './arguments';
import { SumLines, SumParts, FiniteParts, AddParts, SumColumns, MaxOf, TopK } from './generated/arguments';
import { lanes } from './numbers';

/** How many elements are added in the dtype before their sum is added to a double. */
export const SUM_STRETCH: i32 = 32;
/** Bytes of the lanes of a line, regardless of the width of a vector: 16 float32 or 8 float64. */
const LANE_BYTES: i32 = 64;
/** Offsets in scratch memory: a double for each lane, then the end of a line, padded with zeros. */
const LINE_END: usize = 128;

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

/**
 * Returns the sum of n contiguous elements. Element i is added to lane i modulo the lanes; the end is padded with
 * zeros.
 */
function lineSum<T>(x: usize, n: i32): f64 {
  const doubles = scratch();
  const end = doubles + LINE_END;
  const perStep = LANE_BYTES / sizeof<T>();
  const whole = n / perStep;
  const steps = (n + perStep - 1) / perStep;
  memory.fill(doubles, 0, LINE_END + LANE_BYTES);
  const rest = <usize>(n - whole * perStep) * sizeof<T>();
  for (let at: usize = 0; at < rest; at += sizeof<T>()) store<T>(end + at, load<T>(x + <usize>whole * LANE_BYTES + at));
  for (let step = 0; step < steps; ) {
    let s0 = v128.splat<T>(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    const last = min(step + SUM_STRETCH, steps);
    for (; step < last; step++, x += LANE_BYTES) {
      const at = step < whole ? x : end;
      s0 = v128.add<T>(s0, v128.load(at));
      s1 = v128.add<T>(s1, v128.load(at, 16));
      s2 = v128.add<T>(s2, v128.load(at, 32));
      s3 = v128.add<T>(s3, v128.load(at, 48));
    }
    const bytes = 8 * lanes<T>();
    addToDoubles<T>(doubles, s0);
    addToDoubles<T>(doubles + bytes, s1);
    addToDoubles<T>(doubles + 2 * bytes, s2);
    addToDoubles<T>(doubles + 3 * bytes, s3);
  }
  // Adds halves of the lanes until one is left.
  for (let half: usize = 4 * perStep; half >= 8; half >>= 1) {
    for (let at = doubles; at < doubles + half; at += 8) store<f64>(at, load<f64>(at) + load<f64>(at + half));
  }
  return load<f64>(doubles);
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

/**
 * out[j] = sum of column j of n rows, `stride` bytes apart; reads whole vectors. Groups of rows are summed in the
 * dtype, SUM_BLOCKS groups in doubles, and these sums again.
 */
export function columnSums<T>(out: usize, x: usize, n: i32, columns: i32, stride: usize): void {
  const doubles = scratch();
  const totals = doubles + 32;
  for (let column = 0; column < columns; column += lanes<T>()) {
    memory.fill(doubles, 0, 64);
    let at = x + <usize>column * sizeof<T>();
    for (let row = 0; row < n; ) {
      let sum = v128.splat<T>(0);
      const end = min(row + SUM_STRETCH, n);
      for (; row < end; row++, at += stride) sum = v128.add<T>(sum, v128.load(at));
      addToDoubles<T>(doubles, sum);
      if (row % (SUM_STRETCH * SUM_BLOCKS) !== 0 && row < n) continue;
      for (let place: usize = 0; place < 32; place += 16) {
        v128.store(totals + place, f64x2.add(v128.load(totals + place), v128.load(doubles + place)));
        v128.store(doubles + place, f64x2.splat(0));
      }
    }
    const count = min(lanes<T>(), columns - column);
    for (let j = 0; j < count; j++) {
      store<T>(out + <usize>(column + j) * sizeof<T>(), <T>load<f64>(totals + (<usize>j << 3)));
    }
  }
}

/** An item is `each` columns of one matrix. */
export function sumColumns<T>(item: i32): void {
  const n = SumColumns.n();
  const inner = SumColumns.inner();
  const across = (inner + SumColumns.each() - 1) / SumColumns.each();
  const outer = item / across;
  const column = (item % across) * SumColumns.each();
  const columns = min(SumColumns.each(), inner - column);
  const x = SumColumns.x() + (<usize>outer * n * inner + column) * sizeof<T>();
  const out = SumColumns.out() + (<usize>outer * inner + column) * sizeof<T>();
  columnSums<T>(out, x, n, columns, <usize>inner * sizeof<T>());
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

function largestOfLine<T>(x: usize, n: i32): T {
  if (n < 4 * lanes<T>()) return largest<T>(x, n, sizeof<T>());
  let best = v128.load(x);
  const vectors = n / lanes<T>();
  for (let i = 1; i < vectors; i++) best = v128.max<T>(best, v128.load(x + (<usize>i << 4)));
  v128.store(scratch(), best);
  const rest = n % lanes<T>();
  let result = largest<T>(scratch(), lanes<T>(), sizeof<T>());
  if (rest > 0) result = max<T>(result, largest<T>(x + (<usize>vectors << 4), rest, sizeof<T>()));
  return result;
}

/** An item is `each` outer indices. */
export function maxOf<T>(item: i32): void {
  const n = MaxOf.n();
  const inner = MaxOf.inner();
  const stride = <usize>inner * sizeof<T>();
  const last = min((item + 1) * MaxOf.each(), MaxOf.outer());
  for (let o = item * MaxOf.each(); o < last; o++) {
    const x = MaxOf.x() + <usize>o * n * stride;
    const out = MaxOf.out() + <usize>o * stride;
    if (inner === 1) store<T>(out, largestOfLine<T>(x, n));
    else for (let at: usize = 0; at < stride; at += sizeof<T>()) store<T>(out + at, largest<T>(x + at, n, stride));
  }
}

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

/** Like `maxOf`, but `out` is int32. */
export function argmaxOf<T>(item: i32): void {
  const n = MaxOf.n();
  const inner = MaxOf.inner();
  const stride = <usize>inner * sizeof<T>();
  const last = min((item + 1) * MaxOf.each(), MaxOf.outer());
  for (let o = item * MaxOf.each(); o < last; o++) {
    const x = MaxOf.x() + <usize>o * n * stride;
    const out = MaxOf.out() + (<usize>o * inner << 2);
    for (let j = 0; j < inner; j++) {
      store<i32>(out + (<usize>j << 2), placeOfLargest<T>(x + <usize>j * sizeof<T>(), n, stride));
    }
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
