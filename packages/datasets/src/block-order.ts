import type { Permuter } from '@nablajs/core';

/**
 * Returns a random order of examples that keeps blocks together: blocks are shuffled, and the examples in each block.
 */
export function blockOrder(starts: Int32Array, length: number, random: Permuter): Int32Array {
  const order = new Int32Array(length);
  let at = 0;
  for (const block of random.permutation(starts.length)) {
    const start = starts[block] as number;
    const within = random.permutation((starts[block + 1] ?? length) - start);
    for (const row of within) order[at++] = start + row;
  }
  return order;
}
