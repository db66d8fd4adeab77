import { dtypeOf } from '../tensors/dtype.js';
import { checkOptions } from '../validation/arguments.js';
import { checkName } from './decision.js';
import type { Metric, MetricOptions, MetricSum } from './metric.js';
import { eachDecision, eachRow, onlyPair } from './pairs.js';

/**
 * Measures the area under the ROC curve: the probability that a positive example has a higher score than a negative
 * one, where equal scores count a half (Mann and Whitney 1947). Exact: it keeps the scores of all examples, 8 bytes
 * each. NaN if all examples are of one kind or there are none, as in scikit-learn, and if a score is NaN.
 *
 * Outputs are [n] or [n, 1], logits or probabilities, with targets of 0 or 1 of the same shape. Or they are those of
 * two classes, [n, 2], with int32 labels [n]: class 1 is then positive, and its output minus the other is the score.
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
    checkOptions('RocAuc', options, ['name'], "{ name: 'area' }");
    this.name = checkName('RocAuc', options.name ?? 'rocAuc');
  }

  start(): MetricSum {
    const positives = new Numbers();
    const negatives = new Numbers();
    const visit = (score: number, isPositive: boolean): void => (isPositive ? positives : negatives).push(score);
    return {
      add: (outputs, targets) => {
        const [y, t] = onlyPair(this.name, outputs, targets);
        if (dtypeOf(t.data) === 'int32' && y.shape.at(-1) === 2 && t.shape.length < y.shape.length) {
          eachRow(this.name, y, t, (row, truth) => visit((row[1] as number) - (row[0] as number), truth === 1));
        } else {
          eachDecision(this.name, y, t, visit);
        }
      },
      result: () => areaOf(positives.sorted(), negatives.sorted()),
    };
  }
}

/** A growing list of numbers. */
class Numbers {
  #data = new Float64Array(1024);
  #length = 0;

  push(value: number): void {
    if (this.#length === this.#data.length) {
      const wider = new Float64Array(2 * this.#length);
      wider.set(this.#data);
      this.#data = wider;
    }
    this.#data[this.#length++] = value;
  }

  /** Returns the numbers in ascending order, NaN last. */
  sorted(): Float64Array {
    return this.#data.slice(0, this.#length).sort();
  }
}

/** Returns the share of pairs whose positive score is above the negative one; an equal pair counts half. */
function areaOf(positives: Float64Array, negatives: Float64Array): number {
  if (Number.isNaN(positives.at(-1)) || Number.isNaN(negatives.at(-1))) return Number.NaN;
  let wins = 0;
  let below = 0;
  let upTo = 0;
  for (const score of positives) {
    while (below < negatives.length && (negatives[below] as number) < score) below += 1;
    while (upTo < negatives.length && (negatives[upTo] as number) <= score) upTo += 1;
    wins += (below + upTo) / 2;
  }
  return wins / (positives.length * negatives.length);
}
