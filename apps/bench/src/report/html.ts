/** The HTML report: one file without scripts or network requests. */
import { htmlPage } from '@nablajs/charts';
import { html, type Markup } from '@nablajs/charts/markup';
import type { ResultFile } from '../result/result-file.js';
import { candidateMarks } from './chart/marks.js';
import { summaryOf } from './chart/summary.js';
import { drawSummary } from './chart/summary-chart.js';
import { candidatesTable, failuresTable, leftOutTable, missingTable, resultsTable } from './html-tables.js';
import { leftOutGroups, pageSections, SUITE_TITLES } from './sections.js';
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

/** The charts of the page, and tables whose first column stays in sight while the others scroll. */
const STYLE = `
main > section:first-child h2 { margin-top: 1rem; }
.summary { padding: .25rem; max-width: 62rem; margin: 1rem 0; }
.summary .chart { max-width: none; }
.summary .phone { display: none; }
@media screen and (max-width: 640px) {
  .summary .wide { display: none; }
  .summary .phone { display: block; }
  tbody th[scope="row"] { min-width: 7rem; }
}
section > p { max-width: 62rem; }
details { margin: 0; border-bottom: 1px solid var(--line); }
details:first-of-type { border-top: 1px solid var(--line); }
summary { padding: .6rem 0; }
summary span { font-weight: 400; }
td, thead th { white-space: nowrap; }
td.text { white-space: normal; }
tbody th[scope="row"] { position: sticky; left: 0; background: var(--page); min-width: 11rem; }
@media print {
  .summary { max-width: none; }
  tbody th[scope="row"] { position: static; }
}`;

/** Returns a whole HTML document of one or more runs, in the given order. Everything from the files is escaped. */
export function htmlReport(files: readonly ResultFile[]): string {
  const title = files.length === 1 ? `Benchmarks: ${files.map(runTitle).join('')}` : 'Benchmarks';
  const links = files.map((file, at) => html`<li><a href="#run-${at + 1}">${runTitle(file)}</a></li>`);
  const body = html`<header>
<h1>Benchmarks</h1>
<p class="faint">${PAGE_NOTE}</p>
${files.length === 1 ? '' : html`<nav aria-label="Runs"><ul>${links}</ul></nav>`}
</header>
<main>
${files.map(runSection)}
</main>
<footer><p>Written by nabla-bench.</p></footer>`;
  return htmlPage({ title, style: STYLE, body });
}

function runSection(file: ResultFile, at: number): Markup {
  const marks = candidateMarks(file);
  const sections = pageSections(file);
  const suites = sections.map((section) =>
    folded(SUITE_TITLES[section.suite], count(section.rows.length, 'workload'), resultsTable(file, section, marks)),
  );
  return html`<section id="run-${at + 1}">
<h2>${runTitle(file)}</h2>
<p class="faint">${hardwareLine(file)}</p>
${file.complete ? '' : html`<p class="warning">${NOT_COMPLETE}</p>`}
${sections.length === 0 ? html`<p>No results.</p>` : summaryFigure(file)}
${suites}
${folded('Candidates', count(file.candidates.length, 'candidate'), [
  candidatesTable(file, marks),
  file.missing.length === 0 ? '' : missingTable(file),
])}
${folded('How it was measured', '', methodWords(file))}
${file.leftOut.length === 0 ? '' : folded('Left out', count(leftOutGroups(file).length, 'reason'), leftOut(file))}
${file.failures.length === 0 ? '' : html`<h3>Failures</h3><p>${FAILURES_NOTE}</p>${failuresTable(file)}`}
</section>
`;
}

const folded = (title: string, note: string, content: Markup | readonly (Markup | '')[]): Markup =>
  html`<details><summary>${title} <span class="faint">${note}</span></summary>
${content}
</details>
`;

/** The chart in two forms, of which the page shows the one that fits. */
function summaryFigure(file: ResultFile): Markup {
  const [wide, phone] = [drawSummary(file, 'wide'), drawSummary(file, 'phone')];
  if (wide === null || phone === null) return html`<p>${NO_RATIOS}</p>`;
  return html`<figure class="summary"><div class="wide">${wide}</div><div class="phone">${phone}</div></figure>
<p class="faint">${chartNote(file, summaryOf(file))}</p>
`;
}

function methodWords(file: ResultFile): Markup {
  const facts = machineFacts(file.machine).map(({ name, value }) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`);
  return html`<dl>${facts}</dl>
<p>${methodSentence(file)}.</p>
${METHOD_NOTES.map((note) => html`<p>${note}</p>`)}`;
}

const leftOut = (file: ResultFile): Markup => html`<p>${LEFT_OUT_NOTE}</p>${leftOutTable(file)}`;
