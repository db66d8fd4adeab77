/**
 * softmax and log-softmax of rows, and their gradients, while a row is in cache. Every operation is that of the kernels
 * that core composes them from, so the bits are too.
 */
import { scratch } from './arguments';
import { Softmax } from './generated/arguments';
import { SUM_PART } from './generated/layout';
import { LOG } from './generated/operations';
import { largestOfLine } from './largest';
import { log } from './math';
import { storePart } from './numbers';
import { lineSum } from './reduce';
import { exponentials, singles } from './unary';

/** Runs the loop of `log`, so the file has its code once. */
function logarithmOf<T>(x: T): T {
  if (sizeof<T>() === 8) return <T>log(<f64>x);
  v128.store(scratch(), v128.splat<T>(x));
  singles(LOG, scratch(), scratch(), 16);
  return load<T>(scratch());
}

/** The sum of a row, as `sum` computes it before it rounds: long ones in parts. */
export function rowTotal<T>(x: usize, n: i32): f64 {
  let total: f64 = 0;
  for (let from = 0; from < n; from += SUM_PART) {
    total += lineSum<T>(x + <usize>from * sizeof<T>(), min(SUM_PART, n - from));
  }
  return total;
}

/**
 * Stores x - top of a row, and returns its largest element, top. Stores whole vectors up to `end`, the end of the item.
 */
function belowTop<T>(out: usize, x: usize, bytes: usize, end: usize): T {
  const top = largestOfLine<T>(x, <i32>(bytes / sizeof<T>()));
  const shift = v128.splat<T>(top);
  for (let at: usize = 0; at < bytes; at += 16) {
    storePart<T>(out + at, v128.sub<T>(v128.load(x + at), shift), end - out - at);
  }
  return top;
}

/** Stores exp(x - top) of a row, and returns its largest element, top; `end` is that of the item, as above. */
export function powersOfRow<T>(out: usize, x: usize, n: i32, end: usize): T {
  const bytes = <usize>n * sizeof<T>();
  const top = belowTop<T>(out, x, bytes, end);
  exponentials<T>(out, out, bytes);
  return top;
}

/** How many elements of short rows are exponentiated together, without a part of a vector for each row. */
const TOGETHER: i32 = 1024;
/** The offset in scratch memory of the largest elements of these rows. */
const TOPS: usize = 64;

/** An item is `each` rows. */
export function softmax<T>(item: i32): void {
  const width = Softmax.width();
  const bytes = <usize>width * sizeof<T>();
  const logarithm = Softmax.logarithm() !== 0;
  const first = item * Softmax.each();
  const last = min(first + Softmax.each(), Softmax.rows());
  const end = Softmax.out() + <usize>last * bytes;
  const together = max(1, TOGETHER / width);
  for (let row = first; row < last; row += together) {
    const count = min(together, last - row);
    let x = Softmax.x() + <usize>row * bytes;
    let out = Softmax.out() + <usize>row * bytes;
    const tops = scratch() + TOPS;
    for (let i = 0; i < count; i++) {
      const at = <usize>i * bytes;
      store<T>(tops + <usize>i * sizeof<T>(), belowTop<T>(out + at, x + at, bytes, end));
    }
    exponentials<T>(out, out, <usize>count * bytes);
    for (let i = 0; i < count; i++, x += bytes, out += bytes) {
      const sum = <T>rowTotal<T>(out, width);
      const top = v128.load_splat<T>(tops + <usize>i * sizeof<T>());
      const shift = v128.splat<T>(logarithm ? logarithmOf<T>(sum) : sum);
      for (let at: usize = 0; at < bytes; at += 16) {
        const y = logarithm
          ? v128.sub<T>(v128.sub<T>(v128.load(x + at), top), shift)
          : v128.div<T>(v128.load(out + at), shift);
        storePart<T>(out + at, y, bytes - at);
      }
    }
  }
}

/** `x` is the output y. An item is `each` rows. */
export function softmaxBackward<T>(item: i32): void {
  const width = Softmax.width();
  const bytes = <usize>width * sizeof<T>();
  const logarithm = Softmax.logarithm() !== 0;
  const last = min((item + 1) * Softmax.each(), Softmax.rows());
  const end = Softmax.out() + <usize>last * bytes;
  for (let row = item * Softmax.each(); row < last; row++) {
    const y = Softmax.x() + <usize>row * bytes;
    const dY = Softmax.dY() + <usize>row * bytes;
    const out = Softmax.out() + <usize>row * bytes;
    if (logarithm) {
      const sum = v128.splat<T>(<T>rowTotal<T>(dY, width));
      exponentials<T>(out, y, bytes);
      for (let at: usize = 0; at < bytes; at += 16) {
        const share = v128.mul<T>(v128.load(out + at), sum);
        storePart<T>(out + at, v128.sub<T>(v128.load(dY + at), share), end - out - at);
      }
    } else {
      for (let at: usize = 0; at < bytes; at += 16) {
        storePart<T>(out + at, v128.mul<T>(v128.load(dY + at), v128.load(y + at)), end - out - at);
      }
      const sum = v128.splat<T>(<T>rowTotal<T>(out, width));
      for (let at: usize = 0; at < bytes; at += 16) {
        storePart<T>(out + at, v128.mul<T>(v128.load(y + at), v128.sub<T>(v128.load(dY + at), sum)), end - out - at);
      }
    }
  }
}
