/** How far a prediction may be from the number that it predicts. */

/**
 * Returns the distance from the prediction within which a new number lies with a probability of `coverage`, by
 * split-conformal prediction (Lei et al. 2018): the residual of rank ceil((n + 1) coverage) of n. Infinity if there are
 * too few rows for that.
 *
 * @param predictions What was said about rows that were not learned from, as `heldOutAnswers` returns it.
 */
export function conformalDistance(
  predictions: ArrayLike<number>,
  targets: ArrayLike<number>,
  coverage: number,
): number {
  const residuals = Float64Array.from(predictions, (prediction, row) =>
    Math.abs(prediction - (targets[row] as number)),
  );
  const rank = Math.ceil((residuals.length + 1) * coverage);
  return residuals.sort()[rank - 1] ?? Number.POSITIVE_INFINITY;
}
