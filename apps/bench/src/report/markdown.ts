/** The Markdown page: the same as the HTML report, with its charts as separate SVG files. */
import { plainText } from '@nablajs/charts/markup';
import type { ResultFile } from '../result/result-file.js';
import { resultCell } from './cells.js';
import { summaryOf } from './chart/summary.js';
import { summaryLabel } from './chart/summary-chart.js';
import { leftOutGroups, pageSections, SUITE_TITLES, type SuiteSection, shownName, workloadWords } from './sections.js';
import {
  chartNote,
  count,
  FAILURES_NOTE,
  hardwareLine,
  LEFT_OUT_NOTE,
  METHOD_NOTES,
  machineFacts,
  methodSentence,
  NO_RATIOS,
  NOT_COMPLETE,
  PAGE_NOTE,
  runTitle,
} from './words.js';

/** A run on a Markdown page. */
export interface MarkdownRun {
  readonly file: ResultFile;
  /** Addresses of the charts, relative to the page; null if the run has no ratios. */
  readonly charts: { readonly wide: string; readonly phone: string } | null;
}

/** Returns a Markdown page of one or more runs, in the given order. Everything from the files is escaped. */
export const markdownReport = (runs: readonly MarkdownRun[]): string =>
  `${[
    '<!-- Written by nabla-bench report --markdown. Do not edit. -->',
    '# Benchmarks',
    PAGE_NOTE,
    ...runs.flatMap(runBlocks),
  ].join('\n\n')}\n`;

/** Blocks of Markdown; empty lines separate them. */
function runBlocks({ file, charts }: MarkdownRun): string[] {
  const sections = pageSections(file);
  return [
    `## ${escaped(runTitle(file))}`,
    escaped(hardwareLine(file)),
    ...(file.complete ? [] : [`**${NOT_COMPLETE}**`]),
    ...(sections.length === 0 ? ['No results.'] : chartBlocks(file, charts)),
    ...sections.flatMap((section) =>
      folded(`${SUITE_TITLES[section.suite]} (${count(section.rows.length, 'workload')})`, resultsTable(file, section)),
    ),
    ...folded(`Candidates (${file.candidates.length})`, ...candidateBlocks(file)),
    ...folded('How it was measured', ...methodBlocks(file)),
    ...(file.leftOut.length === 0 ? [] : folded('Left out', LEFT_OUT_NOTE, leftOutTable(file))),
    ...(file.failures.length === 0 ? [] : ['### Failures', FAILURES_NOTE, failuresTable(file)]),
  ];
}

const folded = (title: string, ...blocks: readonly string[]): string[] => [
  `<details><summary>${title}</summary>`,
  ...blocks,
  '</details>',
];

function chartBlocks(file: ResultFile, charts: MarkdownRun['charts']): string[] {
  if (charts === null) return [NO_RATIOS];
  const alt = attribute(summaryLabel(file));
  const phone = `<source media="(max-width: 640px)" srcset="${attribute(charts.phone)}">`;
  const wide = `<img src="${attribute(charts.wide)}" alt="${alt}">`;
  return [`<picture>${phone}${wide}</picture>`, escaped(chartNote(file, summaryOf(file)))];
}

function resultsTable(file: ResultFile, section: SuiteSection): string {
  const names = section.candidates.map(
    (candidate) => `${unbroken(shownName(file, candidate))}${candidate === file.baseline ? ' (baseline)' : ''}`,
  );
  const rows = section.rows.map((row) => [
    [row.name, row.dtype],
    ...section.candidates.map((candidate) => resultCell(section, row, candidate).map(({ text }) => unbroken(text))),
  ]);
  return table(['Workload', ...names], rows);
}

function candidateBlocks(file: ResultFile): string[] {
  const rows = file.candidates.map(({ name, version, detail, threads, peak }) => [
    [shownName(file, name)],
    [version],
    [count(threads, 'thread')],
    [peak === undefined ? detail : `${detail}; peak of ${peak}`],
  ]);
  const missing = file.missing.map(({ name, reason, install }) => [[name], [reason], [install]]);
  return [
    table(['Candidate', 'Version', 'Threads', 'Detail'], rows),
    ...(missing.length === 0 ? [] : [table(['Not installed', 'Reason', 'To install it'], missing)]),
  ];
}

const methodBlocks = (file: ResultFile): string[] => [
  machineFacts(file.machine)
    .map(({ name, value }) => `- ${name}: ${escaped(value)}`)
    .join('\n'),
  `${escaped(methodSentence(file))}.`,
  ...METHOD_NOTES,
];

const leftOutTable = (file: ResultFile): string =>
  table(
    ['Candidate', 'Reason', 'Workloads'],
    leftOutGroups(file).map((group) => [[group.candidate], [group.reason], [workloadWords(group)]]),
  );

const failuresTable = ({ failures }: ResultFile): string =>
  table(
    ['Candidate', 'Workload', 'Reason'],
    failures.map(({ candidate, suite, name, dtype, reason }) => [[candidate], [`${suite} ${name} ${dtype}`], [reason]]),
  );

/** A table of cells, each a list of lines. */
function table(head: readonly string[], rows: readonly (readonly (readonly string[])[])[]): string {
  const tableRow = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    tableRow(head.map(escaped)),
    tableRow(head.map(() => '---')),
    ...rows.map((cells) => tableRow(cells.map((lines) => lines.map(escaped).join('<br>')))),
  ].join('\n');
}

/** A space at which browsers do not break a line. */
const NO_BREAK = '\u00a0';

const unbroken = (text: string): string => text.replaceAll(' ', NO_BREAK);

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text that is neither Markdown nor HTML, nor an expression of Vue, which the site's pages are compiled to. */
const escaped = (text: string): string =>
  text
    .split(NO_BREAK)
    .map(plainText)
    .join(NO_BREAK)
    .replace(/[&<>]/g, (sign) => ENTITIES[sign] ?? sign)
    .replace(/[\\`*_[\]|~]/g, '\\$&')
    .replaceAll('{{', '{ {');

const attribute = (text: string): string => plainText(text).replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
