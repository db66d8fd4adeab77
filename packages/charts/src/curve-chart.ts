/** Charts curves over the epochs of one or several runs. */
import { logAxis, logOf, numberAxis } from './axes.js';
import { type ChartSize, drawChart, drawSymbol } from './draw-chart.js';
import { html, type Markup, plainText } from './markup.js';
import { linearTicks, pointScale } from './scales.js';

/** A curve of `wideCurves` and `cardCurves`. */
export interface Curve {
  readonly name: string;
  /** A CSS variable of the page. */
  readonly color: string;
  /** Epochs and values, all finite. */
  readonly points: readonly (readonly [epoch: number, value: number])[];
  /** Draws the curve thin and pale, behind the others: for losses of single steps. */
  readonly pale?: boolean;
  readonly dashed?: boolean;
}

/** What `wideCurves` and `cardCurves` draw. */
export interface CurveChart {
  /** Describes the chart in words. */
  readonly label: string;
  readonly curves: readonly Curve[];
  /** Formats the values that a mouse over a point shows. */
  readonly format: (value: number) => string;
  /** Formats the labels of the y axis. Default: the plain number. */
  readonly tick?: (value: number) => string;
  /** Whether to use a logarithmic axis for values that are far apart. Default: false. */
  readonly mayBeLog?: boolean;
  /** The largest possible value. Default: none. */
  readonly most?: number;
}

const WIDE: ChartSize = { width: 960, height: 340 };
const NARROW: ChartSize = { width: 350, height: 250 };
/** The size of a chart beside others. */
const CARD: ChartSize = { width: 400, height: 250 };
/** A line with more points has no dots. */
const MOST_DOTS = 40;
/** The axis is logarithmic if the largest value is more than this many times the smallest. */
const LOG_FROM = 10;
/** Values that are further apart are not losses, and get a linear axis. */
const LOG_TO = 1e60;

/**
 * Draws curves in two widths, as elements of the classes `wide` and `narrow`. The page's style hides one of them.
 *
 * @example
 * ```ts
 * const curve = { name: 'loss', color: seriesColor(0), points: [[1, 0.9], [2, 0.4]] } as const;
 * wideCurves({ label: 'The loss falls from 0.9 to 0.4.', curves: [curve], format: (value) => value.toFixed(2) });
 * ```
 */
export const wideCurves = (chart: CurveChart): Markup =>
  html`<div class="wide">${drawCurves(chart, WIDE)}</div><div class="narrow">${drawCurves(chart, NARROW)}</div>`;

/**
 * Draws curves in a chart that fits beside others.
 *
 * @example
 * ```ts
 * const curve = { name: 'loss', color: seriesColor(0), points: [[1, 0.9], [2, 0.4]] } as const;
 * cardCurves({ label: 'The loss falls from 0.9 to 0.4.', curves: [curve], format: (value) => value.toFixed(2) });
 * ```
 */
export const cardCurves = (chart: CurveChart): Markup => drawCurves(chart, CARD);

/**
 * Returns a legend of the colours.
 *
 * @example
 * ```ts
 * curveLegend([{ name: 'training loss', color: seriesColor(0) }]);
 * ```
 */
export function curveLegend(curves: readonly Pick<Curve, 'name' | 'color'>[]): Markup {
  const entries = curves.map(({ name, color }) => html`<li>${drawSymbol('circle', color)}${name}</li>`);
  return html`<ul class="legend">${entries}</ul>`;
}

function drawCurves(
  { label, curves, format, tick = shortest, mayBeLog = false, most }: CurveChart,
  size: ChartSize,
): Markup {
  const values = curves.flatMap(({ points }) => points.map(([, value]) => value));
  const epochs = curves.flatMap(({ points }) => points.map(([epoch]) => epoch));
  const domain = epochDomain(epochs);
  const isLog = mayBeLog && isWide(least(values), greatest(values));
  const y = isLog
    ? logAxis(pointScale([least(values), greatest(values)]), { format: tick })
    : numberAxis({ domain: padded(values, most), tickCount: 8, format: tick });
  const drawn = [...curves].sort((a, b) => Number(b.pale ?? false) - Number(a.pale ?? false));
  return drawChart({
    label,
    ...size,
    option: {
      grid: { left: 56, right: 16, top: 10, bottom: 42 },
      xAxis: { ...numberAxis({ domain, ticks: epochTicks(domain), format: String, name: 'epoch' }), nameGap: 26 },
      yAxis: y,
      series: drawn.map((curve) => lineOf(curve, isLog)),
    },
    tooltip: (series, at) => {
      const { name, points } = drawn[series] ?? { name: '', points: [] };
      const point = points[at];
      return point && `${plainText(name)}, epoch ${point[0]}: ${format(point[1])}`;
    },
  });
}

const isWide = (low: number, high: number): boolean => low > 0 && high / low > LOG_FROM && high / low < LOG_TO;

const shortest = (value: number): string => `${Number(value.toPrecision(6))}`;

function lineOf({ color, points, pale = false, dashed = false }: Curve, isLog: boolean): Record<string, unknown> {
  return {
    type: 'line',
    ...{ symbol: 'circle', symbolSize: 6, showSymbol: !pale && points.length <= MOST_DOTS, showAllSymbol: true },
    data: points.map(([epoch, value]) => [epoch, isLog ? logOf(value) : value]),
    itemStyle: { color, borderWidth: 0 },
    lineStyle: { color, width: pale ? 1 : 2, opacity: pale ? 0.4 : 1, type: dashed ? [5, 4] : 'solid' },
  };
}

/** Returns the range of epochs. A single epoch is in the middle. */
function epochDomain(epochs: readonly number[]): readonly [number, number] {
  const [first, last] = [least(epochs), greatest(epochs)];
  return first < last ? [Math.min(1, Math.floor(first)), last] : [first - 1, last + 1];
}

/** Returns ticks at whole epochs, including the first. */
function epochTicks([first, last]: readonly [number, number]): number[] {
  const ticks = linearTicks([first, last], 8).filter(Number.isInteger);
  const gap = (last - first) / 12;
  return [first, ...ticks.filter((tick) => tick - first > gap)];
}

function padded(values: readonly number[], most = Number.POSITIVE_INFINITY): readonly [number, number] {
  const [low, high] = [least(values), greatest(values)];
  const margin = (high - low || Math.abs(high) || 1) * 0.06;
  return [low >= 0 ? Math.max(0, low - margin) : low - margin, Math.min(Math.max(most, high), high + margin)];
}

const least = (values: readonly number[]): number => values.reduce((one, other) => Math.min(one, other), Infinity);
const greatest = (values: readonly number[]): number => values.reduce((one, other) => Math.max(one, other), -Infinity);
