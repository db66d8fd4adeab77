/** The chart that sums up a run: who is faster, by workload, as ratios to the baseline on a log scale. */
import {
  type Chart,
  drawChart,
  type LogScale,
  line,
  logAxis,
  logOf,
  numberAxis,
  ratioScale,
  type Shape,
  shapeSeries,
  svgFile,
  text,
} from '@nablajs/charts';
import type { Markup } from '@nablajs/charts/markup';
import { formatSeconds } from '@nablajs/command-line';
import type { Interval, ResultFile } from '../../result/result-file.js';
import { ratioSentence } from '../ratio-words.js';
import { candidateNames, isOurs, shownName } from '../sections.js';
import { formatRatioTick } from '../units.js';
import { lanesOf, legendLayout, stack, textWidth } from './layout.js';
import { type CandidateMark, candidateMarks } from './marks.js';
import { type SummaryRow, summaryOf } from './summary.js';

/** Where a chart is shown: on a wide page, or on a phone, where names are above the dots. */
export type ChartForm = 'wide' | 'phone';

interface Form {
  readonly width: number;
  /** Room left and right of the dots. */
  readonly left: number;
  readonly right: number;
  readonly rowHeight: number;
  readonly titleHeight: number;
  /** From the top of a row to its names, and to its dots. */
  readonly nameAt: number;
  readonly dotsAt: number;
  readonly lane: number;
}

const EDGE = 12;
const FORMS: Readonly<Record<ChartForm, Form>> = {
  wide: { width: 900, left: 292, right: 84, rowHeight: 30, titleHeight: 30, nameAt: 15, dotsAt: 15, lane: 9 },
  phone: { width: 360, left: 20, right: 20, rowHeight: 54, titleHeight: 32, nameAt: 10, dotsAt: 36, lane: 9 },
};
/** Names of workloads on a phone leave room for the baseline's time. */
const TIME_ROOM = 64;
/** The words above the axis, and its labels. */
const AXIS_HEIGHT = 42;
/** Longer names of the baseline are cut. */
const LONGEST_OURS = 120;
const OVER_GRID = { rim: 'var(--card)' } as const;

interface Dot {
  readonly candidate: string;
  readonly ratio: Interval;
  readonly mark: CandidateMark;
  readonly isOurs: boolean;
  /** In pixels below the top of the dots' area. */
  readonly y: number;
  readonly words: string;
}

/** Returns the chart as HTML; null if the run has no ratios. */
export function drawSummary(file: ResultFile, form: ChartForm): Markup | null {
  const chart = summaryChart(file, form);
  return chart && drawChart(chart);
}

/** Returns the chart as an SVG file; null if the run has no ratios. */
export function summarySvg(file: ResultFile, form: ChartForm): string | null {
  const chart = summaryChart(file, form);
  return chart && svgFile(chart);
}

export const summaryLabel = (file: ResultFile): string =>
  `Time of each workload, by candidate, compared with ${shownName(file, file.baseline)}. The tables have all numbers.`;

function summaryChart(file: ResultFile, name: ChartForm): Chart | null {
  const { groups } = summaryOf(file);
  const rows = groups.flatMap((group) => group.rows);
  if (rows.length === 0) return null;
  const form = FORMS[name];
  const { width, left, right } = form;
  const scale = ratioScale(rows.flatMap(({ ratios }) => [...ratios.values()].flatMap(({ low, high }) => [low, high])));
  const present = new Set([file.baseline, ...rows.flatMap(({ ratios }) => [...ratios.keys()])]);
  const shown = candidateNames(file).filter((candidate) => present.has(candidate));
  const legend = legendLayout(
    shown.map((candidate) => shownName(file, candidate)),
    width - 2 * EDGE,
  );
  const plotTop = EDGE + legend.height + AXIS_HEIGHT;
  const { placed, height } = stack(groups, { title: form.titleHeight, row: form.rowHeight });
  const dots = placed.flatMap((one) => ('row' in one.item ? dotsOf(file, one.item.row, one.top, form, scale) : []));
  const marks = candidateMarks(file);
  const legendDots = legend.entries.map(({ x, y }, at) => symbolAt([x, y], marks.get(shown[at] ?? '') ?? NO_MARK, 11));
  return {
    label: summaryLabel(file),
    width,
    height: plotTop + height + EDGE,
    option: {
      grid: [
        { left, right, top: plotTop, bottom: EDGE, outerBoundsMode: 'none' },
        { left: EDGE, right: EDGE, top: EDGE, height: legend.height, outerBoundsMode: 'none' },
      ],
      xAxis: [
        { ...logAxis(scale, { format: formatRatioTick }), position: 'top' },
        { ...numberAxis({ domain: [0, width - 2 * EDGE], grid: false }), show: false, gridIndex: 1 },
      ],
      yAxis: [
        numberAxis({ domain: [height, 0], grid: false, format: () => '' }),
        { ...numberAxis({ domain: [legend.height, 0], grid: false }), show: false, gridIndex: 1 },
      ],
      series: [
        { type: 'scatter', z: 4, data: dots.map((dot) => dotSymbol(dot)) },
        { type: 'scatter', xAxisIndex: 1, yAxisIndex: 1, silent: true, data: legendDots },
        shapeSeries(legend.entries, (entry) => [text(entry.name, EDGE + entry.x + 10, EDGE + entry.y)]),
        shapeSeries([file], (_, { x }) => axisShapes(file, x(0), plotTop, height, form)),
        shapeSeries(placed, ({ item, top, bottom }, { y }) =>
          'title' in item ? titleShapes(item.title, y(top), y(bottom), form) : rowShapes(item.row, y(top), form, rows),
        ),
        shapeSeries(dots, ({ ratio: { low, high }, mark, y: at }, { x, y }) => [
          line([x(logOf(low)), y(at)], [x(logOf(high)), y(at)], mark.color, { lineWidth: 2.5 }),
        ]),
      ],
    },
    tooltip: (series, at) => (series === 0 ? dots[at]?.words : undefined),
  };
}

