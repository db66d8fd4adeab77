/** IEEE 754 half precision (binary16): a sign, 5 bits of exponent, 10 of mantissa. */

/** The largest finite half. */
export const MAX_HALF = 65504;

/** 2^(exponent - 25) by the exponent's bits, from 1: what one unit of the mantissa is worth. Subnormals have that of 1. */
const UNITS = new Float64Array(31);
for (let exponent = 1, unit = 1 / 16777216; exponent < 31; exponent++, unit *= 2) UNITS[exponent] = unit;

const SIGN = 0x8000;
const INFINITY = 0x7c00;
const QUIET_NAN = 0x7e00;
/** 2^52. A smaller number that it is added to has no place for a fraction: the processor rounds, half to even. */
const ROUNDER = 4503599627370496;

/** For the exponent of a float64. */
const view = new DataView(new ArrayBuffer(8));

/**
 * The bits of the half that is nearest to `value`; of two that are equally near, the one with an even mantissa. What
 * rounds past 65504 becomes infinity.
 */
export function halfBits(value: number): number {
  view.setFloat64(0, value);
  const high = view.getUint32(0);
  const sign = (high >>> 16) & SIGN;
  if (Number.isNaN(value)) return sign | QUIET_NAN;
  // From float64's bias of 1023 to 15; below 1 the half is subnormal.
  const exponent = Math.max(((high >>> 20) & 0x7ff) - 1008, 1);
  if (exponent > 30) return sign | INFINITY;
  const units = Math.abs(value) / (UNITS[exponent] as number) + ROUNDER - ROUNDER;
  // A mantissa that rounds up to 2048 carries into the exponent, and at its end becomes infinity.
  return sign | (((exponent - 1) << 10) + units);
}

/** The number that the bits of a half stand for; float32 holds each of them. */
export function halfValue(bits: number): number {
  const sign = (bits & SIGN) === 0 ? 1 : -1;
  const exponent = (bits >>> 10) & 0x1f;
  const mantissa = bits & 0x3ff;
  if (exponent === 0x1f) return mantissa === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * mantissa * (UNITS[1] as number);
  return sign * (mantissa + 1024) * (UNITS[exponent] as number);
}
