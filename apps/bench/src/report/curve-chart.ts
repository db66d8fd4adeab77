/** How the cost grows: time against size, both on log scales. */
import * as Plot from '@observablehq/plot';
import type { Result } from '../result-file.js';
import { drawChart, isDrawable, markOf } from './charts.js';
import type { Markup } from './markup.js';
import type { CandidateMarks, MarkSymbol } from './palette.js';
import { plainText } from './plain.js';
import { pointScale } from './scales.js';
import type { SuiteSection } from './sections.js';
import { formatSeconds, formatSizeTick, formatTimeTick } from './units.js';

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

/** The curves of a suite that have two sizes at least. */
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
  const x = pointScale(points.map((point) => point.x));
  const y = pointScale(points.flatMap(({ low, median, high }) => [low, median, high]));
  const sorted = [...points].sort((a, b) => a.x - b.x);
  const color = ({ candidate }: CurvePoint): string => markOf(marks, candidate).color;
  const symbol = ({ candidate }: CurvePoint): MarkSymbol => markOf(marks, candidate).symbol;
  const dashed = ({ candidate }: CurvePoint): boolean => markOf(marks, candidate).dashed;
  const line = { x: 'x', y: 'median', z: 'candidate', stroke: color, strokeWidth: 1.5 };
  const title = ({ candidate, median }: CurvePoint) => `${plainText(candidate)}: ${formatSeconds(median)}`;
  return drawChart(`Seconds against size: ${name}, by candidate`, {
    height: 280,
    marginTop: 8,
    marginBottom: 24,
    marginLeft: 54,
    marginRight: 14,
    x: { type: 'log', domain: x.domain, ticks: [...x.ticks], tickFormat: formatSizeTick, label: null },
    y: { type: 'log', domain: y.domain, ticks: [...y.ticks], tickFormat: formatTimeTick, label: null },
    color: { type: 'identity' },
    symbol: { type: 'identity' },
    marks: [
      Plot.gridX({ ticks: [...x.ticks], strokeOpacity: 0.15 }),
      Plot.gridY({ ticks: [...y.ticks], strokeOpacity: 0.15 }),
      Plot.ruleX(sorted, { x: 'x', y1: 'low', y2: 'high', stroke: color, strokeWidth: 2 }),
      Plot.line(
        sorted.filter((point) => !dashed(point)),
        line,
      ),
      Plot.line(sorted.filter(dashed), { ...line, strokeDasharray: '4 3' }),
      Plot.dot(sorted, { x: 'x', y: 'median', fill: color, symbol, r: 4, title }),
    ],
  });
}
