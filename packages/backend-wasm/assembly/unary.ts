/** Functions of one element: of float32 in float32, of float64 in float64, as in `@nablajs/core/math`. */
import * as float32 from './float32';
import { Gelu, Unary } from './generated/arguments';
import { ERF, EXP, EXPM1, LOG, LOG1P, NORMAL_CDF, SIGMOID, SQRT, TANH } from './generated/operations';
import { storePart } from './numbers';
import { erf, exp2x, expm1, log, log1p, normalCdf, sigmoid, tanh } from './math';

function squareRoots<T>(out: usize, x: usize, bytes: usize): void {
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) v128.store(out + at, v128.sqrt<T>(v128.load(x + at)));
  for (; at < bytes; at += sizeof<T>()) store<T>(out + at, sqrt<T>(load<T>(x + at)));
}

/**
 * A loop for each function: the optimizer would fold loops that differ in a constant. The frequent ones compute two
 * vectors at a time, a fifth faster.
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
    for (; at + 32 <= bytes; at += 32) {
      const low = float32.normalCdf(v128.load(x + at));
      const high = float32.normalCdf(v128.load(x + at, 16));
      v128.store(out + at, low);
      v128.store(out + at, high, 16);
    }
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

/** Stores a function of each element, which may take its place. */
export function functions<T>(op: i32, out: usize, x: usize, bytes: usize): void {
  if (sizeof<T>() === 4) singles(op, out, x, bytes);
  else doubles(op, out, x, bytes);
}

/** Stores exp(x). */
export function exponentials<T>(out: usize, x: usize, bytes: usize): void {
  functions<T>(EXP, out, x, bytes);
}

/** An item is `each` elements. */
export function unary<T>(item: i32): void {
  const from = item * Unary.each();
  const bytes = <usize>min(Unary.each(), Unary.length() - from) * sizeof<T>();
  const x = Unary.x() + <usize>from * sizeof<T>();
  const out = Unary.out() + <usize>from * sizeof<T>();
  const op = Unary.operation();
  if (op === SQRT) squareRoots<T>(out, x, bytes);
  else functions<T>(op, out, x, bytes);
}

/** 2 sqrt(2 / pi), that times 0.044715, and the density of the normal distribution at 0, as in core. */
const LINEAR: f64 = 1.5957691216057308;
const CUBIC: f64 = 0.07135481627260025;
const DENSITY_AT_0: f64 = 0.3989422804014327;

/** a x^2 + b */
// @ts-ignore: decorator
@inline
function square<T>(x: v128, a: T, b: T): v128 {
  return v128.add<T>(v128.mul<T>(v128.mul<T>(x, x), v128.splat<T>(a)), v128.splat<T>(b));
}

/**
 * x Phi(x) and, with a `slope`, its derivative: each operation is that of the kernels that core composes them from. An
 * item is `each` elements.
 */
export function gelu<T>(item: i32): void {
  const from = item * Gelu.each();
  const bytes = <usize>min(Gelu.each(), Gelu.length() - from) * sizeof<T>();
  const x = Gelu.x() + <usize>from * sizeof<T>();
  const out = Gelu.out() + <usize>from * sizeof<T>();
  const slope = Gelu.slope() + <usize>from * sizeof<T>();
  if (Gelu.tanh()) {
    for (let at: usize = 0; at < bytes; at += 16) {
      const v = v128.load(x + at);
      storePart<T>(out + at, v128.mul<T>(v, square<T>(v, <T>CUBIC, <T>LINEAR)), bytes - at);
    }
    functions<T>(SIGMOID, out, out, bytes);
  } else {
    functions<T>(NORMAL_CDF, out, x, bytes);
    if (Gelu.slope()) {
      for (let at: usize = 0; at < bytes; at += 16) {
        storePart<T>(slope + at, square<T>(v128.load(x + at), <T>-0.5, <T>-0.0), bytes - at);
      }
      functions<T>(EXP, slope, slope, bytes);
    }
  }
  for (let at: usize = 0; at < bytes; at += 16) {
    const v = v128.load(x + at);
    const phi = v128.load(out + at);
    storePart<T>(out + at, v128.mul<T>(v, phi), bytes - at);
    if (!Gelu.slope()) continue;
    let more: v128;
    if (Gelu.tanh()) {
      const s = v128.mul<T>(phi, v128.sub<T>(v128.splat<T>(1), phi));
      more = v128.mul<T>(v128.mul<T>(v, s), square<T>(v, <T>(3 * CUBIC), <T>LINEAR));
    } else {
      more = v128.mul<T>(v, v128.mul<T>(v128.load(slope + at), v128.splat<T>(<T>DENSITY_AT_0)));
    }
    storePart<T>(slope + at, v128.add<T>(phi, more), bytes - at);
  }
}
