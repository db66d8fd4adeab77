/** How good a model is on rows that it has not seen. */
import { targetValue } from '@nablajs/datasets';
import type { TablePredictor } from '@nablajs/tables';

/** Either the share of right classes, or the mean error of numbers, in the unit of their column. */
export type Quality =
  | { readonly rows: number; readonly accuracy: number }
  | { readonly rows: number; readonly meanError: number };

/** Compares what networks said about rows that they had not seen with what the table says. */
export function qualityOf({ form: { target }, learned }: TablePredictor): Quality {
  const { answers, targets } = learned;
  const rows = targets.length;
  if (target.kind === 'class') {
    const classes = target.values.length;
    const rights = targets.filter((right, row) => {
      const probabilities = answers.subarray(row * classes, (row + 1) * classes);
      return probabilities.every((probability) => probability <= (probabilities[right] ?? 0));
    });
    return { rows, accuracy: rights.length / rows };
  }
  const errors = targets.map((right, row) =>
    Math.abs(targetValue(target, answers[row] ?? Number.NaN) - targetValue(target, right)),
  );
  return { rows, meanError: errors.reduce((sum, error) => sum + error, 0) / rows };
}