function dotsOf(file: ResultFile, row: SummaryRow, top: number, form: Form, { domain }: LogScale): Dot[] {
  const marks = candidateMarks(file);
  const [low, high] = domain.map(logOf) as [number, number];
  const perDecade = (form.width - form.left - form.right) / (high - low);
  const even: readonly [string, Interval] = [file.baseline, { low: 1, median: 1, high: 1 }];
  const all = [even, ...row.ratios];
  const lanes = lanesOf(all.map(([, { median }]) => logOf(median) * perDecade));
  return all.map(([candidate, ratio], at) => ({
    candidate,
    ratio,
    mark: marks.get(candidate) ?? NO_MARK,
    isOurs: isOurs(file, candidate),
    y: top + form.dotsAt + (lanes[at] ?? 0) * form.lane,
    words: `${shownName(file, candidate)}: ${at === 0 ? formatSeconds(row.baselineSeconds) : ratioSentence(ratio)}`,
  }));
}

const dotSymbol = ({ ratio, y, mark, isOurs }: Dot): Record<string, unknown> =>
  symbolAt([logOf(ratio.median), y], mark, isOurs ? 11 : 9);

/** A rim separates dots that touch. */
const symbolAt = (value: readonly [number, number], { symbol, color, scale }: CandidateMark, size: number) => ({
  value: [...value],
  symbol,
  symbolSize: size * scale,
  itemStyle: { color, opacity: 1, borderColor: 'var(--card)', borderWidth: 0.8 },
});

const NO_MARK: CandidateMark = { color: 'var(--ink)', symbol: 'circle', scale: 1 };

/** The line of the baseline, its name above the column of times, and "faster" and "slower" where they fit. */
function axisShapes(file: ResultFile, even: number, plotTop: number, height: number, { width }: Form): Shape[] {
  const at = plotTop - AXIS_HEIGHT + 12;
  const ours = shownName(file, file.baseline);
  const [faster, slower] = ['← faster', 'slower →'];
  const style = { fill: 'var(--faint)' };
  const rightEnd = width - EDGE - Math.min(LONGEST_OURS, textWidth(ours)) - 8;
  return [
    line([even, plotTop], [even, plotTop + height], 'var(--ink)', { opacity: 0.7 }),
    text(ours, width - EDGE, at, { ...style, align: 'right', width: LONGEST_OURS }),
    ...(even - 8 - textWidth(faster) < EDGE ? [] : [text(faster, even - 8, at, { ...style, align: 'right' })]),
    ...(even + 8 + textWidth(slower) > rightEnd ? [] : [text(slower, even + 8, at, style)]),
  ];
}

const titleShapes = (title: string, top: number, bottom: number, { width }: Form): Shape[] => [
  line([EDGE, top + 4], [width - EDGE, top + 4], 'var(--line)'),
  text(title, EDGE, (top + bottom) / 2 + 2, { ...OVER_GRID, fill: 'var(--faint)', width: width - 2 * EDGE }),
];

function rowShapes(row: SummaryRow, top: number, form: Form, rows: readonly SummaryRow[]): Shape[] {
  const { width, left, nameAt, dotsAt } = form;
  const several = new Set(rows.map(({ dtype }) => dtype)).size > 1;
  const name = several ? `${row.name} ${row.dtype}` : row.name;
  const room = nameAt === dotsAt ? left - 2 * EDGE : width - 2 * EDGE - TIME_ROOM;
  return [
    text(name, EDGE, top + nameAt, { ...OVER_GRID, width: room }),
    text(formatSeconds(row.baselineSeconds), width - EDGE, top + nameAt, { ...OVER_GRID, align: 'right' }),
  ];
}
