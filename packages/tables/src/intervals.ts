/** How far a prediction may be from the number that it predicts. */

/**
 * Returns, for each whole percent from 1 to 99, the distance from a prediction within which a new number lies with that
 * probability, by split-conformal prediction (Lei et al. 2018): the residual of rank ceil((n + 1) percent / 100) of n,
 * or the largest one if there are too few rows for that rank.
 *
 * @param predictions What was said about rows that were not learned from; at least one.
 *
 * @example
 * ```ts
 * const distance = conformalDistances(learned.answers, learned.targets)[89]; // of 90 %
 * ```
 */
export function conformalDistances(predictions: ArrayLike<number>, targets: ArrayLike<number>): number[] {
  const residuals = Float64Array.from(predictions, (prediction, row) =>
    Math.abs(prediction - (targets[row] as number)),
  ).sort();
  const rank = (percent: number): number =>
    Math.min(residuals.length, Math.ceil(((residuals.length + 1) * percent) / 100));
  return Array.from({ length: 99 }, (_, at) => residuals[rank(at + 1) - 1] as number);
}
