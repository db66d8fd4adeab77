import type { CsrArray, DType, Operand, ReductionShape, TypedArray } from '../backend.js';
import { allocate } from '../tensors/dtype.js';

/** A storage is a typed array, or a copied CsrArray. */
export type Storage = TypedArray | CsrArray;

export const elements = (x: Operand<Storage>): TypedArray => x.storage as TypedArray;

export function generate(dtype: DType, size: number, element: (index: number) => number): TypedArray {
  const out = allocate(dtype, size);
  for (let i = 0; i < size; i++) out[i] = element(i);
  return out;
}

/**
 * Sums terms with Neumaier's compensation (1974), exact to about 1 ULP without cancellation. NaN and infinities
 * propagate. Takes an array, because calling a function for each term would take most of the time.
 */
export function compensatedSum(terms: Float64Array): number {
  let total = 0;
  let compensation = 0;
  for (let i = 0; i < terms.length; i++) {
    const value = terms[i] as number;
    const next = total + value;
    compensation += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return Number.isFinite(total) ? total + compensation : total;
}

/** Returns the index of the first NaN, or else of the first largest element. */
export function argmaxOf(values: Float64Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) {
    const [value, largest] = [values[i] as number, values[best] as number];
    if (Number.isNaN(largest)) break;
    if (value > largest || Number.isNaN(value)) best = i;
  }
  return best;
}

/** One result for each line along the middle axis. */
export function reduce(
  x: Operand<Storage>,
  [outer, n, inner]: ReductionShape,
  dtype: DType,
  resultOf: (line: Float64Array) => number,
): TypedArray {
  const line = new Float64Array(n);
  return generate(dtype, outer * inner, (at) => {
    const start = Math.floor(at / inner) * n * inner + (at % inner);
    for (let i = 0; i < n; i++) line[i] = elements(x)[start + i * inner] as number;
    return resultOf(line);
  });
}
