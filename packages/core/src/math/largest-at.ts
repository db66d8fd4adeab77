import type { TypedArray } from '../backend.js';

/** Returns the index of the largest of `length` elements from `start` on, as `argmax` does. */
export function largestAt(data: TypedArray, start = 0, length: number = data.length): number {
  let best = start;
  for (let i = start + 1; i < start + length; i++) if (isAhead(data[i] as number, data[best] as number)) best = i;
  return best - start;
}

/** Whether a comes before b for `argmax`: NaN first, then the largest. */
export const isAhead = (a: number, b: number): boolean => a > b || (Number.isNaN(a) && !Number.isNaN(b));
