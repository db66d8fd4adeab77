/** Charts how much the columns of a table matter, and how the answer depends on each. */
import {
  curveLegend,
  dataTable,
  drawChart,
  line,
  linearTicks,
  numberAxis,
  numbers,
  rect,
  seriesColor,
  shapeSeries,
  text,
  words,
} from '@nablajs/charts';
import { type Markup, plainText } from '@nablajs/charts/markup';
import type { ColumnResults } from '../../results/results-schema.js';
import { digits, percent } from '../format.js';

type Column = ColumnResults[number];

const BAR_HEIGHT = 22;
const NAMES_WIDTH = 170;

/** Draws a bar for each column, with a line from one standard deviation below to one above. */
export function importanceChart(columns: readonly Column[]): Markup {
  const most = columns.reduce((max, { importance, deviation }) => Math.max(max, importance + deviation), 1e-12);
  const least = columns.reduce((min, { importance, deviation }) => Math.min(min, importance - deviation), 0);
  const domain = [least, most * 1.03] as const;
  return drawChart({
    label: 'How much each column matters',
    ...{ width: 640, height: columns.length * BAR_HEIGHT + 48 },
    option: {
      grid: { left: NAMES_WIDTH, right: 16, top: 4, bottom: 42 },
      xAxis: { ...numberAxis({ domain, format: tick, name: 'how much larger the loss is without it' }), nameGap: 26 },
      yAxis: { ...numberAxis({ domain: [-0.5, columns.length - 0.5], ticks: [], grid: false }), inverse: true },
      series: [
        shapeSeries(columns, ({ column, importance, deviation }, { x, y }, at) => [
          text(plainText(column), x(least) - 8, y(at), { align: 'right', width: NAMES_WIDTH - 16 }),
          rect(x(0), y(at) - 7, x(importance), y(at) + 7, seriesColor(0), 0.75),
          line([x(importance - deviation), y(at)], [x(importance + deviation), y(at)], 'var(--ink)', {
            lineWidth: 1.5,
          }),
        ]),
      ],
    },
    tooltip: (_, at) => {
      const { column, importance = 0, deviation = 0 } = columns[at] ?? {};
      return column && `${column}: ${digits(importance)} ± ${digits(deviation)}`;
    },
  });
}

/** Returns the chart's numbers as a table. */
export function importanceTable(columns: readonly Column[]): Markup {
  const rows = columns.map(({ column, importance, deviation }) => [column, digits(importance), digits(deviation)]);
  return dataTable('How much each column matters', [words('Column'), numbers('Mean'), numbers('Deviation')], rows);
}

const tick = (value: number): string => `${Number(value.toPrecision(6))}`;

/** The most classes with a line of their own. */
export const MOST_LINES = 6;

/** What the lines or bars of an effect are: classes, or the target. */
export interface Effect {
  readonly column: Column;
  /** The names of the classes; empty for numbers. */
  readonly classes: readonly string[];
  readonly target: string;
}

/** Draws the mean answer against the cells of a column: lines for numbers and dates, else points. */
export function effectChart({ column, classes, target }: Effect): Markup {
  const { cells, answers } = column;
  // Cells with a decimal comma, or empty ones, stand in their order as dates and texts do.
  const isScale =
    column.kind === 'number' && cells.every((cell) => cell.trim() !== '' && Number.isFinite(Number(cell)));
  const hasPoints = column.kind === 'category' || column.kind === 'text';
  const places = cells.map((cell, at) => (isScale ? Number(cell) : at));
  const isNumber = classes.length === 0;
  const values = answers.flat().filter((value) => value !== null);
  const low = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const margin = (high - low || Math.abs(high) || 1) * 0.06;
  const yDomain = isNumber ? ([low - margin, high + margin] as const) : ([0, 1] as const);
  const [first = 0, last = 1] = [places[0], places.at(-1)];
  const xDomain = isScale && last > first ? ([first, last] as const) : ([-0.5, cells.length - 0.5] as const);
  const ticks = isScale ? linearTicks(xDomain, 5) : places.filter((at) => at % Math.ceil(cells.length / 6) === 0);
  const shown = (isNumber ? [target] : classes).slice(0, MOST_LINES);
  const nameOf = (at: number): string => {
    const name = plainText(cells[at] ?? '');
    return name === '' ? '(empty)' : name.length > 12 ? `${name.slice(0, 11)}…` : name;
  };
  return drawChart({
    label: `The mean answer by ${column.column}`,
    ...{ width: 320, height: 220 },
    option: {
      grid: { left: 52, right: 16, top: 10, bottom: 30 },
      xAxis: numberAxis({ domain: xDomain, ticks, grid: false, format: isScale ? tick : nameOf }),
      yAxis: numberAxis({
        domain: yDomain,
        tickCount: 4,
        format: isNumber ? tick : (value) => `${Math.round(100 * value)} %`,
      }),
      series: shown.map((_, of) => ({
        type: hasPoints ? 'scatter' : 'line',
        symbol: 'circle',
        symbolSize: hasPoints ? 8 : 4,
        itemStyle: { color: seriesColor(of) },
        lineStyle: { color: seriesColor(of), width: 2 },
        data: places.map((place, at) => [place, answers[at]?.[of] ?? null]),
      })),
    },
  });
}

/** Returns the chart's numbers as a table. */
export function effectTable({ column, classes, target }: Effect): Markup {
  const names = classes.length === 0 ? [target] : classes.slice(0, MOST_LINES);
  const rows = column.cells.map((cell, at) => [
    cell === '' ? '(empty)' : cell,
    ...names.map((_, of) => (classes.length === 0 ? digits : percent)(column.answers[at]?.[of] ?? null)),
  ]);
  return dataTable(`The mean answer by ${column.column}`, [words(column.column), ...names.map(numbers)], rows);
}

/** Names the colours of the classes; nothing for numbers. */
export const effectLegend = (classes: readonly string[]): Markup =>
  curveLegend(classes.slice(0, MOST_LINES).map((name, at) => ({ name, color: seriesColor(at) })));
