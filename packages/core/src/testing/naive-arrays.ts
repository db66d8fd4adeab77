/** What the kernels of the naive backend share. */
import type { CsrArray, DType, Operand, TypedArray } from '../backend.js';
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
 * Sums `count` terms with Neumaier's compensation (1974), exact to about 1 ULP without cancellation. NaN and infinities
 * propagate.
 */
export function compensatedSum(count: number, term: (index: number) => number): number {
  let total = 0;
  let compensation = 0;
  for (let i = 0; i < count; i++) {
    const value = term(i);
    const next = total + value;
    compensation += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return Number.isFinite(total) ? total + compensation : total;
}

/** Returns the index of the largest of n elements: the first one, or the first NaN if there is any. */
export function argmaxOf(n: number, read: (index: number) => number): number {
  let best = 0;
  for (let i = 1; i < n; i++) {
    if (Number.isNaN(read(best))) break;
    if (read(i) > read(best) || Number.isNaN(read(i))) best = i;
  }
  return best;
}
