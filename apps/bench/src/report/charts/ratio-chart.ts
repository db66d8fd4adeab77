/** Charts that compare candidates with the baseline. */

import {
  drawChart,
  type LogScale,
  line,
  logAxis,
  logOf,
  numberAxis,
  ratioScale,
  shapeSeries,
  type TextStyle,
  text,
} from '@nablajs/charts';
import { type Markup, plainText } from '@nablajs/charts/markup';
import type { Interval, Result } from '../../result/result-file.js';
import { ratioWords } from '../ratio-words.js';
import type { SuiteSection, WorkloadRow } from '../sections.js';
import { formatRatioTick } from '../units.js';
import { CHART_WIDTH, isDrawable, markOf } from './charts.js';
import type { CandidateMark, CandidateMarks } from './palette.js';

export interface RatioPanel {
  readonly title: string;
  readonly detail: string;
  readonly rows: readonly RatioRow[];
}

interface RatioRow extends Interval {
  readonly label: string;
  readonly words: string;
  readonly mark: CandidateMark;
}

/** The scale that all panels of a suite share, so that they can be compared. */
export const panelScale = (panels: readonly RatioPanel[]): LogScale =>
  ratioScale(panels.flatMap(({ rows }) => rows.flatMap(({ low, high }) => [low, high])));

/** Returns one panel per candidate or per workload, whichever gives fewer charts. No panel is empty. */
export function ratioPanels(section: SuiteSection, baseline: string, marks: CandidateMarks): RatioPanel[] {
  const { rows, candidates } = section;
  const others = candidates.filter((candidate) => candidate !== baseline);
  const panels =
    others.length <= rows.length
      ? others.map((candidate) => candidatePanel(section, candidate, baseline, marks))
      : rows.map((row) => workloadPanel(row, others, marks));
  return panels.filter((panel) => panel.rows.length > 0);
}

function candidatePanel(
  { rows }: SuiteSection,
  candidate: string,
  baseline: string,
  marks: CandidateMarks,
): RatioPanel {
  const several = new Set(rows.map(({ dtype }) => dtype)).size > 1;
  const mark = markOf(marks, candidate);
  return {
    title: candidate,
    detail: `compared with ${baseline}`,
    rows: rows.flatMap(({ name, dtype, results }) =>
      ratioRow(several ? `${name} ${dtype}` : name, results.get(candidate), mark),
    ),
  };
}

function workloadPanel(
  { name, dtype, results }: WorkloadRow,
  others: readonly string[],
  marks: CandidateMarks,
): RatioPanel {
  return {
    title: name,
    detail: dtype,
    rows: others.flatMap((candidate) => ratioRow(candidate, results.get(candidate), markOf(marks, candidate))),
  };
}

function ratioRow(label: string, result: Result | undefined, mark: CandidateMark): RatioRow[] {
  const ratio = result?.ratio;
  if (ratio === undefined || ![ratio.low, ratio.median, ratio.high].every(isDrawable)) return [];
  return [{ ...ratio, label: plainText(label), words: shortWords(ratio), mark }];
}

/** Pixels between the edge of the chart and its axis; words begin at the edge. */
const MARGIN = 12;
/** A rim keeps words readable where a grid line crosses them. */
const OVER_GRID: TextStyle = { rim: 'var(--card)' };
const ROW_HEIGHT = 36;

/** Draws ratios with their intervals on a log scale; faster is to the left. */
export function ratioChart({ title, rows }: RatioPanel, scale: LogScale): Markup {
  return drawChart({
    label: `${title}: time over the time of the baseline`,
    width: CHART_WIDTH,
    height: rows.length * ROW_HEIGHT + 44,
    option: {
      grid: { left: MARGIN, right: MARGIN, top: 20, bottom: 24 },
      xAxis: logAxis(scale, { format: formatRatioTick }),
      yAxis: numberAxis({ domain: [rows.length, 0], grid: false, format: () => '' }),
      series: [
        dots(rows),
        shapeSeries([rows.length], (bottom, { x, y }) => [
          line([x(0), y(0)], [x(0), y(bottom)], 'var(--ink)', { opacity: 0.6 }),
          text('← faster', 2, 8, { fill: 'var(--faint)' }),
          text('slower →', CHART_WIDTH - 2, 8, { fill: 'var(--faint)', align: 'right' }),
        ]),
        shapeSeries(rows, (row, { x, y }, at) => [
          ...(at === 0 ? [] : [line([2, y(at)], [CHART_WIDTH - 2, y(at)], 'var(--line)')]),
          text(row.label, 2, y(at + 0.32), { ...OVER_GRID, width: CHART_WIDTH - 100 }),
          text(row.words, CHART_WIDTH - 2, y(at + 0.32), { ...OVER_GRID, align: 'right' }),
          line([x(logOf(row.low)), y(at + 0.72)], [x(logOf(row.high)), y(at + 0.72)], row.mark.color, {
            lineWidth: 2.5,
          }),
        ]),
      ],
    },
    tooltip: (series, at) => (series === 0 ? rows[at]?.words : undefined),
  });
}

const dots = (rows: readonly RatioRow[]): Record<string, unknown> => ({
  type: 'scatter',
  symbolSize: 9,
  z: 3,
  data: rows.map(({ median, mark }, at) => ({
    value: [logOf(median), at + 0.72],
    symbol: mark.symbol,
    itemStyle: { color: mark.color, opacity: 1 },
  })),
});

function shortWords(ratio: Interval): string {
  const { verdict, direction } = ratioWords(ratio);
  return direction === 'unclear' ? 'unclear' : verdict;
}
