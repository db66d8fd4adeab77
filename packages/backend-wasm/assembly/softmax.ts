/**
 * softmax and log-softmax of rows, and their gradients, while a row is in cache. Every operation is that of the kernels
 * that core composes them from, so the bits are too.
 */
import { scratch } from './arguments';
import { exp as exp4 } from './float32';
import { Softmax } from './generated/arguments';
import { SUM_PART } from './generated/layout';
import { LOG } from './generated/operations';
import { largestOfLine } from './largest';
import { exp2x, log } from './math';
import { storePart } from './numbers';
import { lineSum } from './reduce';
import { singles } from './unary';

/** Runs the loop of `log`, so that the file has its code once. */
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

/** Stores exp(x - shift) of a row. */
function storePowers<T>(out: usize, x: usize, bytes: usize, shift: v128): void {
  for (let at: usize = 0; at < bytes; at += 16) {
    const shifted = v128.sub<T>(v128.load(x + at), shift);
    storePart<T>(out + at, sizeof<T>() === 4 ? exp4(shifted) : exp2x(shifted), bytes - at);
  }
}

/** Stores exp(x - top) of a row, and returns its largest element, top. */
export function powersOfRow<T>(out: usize, x: usize, n: i32): T {
  const top = largestOfLine<T>(x, n);
  storePowers<T>(out, x, <usize>n * sizeof<T>(), v128.splat<T>(top));
  return top;
}

/** An item is `each` rows. */
export function softmax<T>(item: i32): void {
  const width = Softmax.width();
  const bytes = <usize>width * sizeof<T>();
  const logarithm = Softmax.logarithm() !== 0;
  const last = min((item + 1) * Softmax.each(), Softmax.rows());
  for (let row = item * Softmax.each(); row < last; row++) {
    const x = Softmax.x() + <usize>row * bytes;
    const out = Softmax.out() + <usize>row * bytes;
    const top = v128.splat<T>(powersOfRow<T>(out, x, width));
    const sum = <T>rowTotal<T>(out, width);
    const shift = v128.splat<T>(logarithm ? logarithmOf<T>(sum) : sum);
    if (logarithm) {
      for (let at: usize = 0; at < bytes; at += 16) {
        storePart<T>(out + at, v128.sub<T>(v128.sub<T>(v128.load(x + at), top), shift), bytes - at);
      }
    } else {
      for (let at: usize = 0; at < bytes; at += 16) {
        storePart<T>(out + at, v128.div<T>(v128.load(out + at), shift), bytes - at);
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
  for (let row = item * Softmax.each(); row < last; row++) {
    const y = Softmax.x() + <usize>row * bytes;
    const dY = Softmax.dY() + <usize>row * bytes;
    const out = Softmax.out() + <usize>row * bytes;
    if (logarithm) {
      const sum = v128.splat<T>(<T>rowTotal<T>(dY, width));
      storePowers<T>(out, y, bytes, v128.splat<T>(0));
      for (let at: usize = 0; at < bytes; at += 16) {
        const share = v128.mul<T>(v128.load(out + at), sum);
        storePart<T>(out + at, v128.sub<T>(v128.load(dY + at), share), bytes - at);
      }
    } else {
      for (let at: usize = 0; at < bytes; at += 16) {
        storePart<T>(out + at, v128.mul<T>(v128.load(dY + at), v128.load(y + at)), bytes - at);
      }
      const sum = v128.splat<T>(<T>rowTotal<T>(out, width));
      for (let at: usize = 0; at < bytes; at += 16) {
        storePart<T>(out + at, v128.mul<T>(v128.load(y + at), v128.sub<T>(v128.load(dY + at), sum)), bytes - at);
      }
    }
  }
}
