import { dtypeOf } from '../tensors/dtype.js';
import { nameOf } from './decision.js';
import type { Metric, MetricOptions, MetricSum } from './metric.js';
import { eachDecision, eachRow, onlyPair } from './pairs.js';

/**
 * Measures the area under the ROC curve: the probability that a positive example has a higher score s₁ than a negative
 * one, s₀: `P(s₁ > s₀) + P(s₁ = s₀) / 2` (Mann and Whitney 1947). It keeps all scores, 16 bytes for each. NaN if all
 * examples are of one kind or there are none, as in scikit-learn, and if a score is NaN.
 *
 * Outputs are [n] or [n, 1], logits or probabilities, with targets of 0 or 1 of the same shape. Or they are those of
 * two classes, [n, ..., 2], with int32 labels [n, ...]: class 1 is then positive, and its output minus the other is the
 * score.
 *
 * @example
 * ```ts
 * const { metrics } = await evaluate(model, testSet, { loss, metrics: [new RocAuc()] });
 * console.log(metrics.rocAuc);
 * ```
 */
export class RocAuc implements Metric {
  readonly name: string;

  constructor(options: MetricOptions = {}) {
    this.name = nameOf('RocAuc', options, 'rocAuc');
  }

  start(): MetricSum {
    const scores: number[] = [];
    /** Negative for an example that is negative. */
    const weights: number[] = [];
    const visit = (score: number, isPositive: boolean, weight: number): void => {
      scores.push(score);
      weights.push(isPositive ? weight : -weight);
    };
    return {
      add: (...batch) => {
        const [y, t] = onlyPair(this.name, batch);
        if (dtypeOf(t.data) !== 'int32' || y.shape.at(-1) !== 2 || t.shape.length >= y.shape.length) {
          return eachDecision(this.name, batch, visit);
        }
        eachRow(this.name, batch, (row, truth, weight) => {
          visit((row[1] as number) - (row[0] as number), truth === 1, weight);
        });
      },
      result: () => areaOf(Float64Array.from(scores), weights),
    };
  }
}

/** Returns the share of pairs whose positive score is higher; equal scores count half. */
function areaOf(scores: Float64Array, weights: readonly number[]): number {
  if (scores.some(Number.isNaN)) return Number.NaN;
  const order = Uint32Array.from(scores.keys()).sort((a, b) => (scores[a] as number) - (scores[b] as number));
  let [wins, positives, negatives] = [0, 0, 0];
  for (let at = 0; at < order.length; ) {
    const score = scores[order[at] as number];
    let [more, below] = [0, 0];
    for (; scores[order[at] as number] === score; at++) {
      const weight = weights[order[at] as number] as number;
      if (weight > 0) more += weight;
      else below -= weight;
    }
    wins += more * (negatives + below / 2);
    positives += more;
    negatives += below;
  }
  return wins / (positives * negatives);
}
