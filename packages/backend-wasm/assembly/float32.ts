/**
 * exp, expm1, log, log1p, sigmoid, tanh, erf and normalCdf of vectors of float32, as in `@nablajs/core/math`, whose
 * float32.ts documents them. Every operation is the same, so the bits are too. The constants come from that file.
 */
import {
  ERF_0, ERF_1, ERF_2, ERF_3, ERF_4, ERF_5, ERF_6,
  ERFC_0, ERFC_1, ERFC_2, ERFC_3, ERFC_4, ERFC_5, ERFC_6, ERFC_7,
  EXP_2, EXP_3, EXP_4, EXP_5, EXP_6,
  EXPM1_2, EXPM1_3, EXPM1_4, EXPM1_5, EXPM1_6, EXPM1_7, EXPM1_8,
  LN2_FIRST, LN2_REST, LOG2_E,
  LOG_3, LOG_5, LOG_7,
  NORMAL_0, NORMAL_1, NORMAL_2, NORMAL_3, NORMAL_4, NORMAL_5, NORMAL_6, NORMAL_7, NORMAL_8, NORMAL_9, NORMAL_10,
  SIGMOID_3, SIGMOID_5, SIGMOID_7,
  TANH_3, TANH_5, TANH_7, TANH_9,
} from './generated/constants';

const OTHERS: usize = memory.data<f32>([
  12582912, 12583038, 12583039, 12583103, -0.0, 0.25, 0.5, 0.7, 1, 2, 4, -9.5, 89, -104, 1000, 8388608,
  1.1754943508222875e-38, 5.421010862427522e-20, 1.8446744073709552e19, Infinity, 5, -14.5, -18,
  2.885390043258667, 0.3466796875, -0.00010609722085064277,
]);
/** Adding 1.5 * 2^23 rounds to a whole number k, and leaves k in the lowest bits of the sum; the others for 2^k. */
const NEAREST = OTHERS;
const NEAREST_126 = OTHERS + 4;
const NEAREST_127 = OTHERS + 8;
const NEAREST_191 = OTHERS + 12;
const SIGN = OTHERS + 16;
const QUARTER = OTHERS + 20;
const HALF = OTHERS + 24;
const TANH_SHIFT = OTHERS + 28;
const ONE = OTHERS + 32;
const TWO = OTHERS + 36;
const FOUR = OTHERS + 40;
const TANH_START = OTHERS + 44;
const EXP_END = OTHERS + 48;
const EXP_START = OTHERS + 52;
const THOUSAND = OTHERS + 56;
const TWO_TO_23 = OTHERS + 60;
const SMALLEST_NORMAL = OTHERS + 64;
const TWO_TO_MINUS_64 = OTHERS + 68;
const TWO_TO_64 = OTHERS + 72;
const INFINITY = OTHERS + 76;
const FIVE = OTHERS + 80;
const NORMAL_START = OTHERS + 84;
const EXPM1_START = OTHERS + 88;
/** Twice LOG2_E, and the halves of ln(2) in two parts. */
const TWO_LOG2_E = OTHERS + 92;
const FIRST_HALF = OTHERS + 96;
const REST_HALF = OTHERS + 100;
const SQRT_HALF_BITS: i32 = 0x3f3504f3;

/** The number at an address in each lane. */
// @ts-ignore: decorator
@inline
function at(address: usize): v128 {
  return v128.load32_splat(address);
}

/** a + x b, rounded twice: a step of a polynomial. */
// @ts-ignore: decorator
@inline
function plus(a: usize, x: v128, b: v128): v128 {
  return f32x4.add(at(a), f32x4.mul(x, b));
}

// @ts-ignore: decorator
@inline
function times(x: v128, factor: usize): v128 {
  return f32x4.mul(x, at(factor));
}

// @ts-ignore: decorator
@inline
function withSignOf(x: v128, result: v128): v128 {
  return v128.or(result, v128.and(x, at(SIGN)));
}

