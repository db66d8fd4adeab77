/** Charts of time by size, both on log scales. */

import { drawChart, line, logAxis, logOf, pointScale, shapeSeries } from '@nablajs/charts';
import { type Markup, plainText } from '@nablajs/charts/markup';
import { formatSeconds } from '@nablajs/command-line';
import type { Result } from '../../result/result-file.js';
import type { SuiteSection } from '../sections.js';
import { formatSizeTick, formatTimeTick } from '../units.js';
import { CHART_WIDTH, isDrawable, markOf } from './charts.js';
import type { CandidateMarks } from './palette.js';

export interface Curve {
  readonly name: string;
  readonly dtype: Result['dtype'];
  readonly points: readonly CurvePoint[];
}

interface CurvePoint {
  readonly candidate: string;
  readonly x: number;
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** Returns the curves of a suite that have at least two sizes. */
export function curvesOf({ rows }: SuiteSection): Curve[] {
  const curves = new Map<string, { name: string; dtype: Result['dtype']; points: CurvePoint[] }>();
  for (const result of rows.flatMap(({ results }) => [...results.values()])) {
    const { curve, dtype, medianSeconds: median, candidate } = result;
    if (curve === undefined || !isDrawable(curve.x) || !isDrawable(median)) continue;
    const key = JSON.stringify([curve.name, dtype]);
    const known = curves.get(key) ?? { name: curve.name, dtype, points: [] };
    const [low, high] = [result.low, result.high].map((end) => (isDrawable(end) ? end : median)) as [number, number];
    known.points.push({ candidate, x: curve.x, median, low, high });
    curves.set(key, known);
  }
  return [...curves.values()].filter(({ points }) => new Set(points.map(({ x }) => x)).size > 1);
}

export function curveChart({ name, points }: Curve, marks: CandidateMarks): Markup {
  const sorted = [...points].sort((a, b) => a.x - b.x);
  const groups = [...new Set(sorted.map(({ candidate }) => candidate))].map(
    (name) => [name, sorted.filter(({ candidate }) => candidate === name)] as const,
  );
  return drawChart({
    label: `Seconds by size: ${name}, by candidate`,
    width: CHART_WIDTH,
    height: 280,
    option: {
      grid: { left: 54, right: 14, top: 8, bottom: 24 },
      xAxis: logAxis(pointScale(points.map(({ x }) => x)), { format: formatSizeTick }),
      yAxis: logAxis(pointScale(points.flatMap(({ low, median, high }) => [low, median, high])), {
        format: formatTimeTick,
      }),
      series: [
        ...groups.map(([candidate, group]) => lineOf(group, marks, candidate)),
        shapeSeries(sorted, ({ candidate, x: size, low, high }, { x, y }) => {
          const at = x(logOf(size));
          return [line([at, y(logOf(low))], [at, y(logOf(high))], markOf(marks, candidate).color, { lineWidth: 2 })];
        }),
      ],
    },
    tooltip: (series, at) => {
      const point = groups[series]?.[1][at];
      return point && `${plainText(point.candidate)}: ${formatSeconds(point.median)}`;
    },
  });
}

function lineOf(points: readonly CurvePoint[], marks: CandidateMarks, candidate: string): Record<string, unknown> {
  const { color, symbol, dashed } = markOf(marks, candidate);
  return {
    type: 'line',
    ...{ symbol, symbolSize: 8, showAllSymbol: true },
    data: points.map(({ x, median }) => [logOf(x), logOf(median)]),
    itemStyle: { color, borderWidth: 0 },
    lineStyle: { color, width: 1.5, type: dashed ? [4, 3] : 'solid' },
  };
}
