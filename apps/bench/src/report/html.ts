/** The HTML report: one file without scripts or network requests. */

import { htmlPage } from '@nablajs/charts';
import { html, type Markup } from '@nablajs/charts/markup';
import type { ResultFile } from '../result/result-file.js';
import { memoryChart, timeChart } from './charts/bar-charts.js';
import { drawMark, markOf } from './charts/charts.js';
import { type Curve, curveChart, curvesOf } from './charts/curve-chart.js';
import { type CandidateMarks, candidateMarks } from './charts/palette.js';
import { panelScale, ratioChart, ratioPanels } from './charts/ratio-chart.js';
import { candidatesTable, failuresTable, leftOutTable, missingTable, resultsTable } from './html-tables.js';
import { candidateNames, SUITE_TITLES, type SuiteSection, suiteSections } from './sections.js';
import { machineFacts, methodSentence, NOT_COMPLETE, SPEED_NOTE } from './words.js';

/** Returns a whole HTML document. Everything from the file is escaped, because the file may come from anyone. */
export function htmlReport(file: ResultFile): string {
  const marks = candidateMarks(candidateNames(file));
  const sections = suiteSections(file);
  const body = html`${head(file, sections)}
<main>
${about(file, marks)}
${sections.map((section) => suite(section, file, marks))}
${sections.length === 0 ? html`<p>No results.</p>` : ''}
</main>
<footer><p>Written by nabla-bench from a file of schema ${file.schema}.</p></footer>`;
  return htmlPage({ title: `nabla-bench, ${dateWords(file.created)}`, body });
}

function head(file: ResultFile, sections: readonly SuiteSection[]): Markup {
  const links = sections.map(({ suite }) => html`<li><a href="#${suite}">${SUITE_TITLES[suite]}</a></li>`);
  return html`<header>
<h1>nabla-bench</h1>
<p class="faint">${dateWords(file.created)}; ${file.machine.cpu}</p>
${file.complete ? '' : html`<p class="warning">${NOT_COMPLETE}</p>`}
<nav aria-label="Suites"><ul>${links}</ul></nav>
</header>`;
}

/** `2026-01-02 03:04 UTC`. */
const dateWords = (created: string): string => created.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*Z$/, '$1 $2 UTC');

function about(file: ResultFile, marks: CandidateMarks): Markup {
  const facts = machineFacts(file.machine).map(({ name, value }) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`);
  return html`<h2>Machine</h2>
<dl>${facts}</dl>
<h2>Method</h2>
<p>${methodSentence(file)}.</p>
<p>Each result was verified against a reference before it was timed. Every candidate runs in its own process, and has
one turn in every round. A launch starts all processes anew. A time is the median over the rounds. Its interval covers
the median of such rounds (order statistics, 95 % confidence) and the medians of the launches.</p>
<p>A ratio is the candidate's time divided by the baseline's time in the same round, so whatever slows the whole machine
cancels out. <b>1.9x slower</b> takes 1.9 times the baseline's time; <b>3.2x faster</b> takes the baseline's time
divided by 3.2. The interval is in parentheses. If it contains 1, there is no clear difference. A single round gives no
ratio.</p>
<p>${SPEED_NOTE}</p>
<h2>Candidates</h2>
${candidatesTable(file, marks)}
${file.missing.length === 0 ? '' : missingTable(file)}
${file.failures.length === 0 ? '' : html`<h3>Failures</h3><p>${FAILURES_NOTE}</p>${failuresTable(file)}`}
${file.leftOut.length === 0 ? '' : html`<h3>Left out</h3><p>${LEFT_OUT_NOTE}</p>${leftOutTable(file)}`}
`;
}

const FAILURES_NOTE = 'These candidates gave a wrong result or broke, so they were not timed, or not to the end.';
const LEFT_OUT_NOTE = 'Workloads that a candidate does not support, or that take it too long.';

function suite(section: SuiteSection, file: ResultFile, marks: CandidateMarks): Markup {
  return html`<section id="${section.suite}">
<h2>${SUITE_TITLES[section.suite]}</h2>
${section.suite === 'memory' ? memoryBars(section, marks) : timeBars(section, marks)}
${ratios(section, file.baseline, marks)}
${curves(section, marks)}
<details open><summary>${SUITE_TITLES[section.suite]} in numbers</summary>
${resultsTable(section, file.baseline)}
</details>
</section>
`;
}

function timeBars(section: SuiteSection, marks: CandidateMarks): Markup {
  const cards = section.rows.map((row) => card(row.name, row.dtype, timeChart(row, section.candidates, marks)));
  const note =
    'Median time of one execution; shorter is faster. The scale is logarithmic. The thin line is the interval.';
  return charts('Time', note, cards);
}

function memoryBars(section: SuiteSection, marks: CandidateMarks): Markup {
  const cards = section.rows.map((row) => card(row.name, row.dtype, memoryChart(row, section.candidates, marks)));
  return charts('Memory of the process', 'Pale: the peak. Solid: after the last epoch.', cards);
}

function ratios(section: SuiteSection, baseline: string, marks: CandidateMarks): Markup {
  const panels = ratioPanels(section, baseline, marks);
  const scale = panelScale(panels);
  const cards = panels.map((panel) => card(panel.title, panel.detail, ratioChart(panel, scale)));
  const note =
    `Left of the line at 'even' is faster than ${baseline}, right of it slower. ` +
    'All charts have the same logarithmic scale.';
  return charts('Compared with the baseline', note, cards);
}

function curves(section: SuiteSection, marks: CandidateMarks): Markup {
  const all = curvesOf(section);
  const cards = all.map((curve) => card(curve.name, curve.dtype, curveChart(curve, marks)));
  return charts(
    'Time by size',
    'Time of one execution by size. Both scales are logarithmic.',
    cards,
    legend(all, section, marks),
  );
}

function legend(all: readonly Curve[], { candidates }: SuiteSection, marks: CandidateMarks): Markup {
  const shown = new Set(all.flatMap(({ points }) => points.map(({ candidate }) => candidate)));
  const entries = candidates
    .filter((name) => shown.has(name))
    .map((name) => html`<li>${drawMark(markOf(marks, name))}${name}</li>`);
  return html`<ul class="legend">${entries}</ul>`;
}

function card(title: string, detail: string, chart: Markup | null): Markup | null {
  return (
    chart &&
    html`<figure><figcaption>${title} <span>${detail}</span></figcaption>${chart}</figure>
`
  );
}

/** Returns nothing if there is no chart. */
function charts(title: string, note: string, cards: readonly (Markup | null)[], before: Markup | '' = ''): Markup {
  const drawn = cards.filter((one) => one !== null);
  if (drawn.length === 0) return html``;
  return html`<h3>${title}</h3>
<p class="faint">${note}</p>
${before}
<div class="cards">
${drawn}</div>`;
}
