/** `pow(x, y) = exp(y log(x))`, the logarithm and the product carried as sums of two doubles. */
import { productError } from './exact.js';
import { expOfSum } from './exp.js';
import { logAsPair } from './log.js';

/**
 * x to the power y, at most 0.52 ULP off (0.76 where the result is subnormal). Special cases are IEEE 754's, as in
 * NumPy and C: `pow(x, 0) = pow(1, y) = 1` even for NaN and `pow(−1, ±Infinity) = 1` (JavaScript's `**` gives NaN).
 *
 * @example
 * ```ts
 * const y = pow(2, 0.5); // 1.4142135623730951
 * ```
 */
export function pow(x: number, y: number): number {
  if (y === 0 || x === 1) return 1;
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  const base = Math.abs(x);
  if (base === 0 || base === Infinity || y === Infinity || y === -Infinity) return powOfExtremes(x, y);
  if (x > 0) return powOfPositive(base, y);
  if (Math.floor(y) !== y) return NaN;
  return isOdd(y) ? -powOfPositive(base, y) : powOfPositive(base, y);
}

function powOfExtremes(x: number, y: number): number {
  const base = Math.abs(x);
  if (base === 1) return 1;
  const magnitude = base > 1 === y > 0 ? Infinity : 0;
  const negative = x < 0 || 1 / x < 0;
  return negative && isOdd(y) ? -magnitude : magnitude;
}

function isOdd(y: number): boolean {
  return Math.floor(y) === y && Math.floor(y / 2) !== y / 2;
}

const logarithm: Float64Array = /* @__PURE__ */ new Float64Array(2);
const LARGEST_EXPONENT = 1.1805916207174113e21; // 2^70: any x but 1 over- or underflows far below it

function powOfPositive(x: number, y: number): number {
  const power = Math.max(-LARGEST_EXPONENT, Math.min(LARGEST_EXPONENT, y));
  logAsPair(x, logarithm);
  const log = logarithm[0] as number;
  const product = power * log;
  return expOfSum(product, productError(power, log, product) + power * (logarithm[1] as number));
}
