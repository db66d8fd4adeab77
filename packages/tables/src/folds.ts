/** Cuts the rows of a table into folds. */
import { Random, RandomKey } from '@nablajs/core';

/**
 * Returns the fold of each row, from 0 to `folds` - 1. Folds differ in size by one row at most, and the targets in them
 * are alike: each has its share of every class, or of small and large numbers.
 *
 * @param targets Class numbers, or numbers, of each row.
 */
export function foldsOf(targets: ArrayLike<number>, folds: number, seed: number): Int32Array {
  const order = new Random(new RandomKey(seed, 'folds')).permutation(targets.length);
  const sorted = Array.from(order).sort((a, b) => (targets[a] as number) - (targets[b] as number));
  const found = new Int32Array(targets.length);
  // Neighbours in this order are alike, and go to different folds.
  for (const [place, row] of sorted.entries()) found[row] = place % folds;
  return found;
}
