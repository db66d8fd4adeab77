import type { TypedArray } from '../backend.js';

/** Returns the index of the largest element, as `argmax` does. */
export function largestAt(row: TypedArray): number {
  let best = 0;
  for (let i = 1; i < row.length; i++) if (isAhead(row[i] as number, row[best] as number)) best = i;
  return best;
}

/** Whether a comes before b in the order of `argmax`: NaN first, then the largest. */
export const isAhead = (a: number, b: number): boolean => a > b || (Number.isNaN(a) && !Number.isNaN(b));
