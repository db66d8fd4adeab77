/**
 * Exact building blocks: the rounding errors of sums and products, as doubles (T. J. Dekker, "A floating-point
 * technique for extending the available precision", Numerische Mathematik 18, 1971), and powers of two.
 */

/** `sum + sumError(a, b, sum)` is exactly `a + b`, where sum is the rounded `a + b`, for any magnitudes. */
export function sumError(a: number, b: number, sum: number): number {
  const rest = sum - a;
  return a - (sum - rest) + (b - rest);
}

/** `product + productError(a, b, product)` is exactly `a · b`, away from overflow (`2⁹⁹⁶`) and underflow. */
export function productError(a: number, b: number, product: number): number {
  const aHigh = upperHalf(a);
  const aLow = a - aHigh;
  const bHigh = upperHalf(b);
  const bLow = b - bHigh;
  return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow;
}

/** The leading 26 bits; the rest has 26 bits too (one of them the sign). */
function upperHalf(a: number): number {
  const scaled = a * 134217729; // 2^27 + 1
  return scaled - (scaled - a);
}

/** Adding and subtracting `1.5 · 2⁵²` rounds to the nearest integer, ties to even, for `|x| < 2⁵¹`. */
export function nearestInteger(x: number): number {
  return x + 6755399441055744 - 6755399441055744;
}

const SMALLEST = -1074;
const TWO_TO_1023 = 8.98846567431158e307;
const POWERS: Float64Array = /* @__PURE__ */ powersOfTwo();

function powersOfTwo(): Float64Array {
  const powers = new Float64Array(1023 - SMALLEST + 1).fill(TWO_TO_1023);
  for (let at = powers.length - 1; at > 0; at--) powers[at - 1] = (powers[at] as number) / 2;
  return powers;
}

/** `2^exponent` for whole exponents in [-1074, 1023]. */
export function powerOfTwo(exponent: number): number {
  return POWERS[exponent - SMALLEST] as number;
}
