/** Metrics of classifiers, computed on the host. */
import { NablaError } from '../validation/errors.js';

/** `counts[truth][prediction]`: rows are true classes, columns are predicted classes. */
export type ConfusionMatrix = readonly (readonly number[])[];

/**
 * Counts how often each true class (rows) was predicted as each class (columns): each pair by its weight if there are
 * weights. A pair of weight 0 is left out.
 *
 * @example
 * ```ts
 * confusionMatrix([0, 1, 1], [0, 1, 0], 2); // [[1, 0], [1, 1]]
 * ```
 */
export function confusionMatrix(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  classes: number,
  weights?: ArrayLike<number>,
): ConfusionMatrix {
  if (labels.length !== predictions.length || (weights ?? labels).length !== labels.length) {
    const more = weights === undefined ? '' : ` and ${weights.length} weights`;
    throw new NablaError(
      'shape',
      `confusionMatrix: ${labels.length} labels but ${predictions.length} predictions${more}.`,
    );
  }
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let i = 0; i < labels.length; i++) {
    const [truth, prediction] = [labels[i] as number, predictions[i] as number];
    const weight = weights?.[i] ?? 1;
    if (weight === 0) continue;
    const row = counts[truth];
    if (row?.[prediction] === undefined) {
      throw new NablaError(
        'argument',
        `confusionMatrix: expected classes 0 to ${classes - 1}. ` +
          `Received label ${truth} and prediction ${prediction} at ${i}.`,
      );
    }
    row[prediction] = (row[prediction] as number) + weight;
  }
  return counts;
}

/**
 * Returns the share of right predictions, `Σ matrix[i][i] / Σ matrix[i][j]`; NaN if there are none.
 *
 * @example
 * ```ts
 * accuracy([[40, 10], [5, 45]]); // 0.85
 * ```
 */
export function accuracy(matrix: ConfusionMatrix): number {
  return sumOf(matrix.map((row, index) => row[index] as number)) / total(matrix);
}

/** How well a classifier recognizes one class. */
export interface ClassReport {
  /** `right predictions / all predictions` of this class; 0 if there are none. */
  readonly precision: number;
  /** `right predictions / all examples` of this class; 0 if there are none. */
  readonly recall: number;
  /** Harmonic mean, `2 precision · recall / (precision + recall)`; 0 if both are 0. */
  readonly f1: number;
  /** Number of examples of this class. */
  readonly support: number;
}

/**
 * Returns precision, recall and F1 of each class.
 *
 * @example
 * ```ts
 * const [first] = classReports([[40, 10], [5, 45]]);
 * console.log(first?.precision, first?.recall, first?.f1);
 * ```
 */
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
/** Returns `part / whole`, or 0 for `0 / 0`, like scikit-learn's default `zero_division`. */
export const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
