/** How a batch is cut: only by its number of rows, so the bits do not depend on the machine or on ranks. */

/** A part with more rows is cut in two. */
export const MOST_ROWS = 2048;

/** Whether a value is 1, 2, 4, …, 2^30. */
export const isPowerOfTwo = (value: unknown): boolean =>
  Number.isInteger(value) && (value as number) > 0 && ((value as number) & ((value as number) - 1)) === 0;

/** Returns the number of parts of a batch: a power of two, at least `least`; 1 if `least` is 0. */
export function partCount(rows: number, least: number): number {
  let count = Math.max(least, 1);
  while (least > 0 && rows > count * MOST_ROWS) count *= 2;
  return count;
}

/** Returns the rows of part `at` of `count`. The parts are consecutive; the first ones may have one row more. */
export function partOf(rows: number, count: number, at: number): { readonly start: number; readonly end: number } {
  const [least, more] = [Math.floor(rows / count), rows % count];
  const start = at * least + Math.min(at, more);
  return { start, end: start + least + (at < more ? 1 : 0) };
}
