/** The report page of one run. All text from files is escaped, because they may come from anybody. */

import { htmlPage } from '@nablajs/charts';
import { html, type Markup } from '@nablajs/charts/markup';
import { PICTURE_STYLE } from '../inspect/picture/draw-picture.js';
import { pictureSection } from '../inspect/picture/picture-section.js';
import { ownVersion } from '../own-version.js';
import { RESULTS_FILE } from '../results/results.js';
import { weightsUri } from './charts/images.js';
import { count, digits } from './format.js';
import type { FirstLayer } from './read/first-layer.js';
import type { ReadRun } from './read/read-run.js';
import { historySection } from './sections/history.js';
import { resultsSections } from './sections/results-section.js';
import { settingsSection } from './sections/settings-tables.js';
import { stagesSection } from './sections/stages.js';
import { summarySection } from './sections/summary.js';
import { timingSection } from './sections/timing-section.js';
import { isTable, trialsSection } from './sections/trials.js';
import { RUN_STYLE } from './style.js';

/** Returns a whole HTML document. */
export function runPage(run: ReadRun): string {
  const { name, record, results, firstLayer, picture } = run;
  const body = html`<header>
<h1>${name}</h1>
<p class="faint">Started ${dateWords(record.started)}</p>
${notes(run)}
</header>
<main>
${summarySection(run)}
${stagesSection(run)}
${isTable(run) ? trialsSection(run) : historySection(run)}
${results === undefined ? '' : resultsSections(results)}
${firstLayer === undefined ? '' : weightsSection(firstLayer)}
${picture === undefined ? '' : pictureSection(picture)}
${timingSection(run)}
${settingsSection(run)}
</main>
${pageFooter()}`;
  return htmlPage({
    title: `${name}, nabla`,
    style: picture === undefined ? RUN_STYLE : `${RUN_STYLE}${PICTURE_STYLE}`,
    body,
  });
}

/** Formats `2026-01-02 03:04 UTC`. */
export const dateWords = (time: string): string => time.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*Z$/, '$1 $2 UTC');

export const pageFooter = (): Markup => html`<footer><p>Written by nabla ${ownVersion()}.</p></footer>`;

const STATUS = {
  finished: undefined,
  stopped: 'This run was stopped before its end. Continue it with nabla train --resume.',
  unfinished: 'This run has not ended: it is still going, or it was killed. The report shows what it logged so far.',
} as const;

function notes({ events, results, problems }: ReadRun): Markup {
  const missing =
    results === undefined && events.status === 'finished' && !problems.some((one) => one.includes(RESULTS_FILE))
      ? 'This run has no results on its validation data (results.json), so the report shows only curves.'
      : undefined;
  const older =
    results !== undefined && results.epochs < events.epochs.length
      ? `The results below are from epoch ${results.epochs}; the run has continued since.`
      : undefined;
  const all = [STATUS[events.status], missing, older, ...problems].filter((note) => note !== undefined);
  return html`${all.map((note) => html`<p class="warning">${note}</p>`)}`;
}

function weightsSection(layer: FirstLayer): Markup {
  const { weights, units, channels, scale, height, width } = layer;
  const images = weights.map((unit, at) => {
    const uri = weightsUri(layer, unit);
    return html`<img src="${uri}" alt="" title="unit ${at}" width="${width}" height="${height}">`;
  });
  const shown = weights.length === units ? `all ${units}` : `the first ${weights.length} of ${count(units)}`;
  const label = `The weights of ${weights.length} units of the first layer, as images`;
  const colors =
    channels === 1
      ? 'Blue pixels excite the unit, and orange pixels inhibit it.'
      : 'Grey is 0. Each colour channel is brighter above 0 and darker below.';
  return html`<section id="weights">
<h2>What the first layer looks for</h2>
<p class="faint">The weights of ${shown} units, from the best checkpoint. ${colors}
All images share one scale, which ends at ±${digits(scale)}.</p>
<div class="units" role="img" aria-label="${label}">${images}</div>
</section>`;
}
