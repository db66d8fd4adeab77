import { duration } from '@nablajs/command-line';
import type { TestName } from '../data/training-data.js';
import { chartLines } from './chart.js';
import type { Point } from './curve.js';
import { beside, flowed, type Line, rendered } from './styled-text.js';

export interface DashboardState {
  readonly run: string | undefined;
  /** From 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** How many of the epoch's `steps` are done. */
  readonly step: number;
  readonly steps: number;
  /** Examples seen in all epochs; `rowsBefore` of them before this process started. */
  readonly rows: number;
  readonly rowsBefore: number;
  readonly totalRows: number;
  /** Seconds since this process started training. */
  readonly seconds: number;
  readonly learningRate: number;
  /** Losses, with `rows` as x. */
  readonly training: readonly Point[];
  readonly validation: readonly Point[];
  /** The data that are tested after each epoch. */
  readonly testName: TestName;
  readonly score: { readonly name: 'accuracy' | 'R2' | 'perplexity'; readonly points: readonly Point[] };
  /** The epoch with the lowest validation loss. */
  readonly best: { readonly epoch: number; readonly loss: number } | undefined;
  /** The last line that was written while the dashboard was shown. */
  readonly message: string | undefined;
}

export interface DashboardFrame {
  readonly width: number;
  readonly height: number;
  readonly colours: boolean;
}

/** A smaller terminal has no room for charts. */
export const SMALLEST = { width: 60, height: 20 } as const;
/** From this width on, the charts stand side by side. */
const WIDE = 120;
const GAP = 2;

/** At most `height` lines of at most `width` columns. */
export function dashboardText(state: DashboardState, { width, height, colours }: DashboardFrame): string {
  const head = [titleLine(state, width), barLine(state, width), ...flowed(numbersOf(state), width)];
  const message: Line = [{ text: state.message ?? '', style: 'yellow' }];
  const charts = chartsOf(state, width, height - head.length - 1);
  const lines = [...head, ...charts].slice(0, Math.max(0, height - 1));
  return [...lines, message].map((line) => rendered(line, width, colours)).join('\n');
}

function titleLine({ run }: DashboardState, width: number): Line {
  const title = 'nabla train';
  if (run === undefined) return [{ text: title, style: 'bold' }];
  const room = Math.max(1, width - title.length - 2);
  // Keep the end of a long path: it says more than the beginning.
  const shown = run.length > room ? `…${run.slice(run.length - room + 1)}` : run;
  return [
    { text: title, style: 'bold' },
    { text: ' '.repeat(Math.max(2, width - title.length - shown.length)) },
    { text: shown },
  ];
}

function barLine({ rows, totalRows }: DashboardState, width: number): Line {
  const share = Math.min(1, rows / totalRows);
  const room = Math.max(0, width - 5);
  const filled = Math.round(share * room);
  return [
    { text: '█'.repeat(filled), style: 'green' },
    { text: '░'.repeat(room - filled), style: 'dim' },
    { text: `${Math.floor(share * 100)}%`.padStart(5) },
  ];
}

function numbersOf(state: DashboardState): Line[] {
  const { epoch, epochs, step, steps, rows, rowsBefore, totalRows, seconds, learningRate, best } = state;
  const seen = rows - rowsBefore;
  const items: (readonly [label: string, value: string])[] = [
    ['epoch', `${epoch}/${epochs}`],
    ['step', `${step}/${steps}`],
    ['learning rate', `${Number(learningRate.toPrecision(3))}`],
    ['rows/s', seen === 0 ? '-' : Math.round(seen / seconds).toLocaleString('en-US')],
    ['elapsed', duration(seconds)],
    ['ETA', seen === 0 ? '-' : duration((seconds / seen) * Math.max(0, totalRows - rows))],
    ['best epoch', best === undefined ? '-' : `${best.epoch} (${state.testName} loss ${short(best.loss)})`],
  ];
  return items.map(([label, value]) => [{ text: `${label} `, style: 'dim' }, { text: value }]);
}

function chartsOf(state: DashboardState, width: number, height: number): Line[] {
  const { training, validation, score, testName, rows, rowsBefore, totalRows, epochs } = state;
  const sideBySide = width >= WIDE;
  const chartWidth = sideBySide ? Math.floor((width - GAP) / 2) : width;
  const chartHeight = sideBySide ? height : Math.floor(height / 2);
  if (chartHeight < 4) return [];
  const epochAt = (seen: number): string => `${Number(((seen * epochs) / totalRows).toFixed(1))}`;
  const ends = [`epoch ${epochAt(rowsBefore)}`, epochAt(rows)] as const;
  const axis = { from: rowsBefore, to: rows, ends, width: chartWidth, height: chartHeight };
  const losses = chartLines({
    ...axis,
    title: 'loss',
    series: [
      { name: 'training', points: training, style: 'cyan' },
      { name: testName, points: validation, style: 'yellow', dotted: true },
    ],
    format: short,
  });
  const format = score.name === 'accuracy' ? (value: number) => `${(value * 100).toFixed(2)}%` : short;
  const series = [{ name: testName, points: score.points, style: 'green' as const }];
  const scores = chartLines({ ...axis, title: score.name, series, format });
  return sideBySide ? beside(losses, scores, chartWidth + GAP) : [...losses, ...scores];
}

const short = (value: number): string => `${Number(value.toPrecision(4))}`;
