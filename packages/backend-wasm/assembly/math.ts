/**
 * exp, expm1, log, log1p, sigmoid, tanh, erf and normalCdf as in `@nablajs/core/math`, which documents them. Every
 * operation is the same, so the bits are too. The constants come from core's files (scripts/build-kernels.mjs).
 */
import {
  E2, E3, E4, E5, E6,
  L3, L4, L5, L6, L7, L8, L9,
  LN2_HIGH, LN2_LOW,
  M3, M4, M5, M6, M7, M8, M9, M10,
  INVERSES,
  PIECES,
  R0, R1, R2, R3, R4, R5, R6, R7, R8, R9,
  ROOTS,
  STEP_HIGH, STEP_LOW, STEPS_PER_UNIT,
  TABLES,
  TAIL,
  T1, T2, T3, T4, T5, T6, T7, T8, T9, T10,
} from './generated/constants';

/** Where the host copies core's tables: in the file they would take 6 KB. */
export function tables(): usize {
  return TABLES;
}

// @ts-ignore: decorator
@inline
function entry(table: usize, index: i32): f64 {
  return load<f64>(table + (<usize>index << 3));
}

// @ts-ignore: decorator
@inline
function nearestInteger(x: f64): f64 {
  return x + 6755399441055744 - 6755399441055744;
}

/** Returns 2^exponent, for normal and, less often, subnormal results. */
// @ts-ignore: decorator
@inline
function powerOfTwo(exponent: i32): f64 {
  if (exponent < -1022) return reinterpret<f64>(<i64>1 << (exponent + 1074));
  return reinterpret<f64>(<i64>(exponent + 1023) << 52);
}

// @ts-ignore: decorator
@inline
function sumError(a: f64, b: f64, sum: f64): f64 {
  const rest = sum - a;
  return a - (sum - rest) + (b - rest);
}

export function exp(x: f64): f64 {
  if (!(abs<f64>(x) < 708)) return expNearLimits(x);
  const k = <i32>nearestInteger(x * STEPS_PER_UNIT);
  return mantissa(x, k) * powerOfTwo(k >> 6);
}

/** Returns exp of two numbers, with the bits of `exp`. */
export function exp2x(x: v128): v128 {
  if (!v128.any_true(v128.not(f64x2.lt(f64x2.abs(x), f64x2.splat(708))))) return expOfMiddle(x);
  return f64x2(exp(f64x2.extract_lane(x, 0)), exp(f64x2.extract_lane(x, 1)));
}

// @ts-ignore: decorator
@inline
function expOfMiddle(x: v128): v128 {
  const shift = f64x2.splat(6755399441055744);
  const k = f64x2.sub(f64x2.add(f64x2.mul(x, f64x2.splat(STEPS_PER_UNIT)), shift), shift);
  const whole = i32x4.trunc_sat_f64x2_s_zero(k);
  const low = i32x4.extract_lane(whole, 0);
  const high = i32x4.extract_lane(whole, 1);
  const first = v128.load(ROOTS + (<usize>(low & 63) << 4));
  const second = v128.load(ROOTS + (<usize>(high & 63) << 4));
  const root = i64x2.shuffle(first, second, 0, 2);
  const rest = i64x2.shuffle(first, second, 1, 3);
  const r = f64x2.sub(f64x2.sub(x, f64x2.mul(k, f64x2.splat(STEP_HIGH))), f64x2.mul(k, f64x2.splat(STEP_LOW)));
  let tail = f64x2.add(f64x2.splat(E5), f64x2.mul(r, f64x2.splat(E6)));
  tail = f64x2.add(f64x2.splat(E4), f64x2.mul(r, tail));
  tail = f64x2.add(f64x2.splat(E3), f64x2.mul(r, tail));
  tail = f64x2.add(f64x2.splat(E2), f64x2.mul(r, tail));
  const grown = f64x2.add(r, f64x2.mul(f64x2.mul(r, r), tail));
  const mantissas = f64x2.add(root, f64x2.add(rest, f64x2.mul(root, grown)));
  const scales = i64x2.shl(i64x2.add(i64x2.extend_low_i32x4_s(i32x4.shr_s(whole, 6)), i64x2.splat(1023)), 52);
  return f64x2.mul(mantissas, scales);
}

function expNearLimits(x: f64): f64 {
  if (!(x <= 710)) return x + Infinity;
  if (x < -746) return 0;
  const k = <i32>nearestInteger(x * STEPS_PER_UNIT);
  const upscale = x < 0 ? 64 : -64;
  return mantissa(x, k) * powerOfTwo((k >> 6) + upscale) * powerOfTwo(-upscale);
}

// @ts-ignore: decorator
@inline
function mantissa(x: f64, k: i32): f64 {
  const j = 2 * (k & 63);
  const root = entry(ROOTS, j);
  return root + (entry(ROOTS, j + 1) + root * expm1OfRemainder(remainder(x, k) + 0));
}

// @ts-ignore: decorator
@inline
function remainder(x: f64, k: i32): f64 {
  return x - <f64>k * STEP_HIGH - <f64>k * STEP_LOW;
}

// @ts-ignore: decorator
@inline
function expm1OfRemainder(r: f64): f64 {
  return r + r * r * (E2 + r * (E3 + r * (E4 + r * (E5 + r * E6))));
}

