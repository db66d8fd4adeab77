/** Makes probabilities as sure as they are right, and says how far from its prediction a number may be. */
import { exp, log } from '@nablajs/core/math';

const [LEAST, MOST] = [-3, 3];
const STEPS = 40;
const GOLDEN = (Math.sqrt(5) - 1) / 2;
/** Stands for a probability that was rounded to 0, whose logarithm is not finite. */
const TINY = 1e-12;

/**
 * Returns the temperature T with which `softmax(log p / T)` of probabilities p [rows, classes] has the least mean log
 * loss for `targets` [rows] (Guo et al. 2017): above 1 if they are too sure. It is between `e⁻³` and `e³`.
 *
 * @param probabilities What was said about rows that were not learned from, as `heldOutAnswers` returns it.
 *
 * @example
 * ```ts
 * const temperature = bestTemperature([0.9, 0.1, 0.6, 0.4, 0.8, 0.2], [0, 1, 0]); // said of three rows
 * ```
 */
export function bestTemperature(probabilities: ArrayLike<number>, targets: ArrayLike<number>): number {
  const classes = probabilities.length / targets.length;
  const logits = Float64Array.from(probabilities, (probability) => log(Math.max(probability, TINY)));
  const lossAt = (power: number): number => logLoss(logits, targets, classes, exp(-power));
  // The loss has one minimum: golden-section search (Kiefer 1953).
  let [low, high] = [LEAST, MOST];
  let [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
  let [atLeft, atRight] = [lossAt(left), lossAt(right)];
  for (let step = 0; step < STEPS; step++) {
    if (atLeft < atRight) {
      [high, right, atRight] = [right, left, atLeft];
      left = high - GOLDEN * (high - low);
      atLeft = lossAt(left);
    } else {
      [low, left, atLeft] = [left, right, atRight];
      right = low + GOLDEN * (high - low);
      atRight = lossAt(right);
    }
  }
  return exp((low + high) / 2);
}

/**
 * The sum over the rows of `−log softmax(factor · logits)[target]`, and one row's worth of every class, so few rows
 * make nothing certain.
 */
function logLoss(logits: Float64Array, targets: ArrayLike<number>, classes: number, factor: number): number {
  let sum = 0;
  for (let row = 0; row < targets.length; row++) {
    const at = row * classes;
    let most = Number.NEGATIVE_INFINITY;
    for (let of = 0; of < classes; of++) most = Math.max(most, factor * (logits[at + of] as number));
    let total = 0;
    for (let of = 0; of < classes; of++) total += exp(factor * (logits[at + of] as number) - most);
    const evidence = most + log(total);
    let each = 0;
    for (let of = 0; of < classes; of++) each += evidence - factor * (logits[at + of] as number);
    sum += evidence - factor * (logits[at + (targets[row] as number)] as number);
    sum += each / (classes * targets.length);
  }
  return sum;
}

/**
 * Returns, for each whole percent from 1 to 99, the distance from a prediction within which a new number lies with that
 * probability, by split-conformal prediction (Lei et al. 2018): the residual of rank `⌈(n + 1) percent / 100⌉` of
 * n, or the largest one if there are too few rows for that rank.
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
