/** Candidates against the baseline. */
import * as Plot from '@observablehq/plot';
import type { Interval, Result } from '../result-file.js';
import { CHART_WIDTH, clipped, drawChart, isDrawable, markOf } from './charts.js';
import type { Markup } from './markup.js';
import type { CandidateMark, CandidateMarks } from './palette.js';
import { plainText } from './plain.js';
import { ratioWords } from './ratio-words.js';
import { type LogScale, ratioScale } from './scales.js';
import type { SuiteSection, WorkloadRow } from './sections.js';
import { formatRatioTick } from './units.js';

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

/** Of all panels of a suite, so that they can be compared. */
export const panelScale = (panels: readonly RatioPanel[]): LogScale =>
  ratioScale(panels.flatMap(({ rows }) => rows.flatMap(({ low, high }) => [low, high])));

/** By candidate, or by workload, whichever makes fewer charts; none is empty. */
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
    detail: `against ${baseline}`,
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

/** Ratios with their intervals on a log scale, faster to the left. */
export function ratioChart({ title, rows }: RatioPanel, { domain, ticks }: LogScale): Markup {
  const y = (offset: number) => rows.map((_, at) => at + offset);
  const colors = { fill: rows.map(({ mark }) => mark.color), symbol: rows.map(({ mark }) => mark.symbol) };
  const wide = { insetLeft: -10, insetRight: -10 };
  return drawChart(`${title}: time over the time of the baseline`, {
    height: rows.length * 36 + 44,
    marginTop: 20,
    marginBottom: 24,
    marginLeft: 12,
    marginRight: 12,
    x: { type: 'log', domain, ticks: [...ticks], tickFormat: formatRatioTick, label: null },
    y: { type: 'linear', domain: [rows.length, 0], axis: null },
    color: { type: 'identity' },
    symbol: { type: 'identity' },
    marks: [
      Plot.gridX({ ticks: [...ticks], strokeOpacity: 0.15 }),
      Plot.ruleY(y(0).slice(1), { strokeOpacity: 0.12, ...wide }),
      Plot.ruleX([1], { strokeOpacity: 0.6 }),
      Plot.text(['← faster'], { frameAnchor: 'top-left', dy: -16, dx: -10, fillOpacity: 0.75 }),
      Plot.text(['slower →'], { frameAnchor: 'top-right', dy: -16, dx: 10, fillOpacity: 0.75 }),
      Plot.text(rows, { ...OVER_GRID, y: y(0.32), text: 'label', ...LEFT }),
      Plot.text(rows, { ...OVER_GRID, y: y(0.32), text: 'words', ...RIGHT }),
      Plot.ruleY(rows, { y: y(0.72), x1: 'low', x2: 'high', stroke: colors.fill, strokeWidth: 2.5 }),
      Plot.dot(rows, { y: y(0.72), x: 'median', ...colors, r: 4.5, title: 'words' }),
    ],
  });
}

/** A line of the grid through a word makes it hard to read. */
const OVER_GRID = { stroke: 'var(--card)', strokeWidth: 4, fill: 'currentColor' } as const;
const LEFT = { frameAnchor: 'left', textAnchor: 'start', dx: -10, ...clipped(CHART_WIDTH - 100) } as const;
const RIGHT = { frameAnchor: 'right', textAnchor: 'end', dx: 10, lineWidth: CHART_WIDTH } as const;

function shortWords(ratio: Interval): string {
  const { verdict, direction } = ratioWords(ratio);
  return direction === 'unclear' ? 'unclear' : verdict;
}