/** The smaller of x and a number; NaN for NaN. */
// @ts-ignore: decorator
@inline
function atMost(x: v128, limit: usize): v128 {
  return f32x4.pmin(x, at(limit));
}

/** The larger of x and a number; NaN for NaN. */
// @ts-ignore: decorator
@inline
function atLeast(x: v128, limit: usize): v128 {
  return f32x4.pmax(x, at(limit));
}

/** -abs(x): V8 computes `f32x4.neg` and `f32x4.abs` in three instructions each. */
// @ts-ignore: decorator
@inline
function negated(x: v128): v128 {
  return v128.or(x, at(SIGN));
}

// @ts-ignore: decorator
@inline
function powerOf(shifted: v128): v128 {
  return i32x4.shl(shifted, 23);
}

/** exp(r) - 1 - r + low */
// @ts-ignore: decorator
@inline
function expTail(r: v128, low: v128): v128 {
  const q = plus(EXP_2, r, plus(EXP_3, r, plus(EXP_4, r, plus(EXP_5, r, at(EXP_6)))));
  return f32x4.sub(f32x4.mul(f32x4.mul(r, r), q), low);
}

// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  const within = atLeast(atMost(x, EXP_END), EXP_START);
  const shifted = f32x4.add(times(within, LOG2_E), at(NEAREST));
  const k = f32x4.sub(shifted, at(NEAREST));
  const high = f32x4.sub(within, times(k, LN2_FIRST));
  const low = times(k, LN2_REST);
  const tail = expTail(f32x4.sub(high, low), low);
  // The bits of 2 are an exponent of 128.
  const down = v128.and(i32x4.shr_s(x, 31), at(TWO));
  const power = i32x4.add(i32x4.add(i32x4.shl(shifted, 23), at(TWO_TO_MINUS_64)), down);
  const scale = i32x4.sub(at(TWO_TO_64), down);
  return f32x4.mul(f32x4.mul(f32x4.add(at(ONE), f32x4.add(high, tail)), power), scale);
}

// @ts-ignore: decorator
@inline
export function expm1(x: v128): v128 {
  const within = atLeast(atMost(x, EXP_END), EXPM1_START);
  const isFar = f32x4.gt(v128.andnot(x, at(SIGN)), at(HALF));
  const shifted = f32x4.add(times(v128.and(isFar, within), LOG2_E), at(NEAREST_126));
  const k = f32x4.sub(shifted, at(NEAREST_126));
  const high = f32x4.sub(within, times(k, LN2_FIRST));
  const low = times(k, LN2_REST);
  const r = f32x4.sub(high, low);
  let q = plus(EXPM1_6, r, plus(EXPM1_7, r, at(EXPM1_8)));
  q = plus(EXPM1_2, r, plus(EXPM1_3, r, plus(EXPM1_4, r, plus(EXPM1_5, r, q))));
  const small = f32x4.add(high, f32x4.sub(f32x4.mul(f32x4.mul(r, r), q), low));
  const power = powerOf(shifted);
  const half = v128.and(f32x4.gt(power, at(THOUSAND)), at(HALF));
  const first = f32x4.sub(power, f32x4.sub(at(HALF), half));
  const large = times(f32x4.add(first, f32x4.sub(f32x4.mul(power, small), half)), TWO);
  return withSignOf(x, v128.bitselect(large, small, isFar));
}

// @ts-ignore: decorator
@inline
function logarithm(f: v128, k: v128, rest: v128): v128 {
  const s = f32x4.div(f, f32x4.add(at(TWO), f));
  const z = f32x4.mul(s, s);
  const square = f32x4.mul(times(f, HALF), f);
  const q = plus(LOG_3, z, plus(LOG_5, z, at(LOG_7)));
  const tail = f32x4.mul(s, f32x4.add(square, f32x4.mul(z, q)));
  const small = f32x4.add(tail, f32x4.add(times(k, LN2_REST), rest));
  return f32x4.add(times(k, LN2_FIRST), f32x4.sub(f, f32x4.sub(square, small)));
}

