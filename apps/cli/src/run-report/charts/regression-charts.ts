/** Charts how far a regression's predictions are from the true values. */

import {
  dataTable,
  drawChart,
  line,
  linearTicks,
  numberAxis,
  numbers,
  rect,
  shapeSeries,
  words,
} from '@nablajs/charts';
import { type Markup, plainText } from '@nablajs/charts/markup';
import type { RegressionResults } from '../../results/results-schema.js';
import { count, digits } from '../format.js';

const SIZE = { width: 400, height: 320 } as const;
const GRID = { left: 60, right: 16, top: 10, bottom: 42 } as const;

/** Draws predicted against true values. Points on the diagonal are right. */
export function predictedChart({ target, pairs }: RegressionResults): Markup {
  const domain = domainOf(pairs.flat());
  const axis = { domain, ticks: linearTicks(domain, 5), format: tick };
  return drawChart({
    label: `Predicted against true values of ${target}`,
    ...SIZE,
    option: {
      grid: GRID,
      xAxis: { ...numberAxis({ ...axis, name: `true ${shorten(target)}` }), nameGap: 26 },
      yAxis: numberAxis(axis),
      series: [
        {
          type: 'scatter',
          symbolSize: 5,
          itemStyle: { color: 'var(--mark-0)', opacity: pairs.length > 300 ? 0.35 : 0.7 },
          data: pairs,
        },
        shapeSeries([domain], ([low, high], { x, y }) => [
          line([x(low), y(low)], [x(high), y(high)], 'var(--mark-1)', { lineWidth: 1.5, lineDash: [5, 4] }),
        ]),
      ],
    },
  });
}

/** Draws a histogram of the residuals. */
export function residualChart({ residuals }: RegressionResults): Markup {
  const bins = binsOf(residuals);
  const [low, high] = [bins[0]?.from ?? 0, bins.at(-1)?.to ?? 1];
  const most = bins.reduce((max, bin) => Math.max(max, bin.count), 1);
  return drawChart({
    label: 'Histogram of the residuals, predicted minus true',
    ...SIZE,
    option: {
      grid: GRID,
      xAxis: {
        ...numberAxis({ domain: [low, high], grid: false, format: tick, name: 'predicted - true' }),
        nameGap: 26,
      },
      yAxis: numberAxis({ domain: [0, most * 1.05], format: count }),
      series: [
        shapeSeries(bins, (bin, { x, y }) => [
          rect(x(bin.from) + 0.5, y(0), x(bin.to) - 0.5, y(bin.count), 'var(--mark-0)'),
        ]),
        shapeSeries(low < 0 && high > 0 ? [most * 1.05] : [], (top, { x, y }) => [
          line([x(0), y(0)], [x(0), y(top)], 'var(--mark-1)', { lineWidth: 1.5, lineDash: [5, 4] }),
        ]),
      ],
    },
    tooltip: (series, at) => (series === 0 ? binWords(bins[at]) : undefined),
  });
}

interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Returns the bins of the histogram. If all residuals are the same, they get one bin around them. */
function binsOf({ from, to, counts }: RegressionResults['residuals']): Bin[] {
  if (from === null || to === null) return [];
  if (from === to) return counts.map((number) => ({ from: from - 0.5, to: to + 0.5, count: number }));
  const edge = (at: number): number => from + ((to - from) * at) / counts.length;
  return counts.map((number, at) => ({ from: edge(at), to: edge(at + 1), count: number }));
}

const binWords = (bin: Bin | undefined): string | undefined =>
  bin && `${digits(bin.from)} to ${digits(bin.to)}: ${count(bin.count)}`;

/** Returns the histogram's numbers as a table. */
export function residualTable({ residuals }: RegressionResults): Markup {
  const rows = binsOf(residuals).map(({ from, to, count: number }) => [
    `${digits(from)} to ${digits(to)}`,
    count(number),
  ]);
  return dataTable('Residuals', [words('Predicted - true'), numbers('Examples')], rows);
}

function domainOf(values: readonly number[]): readonly [number, number] {
  const low = values.reduce((one, other) => Math.min(one, other), Infinity);
  const high = values.reduce((one, other) => Math.max(one, other), -Infinity);
  const margin = (high - low || Math.abs(high) || 1) * 0.04;
  return values.length === 0 ? [0, 1] : [low - margin, high + margin];
}

/** Formats `20k` and `1.5M`: an axis has little room. */
function tick(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e9 || (size < 1e-4 && size > 0)) return value.toExponential();
  if (size >= 1e6) return `${Number((value / 1e6).toPrecision(6))}M`;
  return size >= 1e4 ? `${Number((value / 1e3).toPrecision(6))}k` : `${value}`;
}

const shorten = (name: string): string => {
  const plain = plainText(name);
  return plain.length > 30 ? `${plain.slice(0, 29)}…` : plain;
};
