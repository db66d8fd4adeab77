/** Shows what the columns of a table mean to an ensemble. */
import { html, type Markup } from '@nablajs/charts/markup';
import type { Results } from '../../results/results-schema.js';
import {
  effectChart,
  effectLegend,
  effectTable,
  importanceChart,
  importanceTable,
  MOST_LINES,
} from '../charts/column-charts.js';
import { count } from '../format.js';

/** More bars than these say little. */
const MOST_BARS = 20;

export function columnsSection(results: Results): Markup | string {
  const { columns } = results;
  if (columns.length === 0) return '';
  const shown = columns.slice(0, MOST_BARS);
  const left = columns.length - shown.length;
  const classes = results.kind === 'classification' ? results.classes : [];
  const target = results.kind === 'regression' ? results.target : '';
  const effects = columns.filter(({ cells }) => cells.length > 1).map((column) => ({ column, classes, target }));
  const others =
    classes.length > MOST_LINES ? ` The first ${MOST_LINES} of ${count(classes.length)} classes are shown.` : '';
  return html`<section id="columns">
<h2>What matters</h2>
<p class="faint">Each column was mixed among the rows, and the networks that had not seen a row were asked again. A bar
says how much larger the loss becomes; the line across its end is the standard deviation of several draws. Where two
columns say the same, neither may seem to matter.${left > 0 ? ` ${count(left)} more columns matter less.` : ''}</p>
<figure class="whole">${importanceChart(shown)}</figure>
<details><summary>What matters, in numbers</summary>${importanceTable(columns)}</details>
${
  effects.length === 0
    ? ''
    : html`<h3>The effect of a column</h3>
<p class="faint">The mean answer for some rows of the table, with this column set to other values and all else as it
is.${others}</p>
${classes.length === 0 ? '' : effectLegend(classes)}
<div class="cards">
${effects.map(
  (effect) => html`<figure><figcaption>${effect.column.column}</figcaption>${effectChart(effect)}</figure>
`,
)}</div>
${effects.map(
  (
    effect,
  ) => html`<details><summary>The effect of ${effect.column.column} in numbers</summary>${effectTable(effect)}</details>
`,
)}`
}
</section>`;
}
