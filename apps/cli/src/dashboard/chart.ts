/** Draws curves over one axis as text. */
import { plot } from 'asciichart';
import { columnsOf, type Point } from './curve.js';
import type { Line, Piece, Style } from './styled-text.js';

export interface Series {
  readonly name: string;
  readonly points: readonly Point[];
  readonly style: Style;
  /** Dotted lines tell two series apart without colours. */
  readonly dotted?: boolean;
}

export interface ChartOptions {
  readonly title: string;
  readonly series: readonly Series[];
  readonly from: number;
  readonly to: number;
  readonly ends: readonly [string, string];
  readonly format: (value: number) => string;
  /** Size in columns and lines; at least 20 x 4. */
  readonly width: number;
  readonly height: number;
}

const GUTTER = 9;

/** A legend with the latest values, the curves, and the x axis. */
export function chartLines(options: ChartOptions): Line[] {
  const { series, width, height, from, to } = options;
  const [rows, columns] = [height - 2, width - GUTTER - 1];
  const values = series.map(({ points }) => columnsOf(points, from, to, columns));
  const present = values.flat().filter((value) => value !== undefined);
  const { min, max, equal } = rangeOf(present);
  const layers = values.map((one) => layerOf(one, min, max, rows, columns));
  const labels = present.length === 0 ? [] : labelsOf(min, max, rows, equal, options.format);
  return [
    legendOf(options),
    ...Array.from({ length: rows }, (_, row) => [
      { text: (labels[row] ?? '').slice(0, GUTTER).padStart(GUTTER), style: 'dim' as const },
      { text: labels[row] === undefined ? '│' : '┤', style: 'dim' as const },
      ...overlaid(layers, series, row, columns),
    ]),
    axisOf(options.ends, columns),
  ];
}

/** A difference below this share of the values is due to rounding. */
const ROUNDING = 1e-9;

/** Equal values get a range around them, so that they are drawn in the middle. */
function rangeOf(values: readonly number[]): { readonly min: number; readonly max: number; readonly equal: boolean } {
  const min = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const max = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const size = Math.max(Math.abs(min), Math.abs(max));
  if (max - min > ROUNDING * size) return { min, max, equal: false };
  const around = size / 10 || 1;
  return { min: min - around, max: min + around, equal: true };
}

/** Labels the top, the middle and the bottom; if all values are equal, only their row. */
function labelsOf(
  min: number,
  max: number,
  rows: number,
  equal: boolean,
  format: (value: number) => string,
): (string | undefined)[] {
  const middle = Math.floor((rows - 1) / 2);
  if (equal) return Array.from({ length: rows }, (_, row) => (row === middle ? format((min + max) / 2) : undefined));
  const labelled = new Set([0, middle, rows - 1]);
  return Array.from({ length: rows }, (_, row) =>
    labelled.has(row) ? format(max - ((max - min) * row) / (rows - 1)) : undefined,
  );
}

/** A text for each row, as wide as the chart. */
function layerOf(
  values: readonly (number | undefined)[],
  min: number,
  max: number,
  rows: number,
  columns: number,
): string[] {
  const start = values.findIndex((value) => value !== undefined);
  if (start === -1) return [];
  const known = values.filter((value) => value !== undefined);
  // Scaled here to rows from the bottom: asciichart's own scaling fails for extreme ranges.
  const heights = known.map((value) => Math.min(rows - 1, Math.max(0, ((value - min) / (max - min)) * (rows - 1))));
  // asciichart draws between values, so the last value comes twice to end the line.
  const ended = [...heights, heights.at(-1) ?? 0];
  const text = plot(ended, { min: 0, max: rows - 1, height: rows - 1, offset: 2, padding: ' ', format: () => ' ' });
  return text.split('\n').map((line) => (' '.repeat(start) + line.slice(2)).padEnd(columns));
}

const DOTTED: Readonly<Record<string, string>> = { '─': '┄', '│': '┊' };

/** Where two curves meet, the later one is on top. */
function overlaid(layers: readonly string[][], series: readonly Series[], row: number, columns: number): Piece[] {
  const pieces: { text: string; style: Style }[] = [];
  for (let column = 0; column < columns; column++) {
    const top = layers.findLastIndex((layer) => (layer[row]?.[column] ?? ' ') !== ' ');
    const glyph = layers[top]?.[row]?.[column] ?? ' ';
    const text = series[top]?.dotted === true ? (DOTTED[glyph] ?? glyph) : glyph;
    const style = series[top]?.style ?? 'plain';
    const last = pieces.at(-1);
    if (last?.style === style) last.text += text;
    else pieces.push({ text, style });
  }
  return pieces;
}

function legendOf({ title, series, format }: ChartOptions): Line {
  const entries = series.flatMap(({ name, points, style, dotted }): Piece[] => {
    const last = points.at(-1);
    const value = last === undefined ? '' : ` ${format(last.y)}`;
    return [{ text: `  ${dotted === true ? '┄┄' : '──'} `, style }, { text: `${name}${value}` }];
  });
  return [{ text: title, style: 'bold' }, ...entries];
}

function axisOf([left, right]: readonly [string, string], columns: number): Line {
  const line = '─'.repeat(Math.max(0, columns - left.length - right.length - 3));
  return [{ text: `${' '.repeat(GUTTER)}└ ${left} ${line} ${right}`, style: 'dim' }];
}
