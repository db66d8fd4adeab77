/** Computes the results of a regression: how far predictions are from the true values, in the target's unit. */
import { type DenseArray, NablaError } from '@nablajs/core';
import { type TargetScale, targetValue } from '@nablajs/datasets';
import { errorScale } from '../data/task.js';
import { inUnits, RegressionRows } from '../evaluation/intervals.js';
import { type Example, keepExample, shortText } from './example.js';
import {
  LARGEST,
  MOST_EXAMPLES,
  MOST_PAIRS,
  RESIDUAL_BINS,
  RESULTS_FORMAT,
  RESULTS_VERSION,
  type RegressionResults,
} from './results-schema.js';

interface Pair {
  readonly index: number;
  readonly truth: number;
  readonly predicted: number;
}

/** The scale is the target's: the network learns `targetOutput` of its numbers. */
export interface RegressionInput extends TargetScale {
  /** The name of the target. */
  readonly target: string;
  /** Outputs of the network [n, 1]. */
  readonly outputs: DenseArray;
  /** What they should be, n numbers. */
  readonly truth: ArrayLike<number>;
  readonly example: (index: number) => Example;
  readonly epochs: number;
  readonly epochChosen?: boolean;
  readonly heldOut?: boolean;
  readonly seconds: number;
}

/** Computes the results. Throws a NablaError of code `shape` for outputs or true values of other shapes. */
export function regressionResults(input: RegressionInput): RegressionResults {
  const { target, epochs, epochChosen = false, heldOut = false, seconds, example } = input;
  const all = pairsOf(input);
  const pairs = all.filter(({ truth, predicted }) => isNumber(truth) && isNumber(predicted));
  const residuals = pairs.map(residual);
  return {
    ...{ format: RESULTS_FORMAT, formatVersion: RESULTS_VERSION, kind: 'regression' },
    target: shortText(target),
    epochs,
    rows: all.length,
    epochChosen,
    heldOut,
    notFinite: all.length - pairs.length,
    ...{ seconds, columns: [], distance: null },
    meanAbsoluteError: orNull(meanOf(residuals.map(Math.abs))),
    rootMeanSquaredError: orNull(Math.sqrt(meanOf(residuals.map((one) => one * one)))),
    r2: orNull(r2Of(pairs)),
    intervals: intervalsOf(input),
    pairs: evenly(pairs).map(({ truth, predicted }) => [truth, predicted]),
    residuals: histogramOf(residuals),
    largestErrors: [...pairs]
      .sort((a, b) => Math.abs(residual(b)) - Math.abs(residual(a)) || a.index - b.index)
      .slice(0, MOST_EXAMPLES)
      .map((pair) => ({ ...pair, example: keepExample(example(pair.index)) })),
  };
}

function pairsOf(input: RegressionInput): Pair[] {
  const { outputs, truth } = input;
  const { data, shape } = outputs;
  if (shape[0] !== truth.length || data.length !== truth.length) {
    throw new NablaError(
      'shape',
      `regressionResults: expected outputs [${truth.length}, 1]. Received [${shape.join(', ')}].`,
    );
  }
  return Array.from(truth, (value, index) => ({
    index,
    truth: targetValue(input, value),
    predicted: targetValue(input, data[index] ?? Number.NaN),
  }));
}

/** Returns the intervals of the rows; null for few rows, or if a number is not finite or too large. */
function intervalsOf(input: RegressionInput): RegressionResults['intervals'] {
  const { outputs, truth } = input;
  const { unit, numberOf } = errorScale(input);
  const sample = new RegressionRows();
  for (const [at, output] of outputs.data.entries()) {
    sample.add(numberOf(output), numberOf(truth[at] ?? Number.NaN));
  }
  const { r2, mae } = inUnits(sample.intervals(), unit) ?? {};
  if (r2 === undefined || mae === undefined || ![...r2, ...mae].every(isNumber)) return null;
  return { r2: [...r2], mae: [...mae] };
}

const residual = ({ truth, predicted }: Pair): number => predicted - truth;

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Returns the mean, or NaN for no values. */
const meanOf = (values: readonly number[]): number => sumOf(values) / values.length;

/** Whether a value is a number of reasonable size; false for NaN. */
const isNumber = (value: number): boolean => Math.abs(value) <= LARGEST;

const orNull = (value: number): number | null => (isNumber(value) ? value : null);

function r2Of(pairs: readonly Pair[]): number {
  const mean = meanOf(pairs.map(({ truth }) => truth));
  const total = sumOf(pairs.map(({ truth }) => (truth - mean) ** 2));
  return 1 - sumOf(pairs.map((pair) => residual(pair) ** 2)) / total;
}

/** Returns at most `MOST_PAIRS` pairs, evenly spaced in the data. */
function evenly(pairs: readonly Pair[]): readonly Pair[] {
  const { length } = pairs;
  if (length <= MOST_PAIRS) return pairs;
  return Array.from({ length: MOST_PAIRS }, (_, at) => pairs[Math.floor((at * length) / MOST_PAIRS)] as Pair);
}

/** Counts residuals in bins of equal width, or in a single bin if all are the same. */
function histogramOf(residuals: readonly number[]): RegressionResults['residuals'] {
  if (residuals.length === 0) return { from: null, to: null, counts: [] };
  const from = residuals.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const to = residuals.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  if (from === to) return { from, to, counts: [residuals.length] };
  const counts = new Array<number>(RESIDUAL_BINS).fill(0);
  for (const value of residuals) {
    const at = Math.min(RESIDUAL_BINS - 1, Math.floor(((value - from) / (to - from)) * RESIDUAL_BINS));
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return { from, to, counts };
}