export function expm1(x: f64): f64 {
  if (abs<f64>(x) < 0.125) {
    if (x === 0) return x;
    return x + x * x * (0.5 + x * (M3 + x * (M4 + x * (M5 + x * (M6 + x * (M7 + x * (M8 + x * (M9 + x * M10))))))));
  }
  if (!(x < 40)) return exp(x);
  if (x < -40) return -1;
  const k = <i32>nearestInteger(x * STEPS_PER_UNIT);
  const j = 2 * (k & 63);
  const scale = powerOfTwo(k >> 6);
  const root = entry(ROOTS, j) * scale;
  const rest = entry(ROOTS, j + 1) * scale + root * expm1OfRemainder(remainder(x, k));
  const difference = root - 1;
  return difference + (sumError(root, -1, difference) + rest);
}

const SMALLEST_NORMAL: f64 = 2.2250738585072014e-308;
const TWO_TO_54: f64 = 18014398509481984;

export function log(x: f64): f64 {
  if (x >= SMALLEST_NORMAL && x < Infinity) return logOfSum(x, 0, 0);
  if (x > 0 && x < Infinity) return logOfSum(x * TWO_TO_54, 0, -54);
  return logOfSpecial(x);
}

function logOfSpecial(x: f64): f64 {
  if (x === 0) return -Infinity;
  return x > 0 ? Infinity : NaN;
}

export function log1p(x: f64): f64 {
  if (x > -0.00390625 && x < 0.0078125) return x + x * x * (x * cubicTail(x) - 0.5);
  const sum = 1 + x;
  if (!(sum > 0 && sum < Infinity)) return logOfSpecial(sum);
  return logOfSum(sum, sumError(1, x, sum), 0);
}

// @ts-ignore: decorator
@inline
function cubicTail(r: f64): f64 {
  return L3 + r * (L4 + r * (L5 + r * (L6 + r * (L7 + r * (L8 + r * L9)))));
}

function logOfSum(x: f64, correction: f64, shift: i32): f64 {
  const bits = <i32>(reinterpret<u64>(x) >> 32);
  const exponent = (bits >>> 20) - 1023;
  const row = (bits >>> 13) & 127;
  const k = exponent + shift + (row > 52 ? 1 : 0);
  const scale = powerOfTwo(-exponent);
  const m = x * scale;
  const upper = <f64>(<f32>m);
  const c = entry(INVERSES, 3 * row);
  const first = upper * c - 1;
  const second = (m - upper) * c + correction * scale * c;
  const r = first + second;
  const high = <f64>k * LN2_HIGH + entry(INVERSES, 3 * row + 1);
  const sum = high + r;
  const lost = high - sum + r + (first - r + second) + (<f64>k * LN2_LOW + entry(INVERSES, 3 * row + 2));
  return sum + (lost + r * r * (r * cubicTail(r) - 0.5));
}

export function sigmoid(x: f64): f64 {
  const e = exp(-abs<f64>(x));
  const tail = e / (1 + e);
  return x < 0 ? e - e * tail : 1 - tail;
}

export function tanh(x: f64): f64 {
  return copysign<f64>(tanhOfMagnitude(abs<f64>(x)), x);
}

function tanhOfMagnitude(x: f64): f64 {
  if (x < 0.5) return x + x * oddPart(x * x);
  return x > 20 ? 1 : 1 - 2 / (exp(2 * x) + 1);
}

function oddPart(z: f64): f64 {
  return z * (T1 + z * (T2 + z * (T3 + z * (T4 + z * (T5 + z * (T6 + z * (T7 + z * (T8 + z * (T9 + z * T10)))))))));
}

const ROW: i32 = 16;

export function erf(x: f64): f64 {
  const magnitude = abs<f64>(x);
  if (magnitude < 0.5) return x + x * erfSlope(x * x);
  if (magnitude < 6) return copysign<f64>(erfOfPiece(magnitude), x);
  return x !== x ? x : copysign<f64>(1, x);
}

function erfSlope(z: f64): f64 {
  return R0 + z * (R1 + z * (R2 + z * (R3 + z * (R4 + z * (R5 + z * (R6 + z * (R7 + z * (R8 + z * R9))))))));
}

function erfOfPiece(x: f64): f64 {
  const piece = <i32>floor<f64>(2 * x) - 1;
  const h = x - (<f64>piece / 2 + 0.75);
  const start = piece * ROW;
  let sum = entry(PIECES, start + ROW - 1);
  for (let i = start + ROW - 2; i > start; i--) sum = sum * h + entry(PIECES, i);
  return sum + entry(PIECES, start);
}

export function normalCdf(x: f64): f64 {
  const tail = lowerTail(min<f64>(abs<f64>(x), 40));
  return x > 0 ? 1 - tail : tail;
}

function lowerTail(a: f64): f64 {
  const s = (a - 5) / (a + 5);
  const z = s * s;
  let even = entry(TAIL, 22);
  let odd = entry(TAIL, 21);
  for (let i = 20; i > 0; i -= 2) {
    even = even * z + entry(TAIL, i);
    odd = odd * z + entry(TAIL, i - 1);
  }
  const sum = even * z + entry(TAIL, 0) + odd * s;
  const h = <f64>(<f32>a);
  const rest = (a - h) * (a + h) * 0.5;
  return (exp(-0.5 * h * h) * (1 - rest * (1 - rest * (0.5 - rest / 6))) * sum) / (1 + a);
}
