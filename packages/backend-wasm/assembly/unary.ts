/** Functions of one element: of float32 in float32, of float64 in float64, as in `@nablajs/core/math`. */
import * as float32 from './float32';
import { Unary } from './generated/arguments';
import { ERF, EXP, EXPM1, LOG, LOG1P, SIGMOID, SQRT, TANH } from './generated/operations';
import { storePart } from './numbers';
import { erf, exp2x, expm1, log, log1p, normalCdf, sigmoid, tanh } from './math';

function squareRoots<T>(out: usize, x: usize, bytes: usize): void {
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) v128.store(out + at, v128.sqrt<T>(v128.load(x + at)));
  for (; at < bytes; at += sizeof<T>()) store<T>(out + at, sqrt<T>(load<T>(x + at)));
}

/**
 * A loop for each function: the optimizer would fold loops that differ in a constant. The frequent ones compute two
 * vectors at a time, which takes up to a fifth less. The last vectors go past the end, but are not stored there.
 */
export function singles(op: i32, out: usize, x: usize, bytes: usize): void {
  let at: usize = 0;
  if (op === EXP) {
    for (; at + 32 <= bytes; at += 32) {
      const low = float32.exp(v128.load(x + at));
      const high = float32.exp(v128.load(x + at, 16));
      v128.store(out + at, low);
      v128.store(out + at, high, 16);
    }
    for (; at < bytes; at += 16) storePart<f32>(out + at, float32.exp(v128.load(x + at)), bytes - at);
  } else if (op === EXPM1) {
    for (; at < bytes; at += 16) storePart<f32>(out + at, float32.expm1(v128.load(x + at)), bytes - at);
  } else if (op === LOG) {
    for (; at < bytes; at += 16) storePart<f32>(out + at, float32.log(v128.load(x + at)), bytes - at);
  } else if (op === LOG1P) {
    for (; at < bytes; at += 16) storePart<f32>(out + at, float32.log1p(v128.load(x + at)), bytes - at);
  } else if (op === TANH) {
    for (; at + 32 <= bytes; at += 32) {
      const low = float32.tanh(v128.load(x + at));
      const high = float32.tanh(v128.load(x + at, 16));
      v128.store(out + at, low);
      v128.store(out + at, high, 16);
    }
    for (; at < bytes; at += 16) storePart<f32>(out + at, float32.tanh(v128.load(x + at)), bytes - at);
  } else if (op === SIGMOID) {
    for (; at + 32 <= bytes; at += 32) {
      const low = float32.sigmoid(v128.load(x + at));
      const high = float32.sigmoid(v128.load(x + at, 16));
      v128.store(out + at, low);
      v128.store(out + at, high, 16);
    }
    for (; at < bytes; at += 16) storePart<f32>(out + at, float32.sigmoid(v128.load(x + at)), bytes - at);
  } else if (op === ERF) {
    for (; at < bytes; at += 16) storePart<f32>(out + at, float32.erf(v128.load(x + at)), bytes - at);
  } else {
    for (; at < bytes; at += 16) storePart<f32>(out + at, float32.normalCdf(v128.load(x + at)), bytes - at);
  }
}

function doubles(op: i32, out: usize, x: usize, bytes: usize): void {
  let at: usize = 0;
  if (op === EXP) for (; at < bytes; at += 16) storePart<f64>(out + at, exp2x(v128.load(x + at)), bytes - at);
  for (; at < bytes; at += 8) {
    const value = load<f64>(x + at);
    let result: f64;
    if (op === EXPM1) result = expm1(value);
    else if (op === LOG) result = log(value);
    else if (op === LOG1P) result = log1p(value);
    else if (op === TANH) result = tanh(value);
    else if (op === SIGMOID) result = sigmoid(value);
    else if (op === ERF) result = erf(value);
    else result = normalCdf(value);
    store<f64>(out + at, result);
  }
}

/** An item is `each` elements. */
export function unary<T>(item: i32): void {
  const from = item * Unary.each();
  const bytes = <usize>min(Unary.each(), Unary.length() - from) * sizeof<T>();
  const x = Unary.x() + <usize>from * sizeof<T>();
  const out = Unary.out() + <usize>from * sizeof<T>();
  const op = Unary.operation();
  if (op === SQRT) squareRoots<T>(out, x, bytes);
  else if (sizeof<T>() === 4) singles(op, out, x, bytes);
  else doubles(op, out, x, bytes);
}
