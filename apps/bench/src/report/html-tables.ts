/** The tables of the HTML report: every number of the charts, and the candidates. */

import { scrollingTable } from '@nablajs/charts';
import { html, type Markup, type MarkupPart } from '@nablajs/charts/markup';
import { formatBytes, formatDigits, formatSeconds } from '@nablajs/command-line';
import type { Result, ResultFile } from '../result/result-file.js';
import { drawMark, markOf } from './charts/charts.js';
import type { CandidateMarks } from './charts/palette.js';
import { ratioSentence, ratioWords } from './ratio-words.js';
import { leftOutGroups, SUITE_TITLES, type SuiteSection, type WorkloadRow, workloadWords } from './sections.js';
import { formatShare } from './units.js';

/** A table with a group for each workload, and in it a row for each candidate. */
export function resultsTable(section: SuiteSection, baseline: string): Markup {
  const columns = section.suite === 'memory' ? MEMORY_COLUMNS : TIME_COLUMNS;
  const used = columns.filter(({ optional, of }) => !optional || section.rows.some((row) => anyResult(row, of)));
  const head = used.map(({ title }) => html`<th scope="col" class="number">${title}</th>`);
  const groups = section.rows.map((row) => workloadGroup(section, row, used, baseline));
  return scrollingTable(
    `${SUITE_TITLES[section.suite]} in numbers`,
    html`<thead><tr><th scope="col">Workload</th><th scope="col">Candidate</th>${head}</tr></thead>
${groups}`,
  );
}

function workloadGroup(
  section: SuiteSection,
  row: WorkloadRow,
  columns: readonly ResultColumn[],
  baseline: string,
): Markup {
  const { candidates } = section;
  const title = html`${row.name}<br><span class="faint">${row.dtype}</span>`;
  const name = html`<th scope="rowgroup" rowspan="${candidates.length}">${title}</th>`;
  const rows = candidates.map(
    (candidate, at) =>
      html`<tr>${at === 0 ? name : ''}<td>${candidate}</td>${cells(section, row, candidate, columns, baseline)}</tr>
`,
  );
  return html`<tbody>
${rows}</tbody>
`;
}

interface ResultColumn {
  readonly title: string;
  /** Whether to leave out the column if no result of the suite has a value. */
  readonly optional: boolean;
  readonly of: (result: Result, baseline: string) => MarkupPart | undefined;
}

const seconds = (value: number | null): string | undefined => (value === null ? undefined : formatSeconds(value));

const TIME_COLUMNS: readonly ResultColumn[] = [
  { title: 'Median', optional: false, of: ({ medianSeconds }) => seconds(medianSeconds) },
  { title: 'Compared with the baseline', optional: false, of: ratioCell },
  { title: 'Low', optional: false, of: ({ low }) => seconds(low) },
  { title: 'High', optional: false, of: ({ high }) => seconds(high) },
  { title: 'GFLOP/s', optional: true, of: ({ gflops }) => (gflops === undefined ? undefined : formatDigits(gflops)) },
  {
    title: 'Share of peak',
    optional: true,
    of: ({ shareOfPeak: share }) => (share === undefined ? undefined : formatShare(share)),
  },
  { title: 'Rounds', optional: false, of: ({ samples }) => samples.length },
  {
    title: 'Error / tolerance',
    optional: true,
    of: ({ verified }) => (verified === undefined ? undefined : formatDigits(verified, 2)),
  },
  { title: 'Note', optional: true, of: ({ note }) => note },
];

const MEMORY_COLUMNS: readonly ResultColumn[] = [
  {
    title: 'Peak',
    optional: false,
    of: ({ memory }) => (memory === undefined ? undefined : formatBytes(memory.peakBytes)),
  },
  {
    title: 'Steady',
    optional: false,
    of: ({ memory }) => (memory === undefined ? undefined : formatBytes(memory.rssBytes)),
  },
];

function ratioCell({ ratio, candidate }: Result, baseline: string): MarkupPart | undefined {
  if (ratio === undefined) return candidate === baseline ? 'baseline' : undefined;
  return html`<span class="${ratioWords(ratio).direction}">${ratioSentence(ratio)}</span>`;
}

const anyResult = ({ results }: WorkloadRow, of: ResultColumn['of']): boolean =>
  [...results.values()].some((result) => of(result, '') !== undefined);

function cells(
  { absence }: SuiteSection,
  row: WorkloadRow,
  candidate: string,
  columns: readonly ResultColumn[],
  baseline: string,
): Markup {
  const result = row.results.get(candidate);
  if (result !== undefined) {
    return html`${columns.map(({ of }) => html`<td class="number">${of(result, baseline) ?? '-'}</td>`)}`;
  }
  const why = absence(candidate, row);
  const words = why === 'failed' ? html`<span class="failed">${why}</span>` : why;
  return html`<td colspan="${columns.length}">${words}</td>`;
}

export function candidatesTable({ candidates, baseline }: ResultFile, marks: CandidateMarks): Markup {
  const rows = candidates.map(({ name, version, detail, threads, peak }) => {
    const title = html`${drawMark(markOf(marks, name))}${name}${name === baseline ? html` (baseline)` : ''}`;
    const words = peak === undefined ? detail : `${detail}; peak of ${peak}`;
    const cells = html`<td>${version}</td><td class="number">${threads}</td><td>${words}</td>`;
    return html`<tr><th scope="row">${title}</th>${cells}</tr>
`;
  });
  return scrollingTable(
    'Candidates',
    html`<thead><tr><th scope="col">Candidate</th><th scope="col">Version</th>
<th scope="col" class="number">Threads</th><th scope="col">Detail</th></tr></thead>
<tbody>
${rows}</tbody>`,
  );
}

export function missingTable({ missing }: ResultFile): Markup {
  const rows = missing.map(
    ({
      name,
      reason,
      install,
    }) => html`<tr><th scope="row">${name}</th><td>${reason}</td><td><code>${install}</code></td></tr>
`,
  );
  return scrollingTable(
    'Missing candidates',
    html`<thead><tr><th scope="col">Missing</th><th scope="col">Reason</th>
<th scope="col">To install it</th></tr></thead>
<tbody>
${rows}</tbody>`,
  );
}

export function failuresTable({ failures }: ResultFile): Markup {
  const rows = failures.map(
    ({ candidate, suite, name, dtype, reason }) =>
      html`<tr><th scope="row">${candidate}</th><td>${suite}</td><td>${name} ${dtype}</td><td>${reason}</td></tr>
`,
  );
  return scrollingTable(
    'Failures',
    html`<thead><tr><th scope="col">Candidate</th><th scope="col">Suite</th>
<th scope="col">Workload</th><th scope="col">Reason</th></tr></thead>
<tbody>
${rows}</tbody>`,
  );
}

export function leftOutTable(file: ResultFile): Markup {
  const rows = leftOutGroups(file).map(
    (group) =>
      html`<tr><th scope="row">${group.candidate}</th><td>${group.reason}</td><td>${workloadWords(group)}</td></tr>
`,
  );
  return scrollingTable(
    'Left out',
    html`<thead><tr><th scope="col">Candidate</th><th scope="col">Reason</th><th scope="col">Workloads</th></tr></thead>
<tbody>
${rows}</tbody>`,
  );
}
