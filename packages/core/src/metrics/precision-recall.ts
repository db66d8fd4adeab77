import type { TypedArray } from '../backend.js';
import { largestAt } from '../math/largest-at.js';
import { checkWhole } from '../validation/arguments.js';
import { unexpected } from '../validation/describe.js';
import { NablaError } from '../validation/errors.js';
import { ratio } from './confusion-matrix.js';
import { boundOf, nameOf } from './decision.js';
import type { DecisionOptions, Metric, MetricSum } from './metric.js';
import { type Added, eachDecision, eachRow } from './pairs.js';

/** Options of `Precision`, `Recall` and `F1`. */
export interface ClassMetricOptions extends DecisionOptions {
  /**
   * How to combine classes. 'binary': each output is a yes-or-no decision by `threshold`. The others are for outputs
   * [n, ..., classes], whose largest is the prediction, and take no `threshold`: 'macro' is the mean over the classes
   * that occur among labels or predictions, 'micro' counts the decisions of all classes together, which gives the
   * accuracy. Default: 'binary'.
   */
  readonly average?: 'binary' | 'macro' | 'micro';
  /** Replaces `average`: measures this class against all others, for outputs [n, ..., classes]. Default: none. */
  readonly classIndex?: number;
}

/**
 * Measures how many predictions of a class are right: `true positives / predicted positives`. 0 if nothing was
 * predicted, as in scikit-learn.
 *
 * Outputs are [n] or [n, 1] with targets of 0 or 1 by default; see `average` for several classes. `classReports`
 * returns every class at once.
 *
 * @example
 * ```ts
 * const { metrics } = await evaluate(model, testSet, { loss, metrics: [new Precision()] });
 * console.log(metrics.precision);
 * ```
 */
export class Precision implements Metric {
  readonly name: string;
  /** An empty sum. */
  readonly start: () => MetricSum;

  constructor(options: ClassMetricOptions = {}) {
    [this.name, this.start] = counting('Precision', options, ({ hits, predicted }) => ratio(hits, predicted));
  }
}

/**
 * Measures how many examples of a class are found: `true positives / positives`. 0 if there are none, as in
 * scikit-learn. Takes outputs and targets like `Precision`.
 *
 * @example
 * ```ts
 * const { metrics } = await evaluate(model, testSet, { loss, metrics: [new Recall({ average: 'macro' })] });
 * console.log(metrics.recall);
 * ```
 */
export class Recall implements Metric {
  readonly name: string;
  /** An empty sum. */
  readonly start: () => MetricSum;

  constructor(options: ClassMetricOptions = {}) {
    [this.name, this.start] = counting('Recall', options, ({ hits, actual }) => ratio(hits, actual));
  }
}

/**
 * Measures the harmonic mean of precision and recall: `2 true positives / (predicted positives + positives)`. 0 if
 * there are neither, as in scikit-learn. Takes outputs and targets like `Precision`; 'macro' is the mean of the
 * classes' F1.
 *
 * @example
 * ```ts
 * const { metrics } = await evaluate(model, testSet, { loss, metrics: [new F1()] });
 * console.log(metrics.f1);
 * ```
 */
export class F1 implements Metric {
  readonly name: string;
  /** An empty sum. */
  readonly start: () => MetricSum;

  constructor(options: ClassMetricOptions = {}) {
    const score = ({ hits, predicted, actual }: Counts): number => ratio(2 * hits, predicted + actual);
    [this.name, this.start] = counting('F1', options, score);
  }
}

interface Counts {
  hits: number;
  predicted: number;
  actual: number;
}

function counting(
  who: string,
  options: ClassMetricOptions,
  score: (counts: Counts) => number,
): [name: string, start: () => MetricSum] {
  const known = ['average', 'classIndex', ...DECISION];
  const name = nameOf(who, options, who.toLowerCase(), known, "{ average: 'macro' }");
  const { average = 'binary', classIndex } = options;
  if (!['binary', 'macro', 'micro'].includes(average)) {
    throw unexpected(`${who} average`, "'binary', 'macro' or 'micro'", average);
  }
  if (classIndex !== undefined) checkWhole(`${who} classIndex`, classIndex, 0, Number.MAX_SAFE_INTEGER, '[0, classes)');
  // A decision is a prediction of class 0 or 1.
  if (average === 'binary' && classIndex === undefined) {
    const bound = boundOf(who, options);
    const addTo = (count: Count) => (output: number, isActual: boolean, weight: number) =>
      count(Number(output > bound), Number(isActual), weight);
    return [name, () => countsOf((batch, count) => eachDecision(name, batch, addTo(count)), average, 1, score)];
  }
  const others = classIndex === undefined ? DECISION : ([...DECISION, 'average'] as const);
  const given = others.find((option) => options[option] !== undefined);
  if (given !== undefined) {
    const other = classIndex === undefined ? `average '${average}'` : 'classIndex';
    throw new NablaError('argument', `${who}: ${given} has no meaning with ${other}; leave it out.`);
  }
  const addTo = (count: Count) => (row: TypedArray, truth: number, weight: number) => {
    if (classIndex !== undefined) checkWhole(`${name} classIndex`, classIndex, 0, row.length, `[0, ${row.length})`);
    count(largestAt(row), truth, weight);
  };
  return [name, () => countsOf((batch, count) => eachRow(name, batch, addTo(count)), average, classIndex, score)];
}

const DECISION = ['threshold', 'fromLogits'] as const;

type Count = (predicted: number, truth: number, weight: number) => void;

function countsOf(
  addTo: (batch: Added, count: Count) => void,
  average: 'binary' | 'macro' | 'micro',
  classIndex: number | undefined,
  score: (counts: Counts) => number,
): MetricSum {
  const classes: Counts[] = [];
  const of = (index: number): Counts => (classes[index] ??= { hits: 0, predicted: 0, actual: 0 });
  const count: Count = (predicted, truth, weight) => {
    of(predicted).predicted += weight;
    of(truth).actual += weight;
    if (predicted === truth) of(truth).hits += weight;
  };
  return {
    add: (...batch) => addTo(batch, count),
    result: () => {
      if (classIndex !== undefined) return score(of(classIndex));
      const all = classes.filter(Boolean);
      const sum = (value: (counts: Counts) => number): number =>
        all.reduce((total, counts) => total + value(counts), 0);
      if (average === 'macro') return ratio(sum(score), all.length);
      return score({
        hits: sum(({ hits }) => hits),
        predicted: sum(({ predicted }) => predicted),
        actual: sum(({ actual }) => actual),
      });
    },
  };
}
