/** Medians and their intervals. */
import type { Interval } from '../result/result-file.js';

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/**
 * Returns the median of all values and an interval around it. Each group contains the rounds of one process. The
 * interval covers the median, by order statistics: with 95 % confidence from six values on, and the whole range for
 * fewer. It also covers the medians of the groups. Returns undefined for fewer than two values.
 */
export function summarize(groups: readonly (readonly number[])[]): Interval | undefined {
  const filled = groups.filter((group) => group.length > 0);
  const all = filled.flat().toSorted((a, b) => a - b);
  if (all.length < 2) return undefined;
  const skipped = skippedRanks(all.length);
  const ends = [all[skipped], all.at(-1 - skipped), ...filled.map(median)].map((end) => end ?? Number.NaN);
  const [low, high] = [ends.reduce((a, b) => Math.min(a, b)), ends.reduce((a, b) => Math.max(a, b))];
  return { median: median(all), low, high };
}

const CONFIDENCE = 0.95;

/** How many of n sorted values lie outside the median's interval at each end (binomial, p = 1/2); 0 for n < 6. */
function skippedRanks(n: number): number {
  // Uses the normal approximation if 2^-n is close to the smallest number.
  if (n > 500) return Math.floor(n / 2 - 0.98 * Math.sqrt(n)) - 1;
  let probability = 2 ** -n;
  let below = probability;
  let rank = 0;
  while (2 * below <= 1 - CONFIDENCE && rank < (n - 1) / 2) {
    rank += 1;
    probability *= (n - rank + 1) / rank;
    below += probability;
  }
  return Math.max(0, rank - 1);
}

/** Candidate over baseline, round by round: what both suffered in the same round cancels. */
export function pairedRatios(
  candidate: readonly (readonly number[])[],
  baseline: readonly (readonly number[])[],
): number[][] {
  return candidate.map((group, launch) =>
    group.flatMap((value, round) => {
      const reference = baseline[launch]?.[round];
      return reference === undefined ? [] : [value / reference];
    }),
  );
}
