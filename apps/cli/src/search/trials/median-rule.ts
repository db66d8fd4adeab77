/** The median rule: a trial that does worse than half of those before it is stopped. */

/** What a trial scored. */
export interface Curve {
  /** After each epoch; null for one that is no finite number. */
  readonly scores: readonly (number | null)[];
  /** Whether it trained to its own end, and would keep its best score however long others train. */
  readonly isComplete: boolean;
}

/** Trials that must have come as far before the rule stops one. */
const FEWEST = 3;
/** The share of its epochs in which a trial is never stopped. */
const GRACE = 0.1;

/**
 * Whether a trial of `epochs` epochs is stopped after those that `scores` has: its best score so far is below the median
 * of the best ones that the `others` had at that epoch. Another trial counts where it came as far, or where it had ended
 * by itself.
 */
export function isStoppedByMedian(scores: Curve['scores'], epochs: number, others: readonly Curve[]): boolean {
  const epoch = scores.length;
  if (epoch <= Math.max(1, epochs * GRACE) || epoch >= epochs) return false;
  const comparable = others.filter((other) => other.isComplete || other.scores.length >= epoch);
  if (comparable.length < FEWEST) return false;
  return bestOf(scores) < median(comparable.map((other) => bestOf(other.scores.slice(0, epoch))));
}

function bestOf(scores: Curve['scores']): number {
  return scores.reduce<number>((best, score) => Math.max(best, score ?? best), Number.NEGATIVE_INFINITY);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1] as number, sorted[Math.floor(middle)] as number];
  // The mean of two infinities of one sign is that infinity.
  return low === high ? low : (low + high) / 2;
}
