/** Charts a confusion matrix: which classes the network confuses. */
import { numberAxis } from './axes.js';
import { type ChartSize, drawChart } from './draw-chart.js';
import { html, type Markup, plainText } from './markup.js';
import { type Place, rect, type Shape, shapeSeries, text } from './shapes.js';

/** A confusion matrix and the names of its classes. */
export interface Confusion {
  readonly classes: readonly string[];
  /** Rows are true classes, columns predicted ones. */
  readonly matrix: readonly (readonly number[])[];
}

const LONGEST_NAME = 18;

/**
 * Draws a confusion matrix in two widths, as elements of the classes `wide` and `narrow`. The page's style hides one of
 * them. Right answers are blue, wrong ones orange, and stronger for a larger share of the class.
 *
 * @example
 * ```ts
 * confusionChart({ classes: ['cat', 'dog'], matrix: [[40, 10], [5, 45]] });
 * ```
 */
export const confusionChart = (confusion: Confusion): Markup =>
  html`<div class="wide">${drawMatrix(confusion, 560)}</div><div class="narrow">${drawMatrix(confusion, 350)}</div>`;

/** A cell of a confusion matrix. */
export interface ConfusionCell {
  readonly truth: number;
  readonly predicted: number;
  readonly count: number;
  /** The share of the examples of the true class. */
  readonly share: number;
}

function drawMatrix({ classes, matrix }: Confusion, width: number): Markup {
  const names = classes.map((name) => shorten(plainText(name)));
  const longest = names.reduce((most, { length }) => Math.max(most, length), 0);
  const fontSize = nameSize(width, classes.length);
  const margin = Math.min(width / 4, 18 + longest * fontSize * 0.6);
  const size = (width - margin - 8) / classes.length;
  const chart: ChartSize = { width, height: Math.round(size * classes.length + 10 + (isLong(names) ? margin : 24)) };
  const cells = confusionCells(matrix);
  const domain = [0, classes.length] as const;
  return drawChart({
    label: `Confusion matrix of ${classes.length} classes: true classes as rows, predicted ones as columns`,
    ...chart,
    option: {
      grid: { left: margin, top: 6, width: size * classes.length, height: size * classes.length },
      xAxis: numberAxis({ domain, grid: false, format: () => '' }),
      yAxis: numberAxis({ domain: [classes.length, 0], grid: false, format: () => '' }),
      series: [
        shapeSeries(cells, (cell, place) => cellShapes(cell, place, size, mostConfused(cells))),
        shapeSeries(names, (name, { x, y }, at) =>
          nameShapes(name, [x(at + 0.5), y(at + 0.5)], { x, y }, names, { margin, fontSize }),
        ),
      ],
    },
    tooltip: (series, at) => (series === 0 ? cellWords(classes, cells[at]) : undefined),
  });
}

/** The font size of class names, so that the names of rows do not touch. */
const nameSize = (width: number, classes: number): number => Math.min(11, Math.max(6, (0.6 * width) / classes));

const shorten = (name: string): string => (name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name);

const isLong = (names: readonly string[]): boolean => names.some(({ length }) => length > 3);

/**
 * Returns the cells of a confusion matrix, row by row.
 *
 * @example
 * ```ts
 * confusionCells([[40, 10], [5, 45]])[1]; // { truth: 0, predicted: 1, count: 10, share: 0.2 }
 * ```
 */
export function confusionCells(matrix: Confusion['matrix']): ConfusionCell[] {
  return matrix.flatMap((row, truth) => {
    const total = row.reduce((sum, one) => sum + one, 0);
    return row.map((one, predicted) => ({ truth, predicted, count: one, share: total === 0 ? 0 : one / total }));
  });
}

/** Returns the largest share of a class that is confused with another one. */
const mostConfused = (cells: readonly ConfusionCell[]): number =>
  cells.reduce((most, { truth, predicted, share }) => (truth === predicted ? most : Math.max(most, share)), 0);

/** Draws a cell: right ones blue, wrong ones orange, and stronger for a larger share. */
function cellShapes(
  { truth, predicted, count: number, share }: ConfusionCell,
  { x, y }: Place,
  size: number,
  most: number,
): Shape[] {
  const isRight = truth === predicted;
  const strength = isRight ? share : 0.85 * Math.sqrt(most === 0 ? 0 : share / most);
  const opacity = number === 0 ? 0.04 : Math.max(0.08, strength);
  const color = number === 0 ? 'var(--ink)' : isRight ? 'var(--mark-0)' : 'var(--mark-1)';
  const cell = rect(x(predicted) + 0.5, y(truth) + 0.5, x(predicted + 1) - 0.5, y(truth + 1) - 0.5, color, opacity);
  const words = `${number}`;
  const fontSize = Math.min(13, Math.floor((size - 2) / Math.max(2, words.length * 0.62)));
  if (number === 0 || fontSize < 7) return [cell];
  const fill = isRight && opacity > 0.6 ? 'var(--on-mark)' : 'var(--ink)';
  return [cell, text(words, x(predicted + 0.5), y(truth + 0.5), { align: 'center', fontSize, fill })];
}

/** Draws a name beside its row and below its column, where long names are upright. */
function nameShapes(
  name: string,
  [columnX, rowY]: readonly [number, number],
  { x, y }: Place,
  names: readonly string[],
  { margin, fontSize }: { readonly margin: number; readonly fontSize: number },
): Shape[] {
  const bottom = y(names.length) + 6;
  const width = margin - 14;
  const below: Shape = isLong(names)
    ? upright(text(name, 0, 0, { align: 'right', fontSize, width, fill: 'var(--faint)' }), columnX, bottom)
    : text(name, columnX, bottom, { align: 'center', verticalAlign: 'top', fontSize, fill: 'var(--faint)' });
  return [text(name, x(0) - 8, rowY, { align: 'right', fontSize, width, fill: 'var(--faint)' }), below];
}

const upright = (shape: Shape, x: number, y: number): Shape => ({ ...shape, x, y, rotation: Math.PI / 2 });

function cellWords(classes: readonly string[], cell: ConfusionCell | undefined): string | undefined {
  if (cell === undefined) return undefined;
  const { truth, predicted, count, share } = cell;
  const part = `${count.toLocaleString('en')} (${(100 * share).toFixed(2)} % of the class)`;
  return `true ${classes[truth]}, predicted ${classes[predicted]}: ${part}`;
}