/** The logarithm of `sum`, or what it is where that is not a positive finite number; `limit` is infinity or NaN. */
// @ts-ignore: decorator
@inline
function orSpecial(sum: v128, limit: v128, result: v128): v128 {
  const zero = f32x4.splat(0);
  const isPositive = f32x4.gt(sum, zero);
  const low = v128.bitselect(f32x4.splat(-Infinity), f32x4.splat(NaN), f32x4.eq(sum, zero));
  const special = v128.bitselect(limit, low, isPositive);
  return v128.bitselect(result, special, v128.and(isPositive, f32x4.lt(sum, at(INFINITY))));
}

// @ts-ignore: decorator
@inline
export function log(x: v128): v128 {
  const isTiny = f32x4.lt(x, at(SMALLEST_NORMAL));
  const bits = v128.bitselect(times(x, TWO_TO_23), x, isTiny);
  const k = i32x4.shr_s(i32x4.sub(bits, i32x4.splat(SQRT_HALF_BITS)), 23);
  const f = f32x4.sub(i32x4.sub(bits, i32x4.shl(k, 23)), at(ONE));
  const exponent = i32x4.sub(k, v128.and(isTiny, i32x4.splat(23)));
  return orSpecial(x, x, logarithm(f, f32x4.convert_i32x4_s(exponent), f32x4.splat(0)));
}

// @ts-ignore: decorator
@inline
export function log1p(x: v128): v128 {
  const sum = f32x4.add(at(ONE), x);
  const k = i32x4.shr_s(i32x4.sub(sum, i32x4.splat(SQRT_HALF_BITS)), 23);
  const scaled = i32x4.sub(x, i32x4.shl(k, 23));
  const power = f32x4.sub(times(i32x4.shl(i32x4.sub(i32x4.splat(129), k), 23), QUARTER), at(ONE));
  const f = f32x4.add(scaled, power);
  const lost = f32x4.sub(scaled, f32x4.sub(f, power));
  const result = logarithm(f, f32x4.convert_i32x4_s(k), f32x4.sub(lost, f32x4.mul(lost, f)));
  return orSpecial(sum, x, withSignOf(x, result));
}

// @ts-ignore: decorator
@inline
export function tanh(x: v128): v128 {
  const a = atLeast(negated(x), TANH_START);
  const shifted = atMost(f32x4.add(f32x4.add(times(a, TWO_LOG2_E), at(TANH_SHIFT)), at(NEAREST_127)), NEAREST_127);
  const k = f32x4.sub(shifted, at(NEAREST_127));
  const r = f32x4.sub(f32x4.sub(a, times(k, FIRST_HALF)), times(k, REST_HALF));
  const z = f32x4.mul(r, r);
  const q = plus(TANH_3, z, plus(TANH_5, z, plus(TANH_7, z, at(TANH_9))));
  const c = f32x4.add(r, f32x4.mul(f32x4.mul(r, z), q));
  const power = powerOf(shifted);
  const rest = f32x4.sub(at(ONE), power);
  const above = f32x4.mul(power, f32x4.add(rest, f32x4.mul(c, f32x4.add(at(TWO), rest))));
  const below = f32x4.sub(f32x4.add(at(ONE), power), f32x4.mul(c, rest));
  return withSignOf(x, f32x4.sub(rest, f32x4.div(above, below)));
}

