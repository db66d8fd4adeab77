import { allocate, type FloatDType, NablaError } from '@nablajs/core';

/** How a byte becomes an input: (byte / divisor - mean) / standardDeviation. Plain JSON. */
export type Normalisation = {
  /** A finite number above 0. */
  readonly divisor: number;
  /** A finite number. Default: 0. */
  readonly mean?: number;
  /** A finite number above 0. Default: 1. */
  readonly standardDeviation?: number;
};

/** Computes the input for each of the 256 bytes in float64, rounded once to `dtype`. */
export function normalisationTable(normalisation: Normalisation, dtype: FloatDType): Float32Array | Float64Array {
  const { divisor, mean = 0, standardDeviation = 1 } = normalisation;
  checkNumber('divisor', divisor, divisor > 0);
  checkNumber('mean', mean, true);
  checkNumber('standardDeviation', standardDeviation, standardDeviation > 0);
  const table = allocate(dtype, 256);
  for (let byte = 0; byte < 256; byte++) table[byte] = (byte / divisor - mean) / standardDeviation;
  return table;
}

function checkNumber(name: string, value: number, inRange: boolean): void {
  if (!Number.isFinite(value) || !inRange) {
    const expected = name === 'mean' ? 'a finite number' : 'a finite number > 0';
    throw new NablaError('argument', `normalisation.${name}: expected ${expected}. Received ${String(value)}.`);
  }
}
