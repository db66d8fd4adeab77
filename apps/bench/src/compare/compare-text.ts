/** Formats a comparison for the terminal. */

import { plainText, wrapText } from '@nablajs/charts/markup';
import { formatBytes, formatSeconds } from '@nablajs/command-line';
import type { Paint, Style } from '../report/columns.js';
import { painter, type TerminalOptions } from '../report/table.js';
import { count } from '../report/words.js';
import type { Comparison, ComparisonRow, Verdict } from './compare.js';

const NARROW: TerminalOptions = { width: 80, color: false };

/** Warnings, the changed rows, worst first, and a summary. Rows within noise are only counted. */
export function comparisonLines(comparison: Comparison, { width, color }: TerminalOptions = NARROW): string[] {
  const paint = painter(color);
  const changed = comparison.rows.filter(({ verdict }) => verdict !== 'same');
  const entries = [...changed].sort(worstFirst).flatMap((row) => rowLines(row, comparison, width, paint));
  return [
    ...comparison.warnings.flatMap((warning) => hanging(`Note: ${warning}`, width)),
    ...(comparison.warnings.length > 0 && entries.length > 0 ? [''] : []),
    ...entries,
    ...(comparison.warnings.length > 0 || entries.length > 0 ? [''] : []),
    summaryLine(comparison, paint),
  ];
}

const worstFirst = (a: ComparisonRow, b: ComparisonRow): number => badness(b) - badness(a);

const badness = ({ verdict, change }: ComparisonRow): number =>
  verdict === 'failed' ? Number.MAX_VALUE : (change?.median ?? 0);

const VERDICT_STYLES: Readonly<Record<Verdict, Style>> = {
  faster: 'good',
  smaller: 'good',
  slower: 'bad',
  larger: 'bad',
  same: 'plain',
  failed: 'bad',
  'left out': 'plain',
  added: 'plain',
  removed: 'plain',
};

function rowLines(row: ComparisonRow, { regressions }: Comparison, width: number, paint: Paint): string[] {
  const { verdict, suite, name, dtype, candidate } = row;
  const indent = 9;
  const heading = wrapText(`${candidate}: ${suite} ${name} ${dtype}`, Math.max(20, width - indent));
  const details = wrapText(rowDetails(row, regressions.includes(row)), Math.max(20, width - indent));
  const [first = '', ...rest] = [...heading, ...details];
  return [
    `${paint(verdict.padEnd(indent), VERDICT_STYLES[verdict])}${first}`,
    ...rest.map((text) => `${' '.repeat(indent)}${text}`),
  ];
}

function rowDetails(row: ComparisonRow, regression: boolean): string {
  const format = row.suite === 'memory' ? formatBytes : formatSeconds;
  if (row.change === null) {
    const value = row.new ?? row.old;
    const reason = row.reason === undefined ? '' : `; now: ${plainText(row.reason)}`;
    const measured = `${row.new === null ? 'was ' : ''}${value === null ? 'nothing' : format(value)}`;
    return `${measured}${reason}${regression ? '; REGRESSION' : ''}`;
  }
  const { median, low, high } = row.change;
  const interval = row.basis === 'bytes' ? '' : ` (${percent(low)} to ${percent(high)})`;
  const values = `${format(row.new ?? 0)}, was ${format(row.old ?? 0)}`;
  const change = `${percent(median)} ${CHANGES[row.basis ?? 'seconds']}${interval}${sharedWords(row)}`;
  return `${change}; ${values}${regression ? '; REGRESSION' : ''}`;
}

/** Describes the shared change; empty if it rounds to nothing. */
function sharedWords({ shared }: ComparisonRow): string {
  return Math.abs(shared - 1) < 0.005 ? '' : ` in addition to the ${percent(shared - 1)} of the other libraries`;
}

const CHANGES = { ratio: 'time relative to the baseline', seconds: 'time', bytes: 'memory' } as const;

/** `+20.1 %`, `-3.0 %`. */
const percent = (share: number): string => `${share >= 0 ? '+' : ''}${(share * 100).toFixed(1)} %`;

const VERDICTS: readonly Verdict[] = [
  'failed',
  'slower',
  'larger',
  'faster',
  'smaller',
  'same',
  'left out',
  'added',
  'removed',
];

function summaryLine({ rows, regressions, failOver }: Comparison, paint: Paint): string {
  const counts = VERDICTS.map((verdict) => [verdict, rows.filter((row) => row.verdict === verdict).length] as const);
  const parts = counts.filter(([, number]) => number > 0).map(([verdict, number]) => `${number} ${verdict}`);
  const summary = `${count(rows.length, 'row')}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}.`;
  if (failOver === null) return paint(summary, 'strong');
  const limit = `over ${Number((failOver * 100).toPrecision(6))} %`;
  const none = regressions.length === 0;
  const verdict = none ? `No regression ${limit}.` : `${count(regressions.length, 'regression')} ${limit}.`;
  return `${paint(summary, 'strong')} ${paint(verdict, none ? 'good' : 'bad')}`;
}

function hanging(text: string, width: number): string[] {
  return wrapText(text, Math.max(20, width - 2)).map((one, at) => `${at === 0 ? '' : '  '}${one}`);
}
