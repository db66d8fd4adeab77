/**
 * Reductions of [outer, n, inner] over n. float32 sums run in float32 for a short stretch, then in doubles, so that rounding does not
 * grow with n; a long sum is cut into parts of fixed length, so that its bits do not depend on the threads.
 */
import { SUM_PART } from '../src/layout';
import { address, double, integer, scratch } from './arguments';
import { lanes } from './numbers';

/** Vectors that are added in float32 before their sum joins the doubles. */
const STRETCH: i32 = 32;

/** The four float32 lanes, each added to its double. */
// @ts-ignore: decorator
@inline
function addToDoubles(at: usize, sum: v128): void {
  const high = f32x4.shuffle(sum, sum, 2, 3, 2, 3);
  v128.store(at, f64x2.add(v128.load(at), f64x2.promote_low_f32x4(sum)));
  v128.store(at, f64x2.add(v128.load(at, 16), f64x2.promote_low_f32x4(high)), 16);
}

/** The sum of n elements one after the other. */
function lineSum<T>(x: usize, n: i32): f64 {
  const doubles = scratch();
  memory.fill(doubles, 0, 32);
  let left = n / lanes<T>();
  while (left > 0) {
    let sum = v128.splat<T>(0);
    const stretch = min(left, STRETCH);
    for (let i = 0; i < stretch; i++, x += 16) sum = v128.add<T>(sum, v128.load(x));
    if (sizeof<T>() === 4) addToDoubles(doubles, sum);
    else v128.store(doubles, f64x2.add(v128.load(doubles), sum));
    left -= stretch;
  }
  let total = load<f64>(doubles) + load<f64>(doubles, 8) + (load<f64>(doubles, 16) + load<f64>(doubles, 24));
  for (let i = n % lanes<T>(); i > 0; i--, x += sizeof<T>()) total += <f64>load<T>(x);
  return total;
}

/** Arguments: x, out; lines, n, lines of an item. */
export function sumLines<T>(item: i32): void {
  const n = integer(3);
  const last = min((item + 1) * integer(4), integer(2));
  for (let line = item * integer(4); line < last; line++) {
    store<T>(address(1) + <usize>line * sizeof<T>(), <T>lineSum<T>(address(0) + <usize>line * n * sizeof<T>(), n));
  }
}

/** Sums of parts of long lines, as doubles. Arguments: x, parts to fill; n, parts of a line. An item is a part. */
export function sumParts<T>(item: i32): void {
  const n = integer(2);
  const parts = integer(3);
  const start = (item % parts) * SUM_PART;
  const x = address(0) + (<usize>(item / parts) * n + start) * sizeof<T>();
  store<f64>(address(1) + (<usize>item << 3), lineSum<T>(x, min(SUM_PART, n - start)));
}

/** 0 in a part of whose elements all are finite, else NaN. Arguments: x, parts to fill; elements. An item is a part. */
export function finiteParts<T>(item: i32): void {
  const start = item * SUM_PART;
  const bytes = <usize>min(SUM_PART, integer(2) - start) * sizeof<T>();
  const x = address(0) + <usize>start * sizeof<T>();
  const zero = v128.splat<T>(0);
  let sum = zero;
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) sum = v128.add<T>(sum, v128.mul<T>(v128.load(x + at), zero));
  v128.store(scratch(), sum);
  let total: f64 = 0;
  for (let lane: usize = 0; lane < 16; lane += sizeof<T>()) total += <f64>load<T>(scratch() + lane);
  for (; at < bytes; at += sizeof<T>()) total += <f64>load<T>(x + at) * 0;
  store<f64>(address(1) + (<usize>item << 3), total);
}

/** out = sum of each line's parts, times a factor. Arguments: parts, out; lines, parts of a line; 0: factor. */
export function addParts<T>(_item: i32): void {
  const parts = integer(3);
  let part = address(0);
  for (let line = 0; line < integer(2); line++) {
    let sum: f64 = 0;
    for (let i = 0; i < parts; i++, part += 8) sum += load<f64>(part);
    store<T>(address(1) + <usize>line * sizeof<T>(), <T>(sum * double(0)));
  }
}

/** out[j] = sum of column j of n rows, `stride` bytes apart; reads whole vectors. */
export function columnSums<T>(out: usize, x: usize, n: i32, columns: i32, stride: usize): void {
  const doubles = scratch();
  for (let column = 0; column < columns; column += lanes<T>()) {
    memory.fill(doubles, 0, 32);
    let at = x + <usize>column * sizeof<T>();
    for (let row = 0; row < n; ) {
      let sum = v128.splat<T>(0);
      const end = min(row + STRETCH, n);
      for (; row < end; row++, at += stride) sum = v128.add<T>(sum, v128.load(at));
      if (sizeof<T>() === 4) addToDoubles(doubles, sum);
      else v128.store(doubles, f64x2.add(v128.load(doubles), sum));
    }
    const count = min(lanes<T>(), columns - column);
    for (let j = 0; j < count; j++) {
      store<T>(out + <usize>(column + j) * sizeof<T>(), <T>load<f64>(doubles + (<usize>j << 3)));
    }
  }
}

/** Arguments: x, out; outer, n, inner, columns of an item. An item is some columns of one matrix. */
export function sumColumns<T>(item: i32): void {
  const n = integer(3);
  const inner = integer(4);
  const across = (inner + integer(5) - 1) / integer(5);
  const outer = item / across;
  const column = (item % across) * integer(5);
  const columns = min(integer(5), inner - column);
  const x = address(0) + (<usize>outer * n * inner + column) * sizeof<T>();
  const out = address(1) + (<usize>outer * inner + column) * sizeof<T>();
  columnSums<T>(out, x, n, columns, <usize>inner * sizeof<T>());
}

/** The largest of n elements `stride` bytes apart, or NaN. */
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

/** Arguments: x, out; outer, n, inner, outer ones of an item. */
export function maxOf<T>(item: i32): void {
  const n = integer(3);
  const inner = integer(4);
  const stride = <usize>inner * sizeof<T>();
  const last = min((item + 1) * integer(5), integer(2));
  for (let o = item * integer(5); o < last; o++) {
    const x = address(0) + <usize>o * n * stride;
    const out = address(1) + <usize>o * stride;
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

/** Arguments as `maxOf`; out is int32. */
export function argmaxOf<T>(item: i32): void {
  const n = integer(3);
  const inner = integer(4);
  const stride = <usize>inner * sizeof<T>();
  const last = min((item + 1) * integer(5), integer(2));
  for (let o = item * integer(5); o < last; o++) {
    const x = address(0) + <usize>o * n * stride;
    const out = address(1) + (<usize>o * inner << 2);
    for (let j = 0; j < inner; j++) store<i32>(out + (<usize>j << 2), placeOfLargest<T>(x + <usize>j * sizeof<T>(), n, stride));
  }
}
