/** The tables of the HTML report. */
import { dataTable, scrollingTable, texts, words } from '@nablajs/charts';
import { html, type Markup } from '@nablajs/charts/markup';
import type { ResultFile } from '../result/result-file.js';
import { resultCell } from './cells.js';
import { type CandidateMark, drawMark } from './chart/marks.js';
import type { Cell, CellLine, Style } from './columns.js';
import { leftOutGroups, SUITE_TITLES, type SuiteSection, shownName, workloadWords } from './sections.js';
import { count } from './words.js';

type Marks = ReadonlyMap<string, CandidateMark>;

/** A row for each workload, a column for each candidate. */
export function resultsTable(file: ResultFile, section: SuiteSection, marks: Marks): Markup {
  const { suite, rows, candidates } = section;
  const head = candidates.map((candidate) => html`<th scope="col">${candidateTitle(file, marks, candidate)}</th>`);
  const body = rows.map((row) => {
    const cells = candidates.map((candidate) => html`<td>${lines(resultCell(section, row, candidate))}</td>`);
    const title = html`${row.name}<br><span class="faint">${row.dtype}</span>`;
    return html`<tr><th scope="row">${title}</th>${cells}</tr>
`;
  });
  return scrollingTable(
    SUITE_TITLES[suite],
    html`<thead><tr><th scope="col">Workload</th>${head}</tr></thead>
<tbody>
${body}</tbody>`,
  );
}

function candidateTitle(file: ResultFile, marks: Marks, candidate: string): Markup {
  const baseline = candidate === file.baseline ? html` (baseline)` : '';
  return html`${drawMark(marks, candidate)}${shownName(file, candidate)}${baseline}`;
}

const CLASSES: Readonly<Record<Style, string>> = {
  plain: '',
  strong: '',
  faint: 'faint',
  good: 'faster',
  bad: 'slower',
};

/** One line below the other; `br` keeps them apart when the table is copied as text. */
const lines = (cell: Cell): Markup[] => cell.map((line, at) => (at === 0 ? styled(line) : html`<br>${styled(line)}`));

const styled = ({ text, style }: CellLine): Markup =>
  CLASSES[style] === '' ? html`${text}` : html`<span class="${CLASSES[style]}">${text}</span>`;

export function candidatesTable(file: ResultFile, marks: Marks): Markup {
  const rows = file.candidates.map(({ name, version, detail, threads, peak }) => [
    candidateTitle(file, marks, name),
    version,
    count(threads, 'thread'),
    peak === undefined ? detail : `${detail}; peak of ${peak}`,
  ]);
  return dataTable('Candidates', [words('Candidate'), words('Version'), words('Threads'), texts('Detail')], rows);
}

export function missingTable({ missing }: ResultFile): Markup {
  const rows = missing.map(({ name, reason, install }) => [name, reason, html`<code>${install}</code>`]);
  return dataTable('Not installed', [words('Not installed'), texts('Reason'), words('To install it')], rows);
}

export function failuresTable({ failures }: ResultFile): Markup {
  const rows = failures.map(({ candidate, suite, name, dtype, reason }) => [
    candidate,
    `${suite} ${name} ${dtype}`,
    reason,
  ]);
  return dataTable('Failures', [words('Candidate'), texts('Workload'), texts('Reason')], rows);
}

export function leftOutTable(file: ResultFile): Markup {
  const rows = leftOutGroups(file).map((group) => [group.candidate, group.reason, workloadWords(group)]);
  return dataTable('Left out', [words('Candidate'), texts('Reason'), texts('Workloads')], rows);
}
