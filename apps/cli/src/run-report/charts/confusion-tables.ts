/** Tables of a confusion matrix: which classes the network confuses. */
import { type Confusion, confusionCells, dataTable, numbers, words } from '@nablajs/charts';
import { html, type Markup } from '@nablajs/charts/markup';
import { count, percent } from '../format.js';

/** A heat map of more classes is unreadable. */
export const MOST_CLASSES_IN_CHART = 30;

/** Returns a table of the most confused pairs of classes, at most `most`. */
export function confusedTable({ classes, matrix }: Confusion, most: number): Markup {
  const wrong = confusionCells(matrix).filter(({ truth, predicted, count }) => truth !== predicted && count > 0);
  const worst = wrong.sort((a, b) => b.count - a.count || b.share - a.share).slice(0, most);
  if (worst.length === 0) return html`<p>No example is wrong.</p>`;
  const columns = [words('True'), words('Predicted'), numbers('Examples'), numbers('Of the class')];
  const rows = worst.map(({ truth, predicted, count: number, share }) => [
    classes[truth] ?? '',
    classes[predicted] ?? '',
    count(number),
    percent(share),
  ]);
  return dataTable('The most confused pairs of classes', columns, rows);
}

/** Returns the heat map's numbers as a table. */
export function matrixTable({ classes, matrix }: Confusion): Markup {
  const rows = matrix.map((row, at) => [classes[at] ?? '', ...row]);
  return dataTable('Confusion matrix', [words('True \\ predicted'), ...classes.map(numbers)], rows);
}
