import { tableLines } from '@nablajs/command-line';
import type { ConfusionMatrix } from '@nablajs/core';

/** How many pairs of classes stand for a matrix that is too wide. */
const MOST_PAIRS = 20;
/** The width, in columns, if stdout is not a terminal. */
const DEFAULT_WIDTH = 120;

/**
 * Formats counts as NumPy does: every column is as wide as the widest number. If a line would be longer than `width`
 * columns, lists the most confused pairs instead.
 */
export function confusionLines(
  matrix: ConfusionMatrix,
  names: readonly string[],
  width: number = process.stdout.columns ?? DEFAULT_WIDTH,
): string[] {
  const largest = matrix.reduce((most, row) => row.reduce((a, b) => Math.max(a, b), most), 0);
  const digits = `${largest}`.length;
  if (matrix.length * (digits + 1) + 3 > width) return ['Most confused classes:', ...confusedPairs(matrix, names)];
  const rows = matrix.map((row) => `[${row.map((count) => `${count}`.padStart(digits)).join(' ')}]`);
  return ['Confusion Matrix:', ...`[${rows.join('\n ')}]`.split('\n')];
}

function confusedPairs(matrix: ConfusionMatrix, names: readonly string[]): string[] {
  const pairs = matrix.flatMap((row, truth) =>
    row.flatMap((count, predicted) => (count === 0 || truth === predicted ? [] : [{ truth, predicted, count }])),
  );
  const worst = pairs.sort((a, b) => b.count - a.count).slice(0, MOST_PAIRS);
  const rows = worst.map(({ truth, predicted, count }) => [
    names[truth] ?? `${truth}`,
    names[predicted] ?? `${predicted}`,
    `${count}`,
  ]);
  const left = pairs.length - worst.length;
  return [
    ...tableLines([['True', 'Predicted', 'Count'], ...rows], (column) => column === 2),
    ...(left === 0 ? [] : [`and ${left} more pairs; --json writes the whole matrix`]),
  ];
}
