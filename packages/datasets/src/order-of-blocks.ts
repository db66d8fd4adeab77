import type { Permuter } from '@nablajs/core';

/** Blocks in random order, and the examples of each. */
export function orderOfBlocks(starts: Int32Array, length: number, random: Permuter): Int32Array {
  const order = new Int32Array(length);
  let at = 0;
  for (const block of random.permutation(starts.length)) {
    const start = starts[block] as number;
    const within = random.permutation((starts[block + 1] ?? length) - start);
    for (const row of within) order[at++] = start + row;
  }
  return order;
}