// @ts-ignore: decorator
@inline
export function sigmoid(x: v128): v128 {
  const y = atLeast(negated(x), EXP_START);
  const shifted = f32x4.add(times(y, LOG2_E), at(NEAREST_191));
  const k = f32x4.sub(shifted, at(NEAREST_191));
  const high = times(f32x4.sub(y, times(k, LN2_FIRST)), HALF);
  const low = times(k, REST_HALF);
  const r = f32x4.sub(high, low);
  const z = f32x4.mul(r, r);
  const q = plus(SIGMOID_3, z, plus(SIGMOID_5, z, at(SIGMOID_7)));
  const c = f32x4.add(high, f32x4.sub(f32x4.mul(f32x4.mul(r, z), q), low));
  const power = times(powerOf(shifted), TWO_TO_MINUS_64);
  const half = times(power, HALF);
  const rest = f32x4.sub(at(ONE), power);
  const most = f32x4.sub(at(ONE), half);
  const above = f32x4.sub(f32x4.mul(c, plus(ONE, most, rest)), f32x4.mul(half, rest));
  const more = f32x4.sub(power, f32x4.mul(c, rest));
  const part = f32x4.div(more, f32x4.add(at(ONE), more));
  const quotient = f32x4.sub(above, f32x4.mul(above, part));
  const below = times(f32x4.mul(f32x4.add(most, quotient), powerOf(shifted)), TWO_TO_MINUS_64);
  // below or 1 - below, without a choice, which takes four instructions.
  return v128.andnot(f32x4.sub(v128.andnot(at(ONE), i32x4.shr_s(x, 31)), below), at(SIGN));
}

/** 2^64 exp(first - second) */
function powerOfDifference(first: v128, second: v128): v128 {
  const shifted = f32x4.add(times(f32x4.sub(first, second), LOG2_E), at(NEAREST_191));
  const k = f32x4.sub(shifted, at(NEAREST_191));
  const high = f32x4.sub(f32x4.sub(first, times(k, LN2_FIRST)), second);
  const low = times(k, LN2_REST);
  const tail = expTail(f32x4.sub(high, low), low);
  return f32x4.mul(f32x4.add(at(ONE), f32x4.add(high, tail)), powerOf(shifted));
}

// @ts-ignore: decorator
@inline
export function erf(x: v128): v128 {
  const a = atMost(v128.andnot(x, at(SIGN)), FOUR);
  const h = f32x4.sub(f32x4.mul(a, a), at(HALF));
  let q = plus(ERF_3, h, plus(ERF_4, h, plus(ERF_5, h, at(ERF_6))));
  q = plus(ERF_0, h, plus(ERF_1, h, plus(ERF_2, h, q)));
  const small = f32x4.add(a, f32x4.mul(a, q));
  let more = plus(ERFC_4, a, plus(ERFC_5, a, plus(ERFC_6, a, at(ERFC_7))));
  more = plus(ERFC_0, a, plus(ERFC_1, a, plus(ERFC_2, a, plus(ERFC_3, a, more))));
  const power = powerOfDifference(negated(a), more);
  const large = f32x4.sub(at(ONE), times(power, TWO_TO_MINUS_64));
  return withSignOf(x, v128.bitselect(small, large, f32x4.lt(a, at(ONE))));
}

// @ts-ignore: decorator
@inline
export function normalCdf(x: v128): v128 {
  const a = v128.andnot(atLeast(negated(x), NORMAL_START), at(SIGN));
  const s = f32x4.div(f32x4.sub(a, at(FIVE)), f32x4.add(a, at(FIVE)));
  let q = plus(NORMAL_7, s, plus(NORMAL_8, s, plus(NORMAL_9, s, at(NORMAL_10))));
  q = plus(NORMAL_3, s, plus(NORMAL_4, s, plus(NORMAL_5, s, plus(NORMAL_6, s, q))));
  const smooth = plus(NORMAL_0, s, plus(NORMAL_1, s, plus(NORMAL_2, s, q)));
  const upper = v128.and(a, i32x4.splat(-4096));
  const rest = times(f32x4.mul(f32x4.sub(a, upper), f32x4.add(a, upper)), HALF);
  const power = powerOfDifference(negated(times(f32x4.mul(upper, upper), HALF)), rest);
  const tail = times(f32x4.mul(power, f32x4.div(smooth, f32x4.add(at(ONE), a))), TWO_TO_MINUS_64);
  return v128.bitselect(tail, f32x4.sub(at(ONE), tail), i32x4.shr_s(x, 31));
}
