/** Metrics of classifiers, from int32 labels and predictions on the host. */
import { NablaError } from '../validation/errors.js';

/** counts[truth][prediction]: rows are true classes, columns predictions. */
export type ConfusionMatrix = readonly (readonly number[])[];

/** How often each class was taken for each other: [classes, classes], rows true, columns predicted. */
export function confusionMatrix(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  classes: number,
): ConfusionMatrix {
  if (labels.length !== predictions.length) {
    throw new NablaError('shape', `confusionMatrix: ${labels.length} labels but ${predictions.length} predictions.`);
  }
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let i = 0; i < labels.length; i++) {
    const [truth, prediction] = [labels[i] as number, predictions[i] as number];
    const row = counts[truth];
    if (row?.[prediction] === undefined) {
      throw new NablaError(
        'argument',
        `confusionMatrix: expected classes 0 to ${classes - 1}. Received label ${truth} and prediction ${prediction} at ${i}.`,
      );
    }
    row[prediction] = (row[prediction] as number) + 1;
  }
  return counts;
}

/** Share of the diagonal: correct / all; NaN of nothing. */
export function accuracy(matrix: ConfusionMatrix): number {
  return sumOf(matrix.map((row, index) => row[index] as number)) / total(matrix);
}

/** How well one class is told from the others. */
export interface ClassReport {
  /** Correct / predicted as this class; 0 where nothing was. */
  readonly precision: number;
  /** Correct / truly of this class; 0 where nothing is. */
  readonly recall: number;
  /** Harmonic mean of the two; 0 where both are 0. */
  readonly f1: number;
  /** Examples truly of this class. */
  readonly support: number;
}

/** Precision, recall and F1 of each class. */
export function classReports(matrix: ConfusionMatrix): ClassReport[] {
  return matrix.map((row, index) => {
    const correct = row[index] as number;
    const support = sumOf(row);
    const predicted = sumOf(matrix.map((other) => other[index] as number));
    return {
      precision: ratio(correct, predicted),
      recall: ratio(correct, support),
      f1: ratio(2 * correct, predicted + support),
      support,
    };
  });
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const total = (matrix: ConfusionMatrix): number => sumOf(matrix.map(sumOf));
/** part / whole; 0 of nothing, as scikit-learn's `zero_division` has it by default. */
export const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
