/** The median rule: stops a trial that does worse than half of the trials before it. */

/** The scores of a trial. */
export interface Curve {
  /** The score after each epoch; null if it is not finite. */
  readonly scores: readonly (number | null)[];
  /** Whether the trial trained to its end. Its best score then counts at every later epoch. */
  readonly isComplete: boolean;
}

/** How many trials must have reached an epoch before the rule applies. */
const FEWEST = 3;
/** The share of its epochs before which a trial is never stopped. */
const GRACE = 0.1;

/**
 * Returns whether to stop a trial of `epochs` epochs after its `scores` so far: if its best score is below the median
 * of the best scores that `others` had at that epoch. Another trial counts if it reached that epoch, or is complete.
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
  // Equal values are their own mean; their sum could overflow.
  return low === high ? low : (low + high) / 2;
}
