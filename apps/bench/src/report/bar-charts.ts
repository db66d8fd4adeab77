/** Bars by candidate: the times of one workload, or the memory of one. */
import * as Plot from '@observablehq/plot';
import type { Result } from '../result-file.js';
import { CHART_WIDTH, drawChart, isDrawable, leftLabels, markOf } from './charts.js';
import type { Markup } from './markup.js';
import type { CandidateMarks } from './palette.js';
import { plainText } from './plain.js';
import { barScale } from './scales.js';
import type { WorkloadRow } from './sections.js';
import { formatBytes, formatSeconds, formatTick, formatTimeTick } from './units.js';

interface Bar {
  readonly candidate: string;
  readonly color: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly text: string;
}

const ROW_HEIGHT = 22;
const TEXT_MARGIN = 66;

/** Medians on a log scale with their intervals; null where the workload has no time above 0. */
export function timeChart(row: WorkloadRow, candidates: readonly string[], marks: CandidateMarks): Markup | null {
  const bars = barsOf(row, candidates, marks, timeOf);
  if (bars.length === 0) return null;
  const { domain, ticks } = barScale(bars.flatMap(({ low, value, high }) => [low, value, high]));
  return barChart(`Median seconds of ${row.name} by candidate`, bars, {
    x: { type: 'log', domain, ticks: [...ticks], tickFormat: formatTimeTick },
    grid: { ticks: [...ticks] },
    start: domain[0],
    intervals: true,
  });
}

/** The peak, pale, and what is steadily held, solid, from 0; null where nothing was measured. */
export function memoryChart(row: WorkloadRow, candidates: readonly string[], marks: CandidateMarks): Markup | null {
  const bars = barsOf(row, candidates, marks, memoryOf);
  if (bars.length === 0) return null;
  const most = Math.max(...bars.map(({ value }) => value));
  return barChart(`Memory of ${row.name} by candidate`, bars, {
    x: {
      type: 'linear',
      domain: [0, most],
      tickSpacing: 70,
      tickFormat: (bytes: number) => formatTick(bytes, formatBytes),
    },
    grid: { tickSpacing: 70 },
    start: 0,
    intervals: false,
  });
}

type Amounts = Pick<Bar, 'value' | 'low' | 'high' | 'text'>;

function timeOf({ medianSeconds, low, high }: Result): Amounts | null {
  if (!isDrawable(medianSeconds)) return null;
  const text = formatSeconds(medianSeconds);
  return {
    value: medianSeconds,
    low: isDrawable(low) ? low : medianSeconds,
    high: isDrawable(high) ? high : medianSeconds,
    text,
  };
}

function memoryOf({ memory }: Result): Amounts | null {
  if (!isDrawable(memory?.peakBytes)) return null;
  const { peakBytes, rssBytes } = memory;
  return { value: peakBytes, low: isDrawable(rssBytes) ? rssBytes : 0, high: peakBytes, text: formatBytes(peakBytes) };
}

function barsOf(
  { results }: WorkloadRow,
  candidates: readonly string[],
  marks: CandidateMarks,
  amounts: (result: Result) => Amounts | null,
): Bar[] {
  return candidates.flatMap((candidate) => {
    const result = results.get(candidate);
    const found = result === undefined ? null : amounts(result);
    return found === null ? [] : [{ candidate: plainText(candidate), color: markOf(marks, candidate).color, ...found }];
  });
}

interface BarScaleOptions {
  readonly x: Plot.ScaleOptions;
  readonly grid: Plot.GridXOptions;
  readonly start: number;
  /** Draw `low` to `high` as an interval; else `low` as a solid bar in a pale one. */
  readonly intervals: boolean;
}

function barChart(label: string, bars: readonly Bar[], { x, grid, start, intervals }: BarScaleOptions): Markup {
  const names = bars.map(({ candidate }) => candidate);
  const { margin, text } = leftLabels(names);
  const channels = { y: 'candidate', fill: 'color', insetTop: 3, insetBottom: 3 };
  return drawChart(label, {
    height: bars.length * ROW_HEIGHT + 26,
    marginTop: 2,
    marginBottom: 24,
    marginLeft: margin,
    marginRight: TEXT_MARGIN,
    x: { ...x, label: null },
    y: { type: 'band', domain: names, axis: null, padding: 0 },
    color: { type: 'identity' },
    marks: [
      Plot.gridX({ ...grid, strokeOpacity: 0.15 }),
      Plot.rect(bars, { ...channels, x1: start, x2: 'value', fillOpacity: intervals ? 1 : 0.35, title: 'text' }),
      ...(intervals ? intervalLines(bars) : []),
      ...(intervals ? [] : [Plot.rect(bars, { ...channels, x1: start, x2: 'low' })]),
      Plot.text(bars, {
        y: 'candidate',
        text: 'candidate',
        frameAnchor: 'left',
        textAnchor: 'end',
        dx: -6,
        ...text,
      }),
      Plot.text(bars, {
        y: 'candidate',
        text: 'text',
        frameAnchor: 'right',
        textAnchor: 'start',
        dx: 6,
        fontVariant: 'tabular-nums',
        lineWidth: CHART_WIDTH,
      }),
    ],
  });
}

/** With a rim in the colour of the ground: bars are of any colour. */
function intervalLines(bars: readonly Bar[]): Plot.Markish[] {
  const ends = { y: 'candidate', x1: 'low', x2: 'high' };
  return [
    Plot.ruleY(bars, { ...ends, stroke: 'var(--card)', strokeWidth: 4 }),
    Plot.ruleY(bars, { ...ends, stroke: 'currentColor', strokeWidth: 1.5 }),
  ];
}
