/** Functions of one element, computed in float64. A float32 result is rounded once and has the bits of backend-ts. */
import { ERF, EXP, EXPM1, LOG, LOG1P, NORMAL_CDF, SIGMOID, SQRT, TANH } from './generated/operations';
import { Unary } from './generated/arguments';
import { erf, exp, exp2x, expm1, log, log1p, normalCdf, sigmoid, tanh } from './math';

/** `op` is a constant wherever this is inlined. */
// @ts-ignore: decorator
@inline
function loop<T>(op: i32, out: usize, x: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += sizeof<T>()) {
    const value = <f64>load<T>(x + at);
    let result: f64;
    if (op === EXPM1) result = expm1(value);
    else if (op === LOG) result = log(value);
    else if (op === LOG1P) result = log1p(value);
    else if (op === TANH) result = tanh(value);
    else if (op === SIGMOID) result = sigmoid(value);
    else if (op === NORMAL_CDF) result = normalCdf(value);
    else result = erf(value);
    store<T>(out + at, <T>result);
  }
}

/** Computes two elements at a time. */
function exponentials<T>(out: usize, x: usize, bytes: usize): void {
  let at: usize = 0;
  for (; at + 2 * sizeof<T>() <= bytes; at += 2 * sizeof<T>()) {
    if (sizeof<T>() === 4) {
      const values = f32x4.demote_f64x2_zero(exp2x(f64x2.promote_low_f32x4(v128.load64_zero(x + at))));
      v128.store64_lane(out + at, values, 0);
    } else {
      v128.store(out + at, exp2x(v128.load(x + at)));
    }
  }
  if (at < bytes) store<T>(out + at, <T>exp(<f64>load<T>(x + at)));
}

function squareRoots<T>(out: usize, x: usize, bytes: usize): void {
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) v128.store(out + at, v128.sqrt<T>(v128.load(x + at)));
  for (; at < bytes; at += sizeof<T>()) store<T>(out + at, sqrt<T>(load<T>(x + at)));
}

/** An item is `each` elements. */
export function unary<T>(item: i32): void {
  const from = item * Unary.each();
  const bytes = <usize>min(Unary.each(), Unary.length() - from) * sizeof<T>();
  const x = Unary.x() + <usize>from * sizeof<T>();
  const out = Unary.out() + <usize>from * sizeof<T>();
  switch (Unary.operation()) {
    case EXP:
      return exponentials<T>(out, x, bytes);
    case EXPM1:
      return loop<T>(EXPM1, out, x, bytes);
    case LOG:
      return loop<T>(LOG, out, x, bytes);
    case LOG1P:
      return loop<T>(LOG1P, out, x, bytes);
    case SQRT:
      return squareRoots<T>(out, x, bytes);
    case TANH:
      return loop<T>(TANH, out, x, bytes);
    case SIGMOID:
      return loop<T>(SIGMOID, out, x, bytes);
    case NORMAL_CDF:
      return loop<T>(NORMAL_CDF, out, x, bytes);
    default:
      return loop<T>(ERF, out, x, bytes);
  }
}
