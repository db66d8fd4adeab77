/** The page that compares several runs. All text from files is escaped, because they may come from anybody. */

import {
  type Column,
  type Curve,
  type CurveChart,
  cardCurves,
  curveLegend,
  dataTable,
  htmlPage,
  LIGHT_COLORS,
  numbers,
  seriesColor,
  wideCurves,
  words,
} from '@nablajs/charts';
import { html, type Markup } from '@nablajs/charts/markup';
import { digits } from './format.js';
import { dateWords, pageFooter } from './html.js';
import type { ReadRun } from './read/read-run.js';
import { axisOf, metricNames, pointsOf, titleOf } from './sections/history.js';
import { resultRows } from './sections/result-rows.js';
import { differences } from './sections/settings-tables.js';
import { RUN_STYLE } from './style.js';

/** Returns a whole HTML document. `names`: a different name for each run. */
export function comparisonPage(runs: readonly ReadRun[], names: readonly string[]): string {
  const body = html`<header>
<h1>${runs.length} runs compared</h1>
</header>
<main>
${resultsSection(runs, names)}
${settingsSection(runs, names)}
${curvesSection(runs, names)}
${problems(runs, names)}
</main>
${pageFooter()}`;
  return htmlPage({ title: `${runs.length} runs, nabla`, style: RUN_STYLE, body });
}

const runLegend = (names: readonly string[]): Markup =>
  curveLegend(names.map((name, at) => ({ name, color: seriesColor(at) })));

const columnsOf = (title: string, names: readonly string[]): Column[] => [words(title), ...names.map(numbers)];

function resultsSection(runs: readonly ReadRun[], names: readonly string[]): Markup {
  const started = ['Started', ...runs.map(({ record }) => dateWords(record.started))];
  const rows = resultRows(runs).map(({ name, cells, best }) => [
    name,
    ...cells.map((cell, at) => (best.includes(at) ? html`<span class="best">${cell}</span>` : cell)),
  ]);
  return html`<section id="results">
<h2>Results</h2>
<p class="faint">The best value of each row is green.</p>
${dataTable('Results of the runs', columnsOf('Result', names), [started, ...rows])}
</section>`;
}

function settingsSection(runs: readonly ReadRun[], names: readonly string[]): Markup {
  const rows = differences(runs).map(({ name, values }) => [name, ...values.map((value) => value || '-')]);
  return html`<section id="settings">
<h2>Settings that differ</h2>
${
  rows.length === 0
    ? html`<p>All runs have the same settings and environment.</p>`
    : dataTable('Settings that differ', columnsOf('Setting', names), rows)
}
</section>`;
}

function curvesSection(runs: readonly ReadRun[], names: readonly string[]): Markup {
  const losses = curvesOf(runs, names, 'val_loss');
  const chart = losses.length === 0 ? '' : wideCurves(lossChart('Validation loss', losses));
  const metrics = [...new Set(runs.flatMap(({ events }) => metricNames(events.epochs)))];
  return html`<section id="curves">
<h2>Curves</h2>
${runLegend(names)}
${losses.length === 0 ? '' : html`<figure class="whole"><figcaption>Validation loss</figcaption>${chart}</figure>`}
<div class="cards">
${card('Training loss', curvesOf(runs, names, 'loss'), (curves) => lossChart('Training loss', curves))}
${metrics.map((name) => metricCard(runs, names, name))}
</div>
</section>`;
}

const lossChart = (label: string, curves: readonly Curve[]): CurveChart => ({
  ...{ label: `${label} of the runs over the epochs`, curves, format: digits, mayBeLog: true },
});

function metricCard(runs: readonly ReadRun[], names: readonly string[], name: string): Markup {
  const validation = curvesOf(runs, names, `val_${name}`);
  const curves = validation.length > 0 ? validation : curvesOf(runs, names, name);
  const label = `${name} of the runs over the epochs`;
  return card(titleOf(name), curves, (curves) => ({ label, curves, ...axisOf(name) }));
}

const card = (title: string, curves: readonly Curve[], chart: (curves: readonly Curve[]) => CurveChart): Markup =>
  curves.length === 0
    ? html``
    : html`<figure><figcaption>${title}</figcaption>${cardCurves(chart(curves))}</figure>
`;

/** Returns the curves of the runs that logged a value. When colours repeat, lines are dashed. */
function curvesOf(runs: readonly ReadRun[], names: readonly string[], value: string): Curve[] {
  const curves = runs.map(({ events }, at) => ({
    name: names[at] ?? '',
    color: seriesColor(at),
    points: pointsOf(events.epochs, value),
    dashed: at >= LIGHT_COLORS.length,
  }));
  return curves.filter(({ points }) => points.length > 0);
}

function problems(runs: readonly ReadRun[], names: readonly string[]): Markup {
  const all = runs.flatMap((run, at) =>
    run.problems.map((problem) => html`<p class="warning">${names[at] ?? ''}: ${problem}</p>`),
  );
  return html`${all}`;
}
