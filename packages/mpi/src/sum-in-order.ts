/** The definition of a sum over ranks, for checks. */

/** Adds arrays of equal length: the first and the second, the third and the fourth, …; then the results likewise. */
export function sumInOrder<T extends Float32Array | Float64Array>(arrays: readonly T[]): T {
  let level = arrays;
  while (level.length > 1) {
    level = level.flatMap((left, i) => {
      const right = level[i + 1];
      return i % 2 === 1 || right === undefined ? [] : [left.map((value, at) => value + (right[at] ?? 0)) as T];
    });
  }
  const [sum] = level;
  if (sum === undefined) throw new Error('sumInOrder: expected at least one array');
  return sum;
}
