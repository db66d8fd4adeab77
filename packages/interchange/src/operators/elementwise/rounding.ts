/** Rounding on the device. Their gradients are 0. */
import { abs, add, greater, less, multiply, sign, stopGradient, subtract, type Tensor, where } from '@nablajs/core';

/** From here on each float is a whole number. */
const WHOLE = { float32: 8388608, float64: 4503599627370496 } as const;

/** To the nearest whole number, halves to the even one: adding 2^23 (2^52 in float64) rounds. */
export function round(given: Tensor): Tensor {
  const x = stopGradient(given);
  const whole = WHOLE[x.dtype as 'float32'];
  const size = abs(x);
  const rounded = multiply(subtract(add(size, whole), whole), sign(x));
  return where(less(size, whole), rounded, x);
}

/** Down to a whole number. */
export function floor(given: Tensor): Tensor {
  const x = stopGradient(given);
  const rounded = round(x);
  return subtract(rounded, greater(rounded, x));
}

/** Up to a whole number. */
export function ceil(given: Tensor): Tensor {
  const x = stopGradient(given);
  const rounded = round(x);
  return add(rounded, less(rounded, x));
}

/** Towards 0. */
export function truncate(given: Tensor): Tensor {
  const x = stopGradient(given);
  return multiply(floor(abs(x)), sign(x));
}
