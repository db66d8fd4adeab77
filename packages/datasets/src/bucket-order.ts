import type { Permuter } from '@nablajs/core';

/** Lengths up to 4 are alone in their bucket; of larger ones, four buckets double the length. */
function bucketOf(length: number): number {
  if (length <= 4) return length;
  const octave = 31 - Math.clz32(length - 1);
  return 4 * octave + ((length - 1) >> (octave - 2));
}

/** Returns a random order in which batches have sequences of similar lengths, and a batch that is not full is last. */
export function bucketOrder(lengths: Int32Array, batchSize: number, random: Permuter): Int32Array {
  const bucket = lengths.map(bucketOf);
  // The sort is stable: within a bucket, the sequences stay in random order.
  const sorted = random.permutation(lengths.length).sort((a, b) => (bucket[a] as number) - (bucket[b] as number));
  const full = Math.floor(sorted.length / batchSize);
  const order = new Int32Array(sorted.length);
  for (const [place, batch] of random.permutation(full).entries()) {
    order.set(sorted.subarray(batch * batchSize, (batch + 1) * batchSize), place * batchSize);
  }
  order.set(sorted.subarray(full * batchSize), full * batchSize);
  return order;
}
