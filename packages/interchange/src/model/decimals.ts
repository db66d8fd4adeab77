/**
 * Returns the shortest decimal number that rounds to a float32: 1e-5 for 9.99999974737875e-6. Files keep numbers such
 * as epsilon in 32 bits written in decimal digits.
 */
export function decimalOf(float32: number): number {
  for (let digits = 1; digits < 10; digits++) {
    const decimal = Number(float32.toPrecision(digits));
    if (Math.fround(decimal) === float32) return decimal;
  }
  return float32;
}

/** Whether a reader finds the number again after it was written in 32 bits. */
export const fits32 = (value: number): boolean => decimalOf(Math.fround(value)) === value;
