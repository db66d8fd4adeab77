/** IEEE 754 half precision (binary16): 1 bit for the sign, 5 for the exponent, 10 for the mantissa. */

/** The largest finite half. */
export const MAX_HALF = 65504;

/** 2^(exponent - 25) for each exponent from 1: one unit of the mantissa. Subnormals have that of 1. */
const UNITS = new Float64Array(31);
for (let exponent = 1, unit = 1 / 16777216; exponent < 31; exponent++, unit *= 2) UNITS[exponent] = unit;

const SIGN = 0x8000;
const INFINITY = 0x7c00;
const QUIET_NAN = 0x7e00;
/** Adding 2^52 rounds a smaller number half to even. */
const ROUNDER = 4503599627370496;

/** Used to read the exponent of a float64. */
const view = new DataView(new ArrayBuffer(8));

/**
 * Returns the bits of the half nearest to `value`; if two are equally near, the one with the even mantissa. Values that
 * round past 65504 become infinity.
 */
export function halfBits(value: number): number {
  view.setFloat64(0, value);
  const high = view.getUint32(0);
  const sign = (high >>> 16) & SIGN;
  if (Number.isNaN(value)) return sign | QUIET_NAN;
  // Changes the bias from float64's 1023 to 15. Below 1 the half is subnormal.
  const exponent = Math.max(((high >>> 20) & 0x7ff) - 1008, 1);
  if (exponent > 30) return sign | INFINITY;
  const units = Math.abs(value) / (UNITS[exponent] as number) + ROUNDER - ROUNDER;
  // A mantissa that rounds up to 2048 carries into the exponent, at the end to infinity.
  return sign | (((exponent - 1) << 10) + units);
}

/**
 * Returns the value of a half, given its bits. Every half is exact in float32.
 *
 * @example
 * ```ts
 * const one = halfValue(0x3c00); // 1
 * ```
 */
export function halfValue(bits: number): number {
  const sign = (bits & SIGN) === 0 ? 1 : -1;
  const exponent = (bits >>> 10) & 0x1f;
  const mantissa = bits & 0x3ff;
  if (exponent === 0x1f) return mantissa === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * mantissa * (UNITS[1] as number);
  return sign * (mantissa + 1024) * (UNITS[exponent] as number);
}
