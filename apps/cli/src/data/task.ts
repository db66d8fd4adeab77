/** What a network predicts: a class or a number. */
import { type Loss, MeanSquaredError, SoftmaxCrossEntropy } from '@nablajs/core';
import { MAE, type Metric, R2, RMSE } from '@nablajs/core/metrics';
import type { TargetColumn } from '@nablajs/datasets';

export type Task =
  | { readonly kind: 'classification'; readonly classes: readonly string[] }
  /** The network learns (target - mean) / standardDeviation. */
  | {
      readonly kind: 'regression';
      readonly target: string;
      readonly mean: number;
      readonly standardDeviation: number;
    };

/** MNIST and data sets in its format have ten classes. */
export const DIGITS: Task & { readonly kind: 'classification' } = {
  kind: 'classification',
  classes: Array.from({ length: 10 }, (_, digit) => `${digit}`),
};

export function taskOf(target: TargetColumn): Task {
  if (target.kind === 'class') return { kind: 'classification', classes: target.values };
  const { name, mean, standardDeviation } = target;
  return { kind: 'regression', target: name, mean, standardDeviation };
}

/** Returns the number of units of the last layer. */
export function outputsOf(task: Task): number {
  return task.kind === 'classification' ? task.classes.length : 1;
}

/** The loss of every classifier, in training and in tests. */
export const LOSS: SoftmaxCrossEntropy = new SoftmaxCrossEntropy();

export function lossOf({ kind }: Task): Loss {
  return kind === 'classification' ? LOSS : new MeanSquaredError();
}

/** Returns the metrics besides the loss. The accuracy of a classifier is always measured. */
export function metricsOf(task: Task): readonly Metric[] {
  if (task.kind === 'classification') return [];
  const { standardDeviation } = task;
  return [new R2(), inUnits(new RMSE(), standardDeviation), inUnits(new MAE(), standardDeviation)];
}

/** Converts an error of standardised numbers to the target's unit. */
function inUnits(metric: Metric, unit: number): Metric {
  return {
    name: metric.name,
    start: () => {
      const sum = metric.start();
      return { add: (outputs, targets) => sum.add(outputs, targets), result: () => sum.result() * unit };
    },
  };
}
