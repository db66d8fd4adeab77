/** The table that the command prints at its end. */

import { plainText, wrapText } from '@nablajs/charts/markup';
import picocolors from 'picocolors';
import type { ResultFile } from '../result/result-file.js';
import { resultCell } from './cells.js';
import { blockLines, type CellLine, type Column, line, type Paint, type Style } from './columns.js';
import { leftOutGroups, SUITE_TITLES, type SuiteSection, suiteSections, workloadWords } from './sections.js';
import { candidateSentence, machineFacts, methodSentence, NOT_COMPLETE, SPEED_NOTE } from './words.js';

export interface TerminalOptions {
  /** Columns of the terminal. */
  readonly width: number;
  readonly color: boolean;
}

/** Returns the lines of the report for the terminal. */
export function terminalLines(file: ResultFile, { width, color }: TerminalOptions): string[] {
  const paint = painter(color);
  const sections = suiteSections(file);
  return [
    ...headLines(file, width, paint),
    ...sections.flatMap((section) => ['', ...suiteLines(section, file.baseline, width, paint)]),
    ...(sections.length === 0 ? ['', 'No results.'] : []),
    ...missingLines(file, width, paint),
    ...failureLines(file, width, paint),
    ...leftOutLines(file, width, paint),
  ];
}

/** Returns a function that paints by style. Colours only repeat what the words say. */
export function painter(color: boolean): Paint {
  const { bold, dim, green, red } = picocolors.createColors(color);
  const paints: Readonly<Record<Style, (text: string) => string>> = {
    plain: (text) => text,
    strong: bold,
    faint: dim,
    good: green,
    bad: red,
  };
  return (text, style) => paints[style](text);
}

function headLines(file: ResultFile, width: number, paint: Paint): string[] {
  const machine = machineFacts(file.machine).map(({ name, value }) =>
    name === 'Processor' ? value : `${name} ${value}`,
  );
  const reading =
    'Median of the rounds, ± half the width of its interval. Ratios compare each round with the baseline: ' +
    `the candidate is slower or faster, with the interval in parentheses. ${SPEED_NOTE}`;
  return [
    ...labelled('Machine', machine.join('; '), width, paint),
    ...labelled('Method', methodSentence(file), width, paint),
    ...labelled('Reading', reading, width, paint),
    ...(file.complete ? [] : labelled('Stopped', NOT_COMPLETE, width, paint)),
    '',
    paint('Candidates', 'strong'),
    ...file.candidates.flatMap((candidate) => {
      const mark = candidate.name === file.baseline ? ' (baseline)' : '';
      return hanging(`${candidate.name}${mark}: ${candidateSentence(candidate)}`, width);
    }),
  ];
}

function suiteLines(section: SuiteSection, baseline: string, width: number, paint: Paint): string[] {
  const nameWidth = Math.max(12, Math.min(28, Math.floor(width / 3)));
  const names: Column = {
    header: [strong('workload')],
    cells: section.rows.map(({ name, dtype }) => [
      ...wrapText(name, nameWidth).map((text) => line(text)),
      line(dtype, 'faint'),
    ]),
  };
  const columns = section.candidates.map((candidate) => candidateColumn(section, candidate, baseline));
  return [paint(SUITE_TITLES[section.suite], 'strong'), ...blockLines(names, columns, width, paint)];
}

function candidateColumn(section: SuiteSection, candidate: string, baseline: string): Column {
  const mark = candidate === baseline ? [line('(baseline)', 'faint')] : [];
  return {
    header: [...wrapText(candidate, 20).map(strong), ...mark],
    cells: section.rows.map((row) => resultCell(section, row, candidate)),
  };
}

function missingLines({ missing }: ResultFile, width: number, paint: Paint): string[] {
  if (missing.length === 0) return [];
  const lines = missing.flatMap(({ name, reason, install }) =>
    hanging(`${name}: ${reason}. To install it: ${install}`, width),
  );
  return ['', paint('Missing', 'strong'), ...lines];
}

function failureLines({ failures }: ResultFile, width: number, paint: Paint): string[] {
  if (failures.length === 0) return [];
  const lines = failures.flatMap(({ suite, name, dtype, candidate, reason }) =>
    hanging(`${candidate}, ${suite} ${name} ${dtype}: ${reason}`, width),
  );
  return ['', paint('Failures', 'bad'), ...lines];
}

function leftOutLines(file: ResultFile, width: number, paint: Paint): string[] {
  const groups = leftOutGroups(file);
  if (groups.length === 0) return [];
  const lines = groups.flatMap((group) =>
    hanging(`${group.candidate}: ${group.reason}: ${workloadWords(group)}`, width),
  );
  return ['', paint('Left out', 'strong'), ...lines];
}

function labelled(label: string, text: string, width: number, paint: Paint): string[] {
  const indent = 9;
  const [first = '', ...rest] = wrapText(text, Math.max(20, width - indent));
  return [
    `${paint(label, 'strong')}${' '.repeat(indent - label.length)}${first}`,
    ...rest.map((one) => ' '.repeat(indent) + one),
  ];
}

/** Wraps an entry of a list and indents its further lines. */
function hanging(text: string, width: number): string[] {
  return wrapText(plainText(text), Math.max(20, width - 4)).map((one, at) => `${at === 0 ? '  ' : '    '}${one}`);
}

const strong = (text: string): CellLine => line(text, 'strong');
