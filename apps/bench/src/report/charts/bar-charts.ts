/** Bar charts by candidate: the times or the memory of one workload. */

import {
  barScale,
  drawChart,
  line,
  logAxis,
  logOf,
  numberAxis,
  type Place,
  rect,
  type Shape,
  shapeSeries,
  text,
} from '@nablajs/charts';
import { type Markup, plainText } from '@nablajs/charts/markup';
import { formatBytes, formatSeconds, formatTick } from '@nablajs/command-line';
import type { Result } from '../../result/result-file.js';
import type { WorkloadRow } from '../sections.js';
import { formatTimeTick } from '../units.js';
import { CHART_WIDTH, isDrawable, leftMargin, markOf } from './charts.js';
import type { CandidateMarks } from './palette.js';

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

/** Draws medians with their intervals on a log scale; null if the workload has no time above 0. */
export function timeChart(row: WorkloadRow, candidates: readonly string[], marks: CandidateMarks): Markup | null {
  const bars = barsOf(row, candidates, marks, timeOf);
  if (bars.length === 0) return null;
  const scale = barScale(bars.flatMap(({ low, value, high }) => [low, value, high]));
  return barChart(`Median seconds of ${row.name} by candidate`, bars, {
    axis: logAxis(scale, { format: formatTimeTick }),
    toAxis: logOf,
    start: scale.domain[0],
    intervals: true,
  });
}

/** Draws the peak as a pale bar and the steady memory as a solid one, from 0; null if nothing was measured. */
export function memoryChart(row: WorkloadRow, candidates: readonly string[], marks: CandidateMarks): Markup | null {
  const bars = barsOf(row, candidates, marks, memoryOf);
  if (bars.length === 0) return null;
  const most = Math.max(...bars.map(({ value }) => value));
  return barChart(`Memory of ${row.name} by candidate`, bars, {
    axis: numberAxis({ domain: [0, most], tickCount: 3, format: (bytes) => formatTick(bytes, formatBytes) }),
    toAxis: (bytes) => bytes,
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

interface BarOptions {
  /** The axis of the values, as an option of ECharts. */
  readonly axis: Record<string, unknown>;
  /** Converts a value to a coordinate on that axis. */
  readonly toAxis: (value: number) => number;
  readonly start: number;
  /** Whether to draw `low` to `high` as an interval; otherwise `low` is a solid bar in a pale one. */
  readonly intervals: boolean;
}

function barChart(label: string, bars: readonly Bar[], options: BarOptions): Markup {
  const margin = leftMargin(bars.map(({ candidate }) => candidate));
  return drawChart({
    label,
    width: CHART_WIDTH,
    height: bars.length * ROW_HEIGHT + 26,
    option: {
      grid: { left: margin, right: TEXT_MARGIN, top: 2, bottom: 24 },
      xAxis: options.axis,
      yAxis: numberAxis({ domain: [bars.length, 0], grid: false, format: () => '' }),
      series: [
        shapeSeries(bars, (bar, place, at) => barShapes(bar, options, place, at)),
        shapeSeries(options.intervals ? bars : [], (bar, place, at) => intervalShapes(bar, options, place, at)),
        shapeSeries(bars, ({ candidate, text: words }, { y }, at) => [
          text(candidate, margin - 6, y(at + 0.5), { align: 'right', width: margin - 8 }),
          text(words, CHART_WIDTH - TEXT_MARGIN + 6, y(at + 0.5)),
        ]),
      ],
    },
    tooltip: (series, at) => (series === 0 ? bars[at]?.text : undefined),
  });
}

function barShapes(bar: Bar, { toAxis, start, intervals }: BarOptions, place: Place, at: number): Shape[] {
  const x = (value: number): number => place.x(toAxis(value));
  const [top, bottom] = [place.y(at) + 3, place.y(at + 1) - 3];
  const whole = rect(x(start), top, x(bar.value), bottom, bar.color, intervals ? 1 : 0.35);
  return intervals ? [whole] : [whole, rect(x(start), top, x(bar.low), bottom, bar.color)];
}

/** Draws an interval with a rim in the background colour, so that it is visible on any bar. */
function intervalShapes({ low, high }: Bar, { toAxis }: BarOptions, { x, y }: Place, at: number): Shape[] {
  const ends = [
    [x(toAxis(low)), y(at + 0.5)],
    [x(toAxis(high)), y(at + 0.5)],
  ] as const;
  return [line(...ends, 'var(--card)', { lineWidth: 4 }), line(...ends, 'var(--ink)', { lineWidth: 1.5 })];
}
