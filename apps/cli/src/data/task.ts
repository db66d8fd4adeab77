import { type DenseArray, dense, type Loss, MeanSquaredError, SoftmaxCrossEntropy } from '@nablajs/core';
import { MAE, type Metric, R2, RMSE } from '@nablajs/core/metrics';
import { type TargetColumn, type TargetScale, targetValue } from '@nablajs/datasets';
import { Perplexity } from '@nablajs/sequences';

export type Task =
  | { readonly kind: 'classification'; readonly classes: readonly string[] }
  /** The next token of a text: one of `vocabulary`, from at most `context` tokens. */
  | { readonly kind: 'text'; readonly vocabulary: number; readonly context: number }
  /** The network learns `targetOutput` of the target. */
  | (TargetScale & { readonly kind: 'regression'; readonly target: string });

/** MNIST and data sets in its format have ten classes. */
export const DIGITS: Task & { readonly kind: 'classification' } = {
  kind: 'classification',
  classes: Array.from({ length: 10 }, (_, digit) => `${digit}`),
};

export type ExampleTask = Exclude<Task, { readonly kind: 'text' }>;

export function taskOf(target: TargetColumn): ExampleTask {
  if (target.kind === 'class') return { kind: 'classification', classes: target.values };
  const { name, mean, standardDeviation, transform } = target;
  return { kind: 'regression', target: name, mean, standardDeviation, ...(transform && { transform }) };
}

export function outputsOf(task: Task): number {
  if (task.kind === 'text') return task.vocabulary;
  return task.kind === 'classification' ? task.classes.length : 1;
}

export const LOSS: SoftmaxCrossEntropy = new SoftmaxCrossEntropy();

export function lossOf({ kind }: Task): Loss {
  return kind === 'regression' ? new MeanSquaredError() : LOSS;
}

/** The accuracy of a classifier is always measured. */
export function metricsOf(task: Task): readonly Metric[] {
  if (task.kind === 'text') return [new Perplexity()];
  if (task.kind === 'classification') return [];
  const { unit, numberOf } = errorScale(task);
  const numbersOf = ({ data, shape }: DenseArray): DenseArray => dense(Float64Array.from(data, numberOf), shape);
  const measured = task.transform === undefined ? (array: DenseArray) => array : numbersOf;
  const inUnits = (metric: Metric, factor: number): Metric => ({
    name: metric.name,
    start: () => {
      const sum = metric.start();
      return {
        add: (outputs, targets) => sum.add(measured(outputs as DenseArray), measured(targets as DenseArray)),
        result: () => sum.result() * factor,
      };
    },
  });
  return [inUnits(new R2(), 1), inUnits(new RMSE(), unit), inUnits(new MAE(), unit)];
}

/** On which numbers to measure errors, and by what to multiply them for errors in the target's unit. */
export interface ErrorScale {
  readonly unit: number;
  /** Converts an output of the network, or what it should be. */
  readonly numberOf: (output: number) => number;
}

/** Standardised numbers only need a factor; a large mean would cost digits. A logarithm must be undone. */
export function errorScale(scale: TargetScale): ErrorScale {
  return scale.transform === undefined
    ? { unit: scale.standardDeviation, numberOf: (output) => output }
    : { unit: 1, numberOf: (output) => targetValue(scale, output) };
}
