/** Shows what the network got right and wrong on the validation data. */

import { type Confusion, confusionChart, dataTable, numbers, texts, words } from '@nablajs/charts';
import { html, type Markup } from '@nablajs/charts/markup';
import { classReports } from '@nablajs/core/metrics';
import type { ClassificationResults, RegressionResults, Results, TextResults } from '../../results/results-schema.js';
import { calibrationChart, calibrationTable } from '../charts/calibration-chart.js';
import { confusedTable, MOST_CLASSES_IN_CHART, matrixTable } from '../charts/confusion-tables.js';
import { predictedChart, residualChart, residualTable } from '../charts/regression-charts.js';
import { count, digits, percent } from '../format.js';
import { columnsSection } from './columns-section.js';
import { exampleList } from './examples.js';

export function resultsSections(results: Results): Markup {
  const left = results.notFinite;
  const warning =
    left === 0
      ? ''
      : html`<p class="warning">${count(left)} of ${count(results.rows)} outputs are NaN or infinite.</p>`;
  if (results.kind === 'text') return html`${warning}${writing(results)}`;
  const own = results.kind === 'classification' ? classification(results) : regression(results);
  return html`${warning}${own}${columnsSection(results)}`;
}

function classification(results: ClassificationResults): Markup {
  const { classes, confusionMatrix: matrix } = results;
  return html`${matrix === null ? '' : confusion({ classes, matrix })}
${mistakes(results)}
${calibration(results)}`;
}

function confusion(found: Confusion): Markup {
  const isReadable = found.classes.length <= MOST_CLASSES_IN_CHART;
  const matrix = html`<details><summary>The confusion matrix in numbers</summary>${matrixTable(found)}</details>`;
  return html`<section id="confusion">
<h2>Confusion matrix</h2>
${isReadable ? matrixAndPairs(found) : pairsAlone(found)}
<details><summary>Precision and recall of each class</summary>${classTable(found)}</details>
${isReadable ? matrix : ''}
</section>`;
}

const pairsAlone = (found: Confusion): Markup =>
  html`<p class="faint">These pairs of classes are confused most often.</p>${confusedTable(found, 40)}`;

const matrixAndPairs = (
  found: Confusion,
): Markup => html`<p class="faint">Rows are true classes, and columns are predicted classes.
Blue is right and orange is wrong. A stronger colour is a larger share of the true class.</p>
<div class="columns">
<figure class="whole matrix">${confusionChart(found)}</figure>
<div><h3>The most confused pairs</h3>${confusedTable(found, 15)}</div>
</div>`;

function classTable({ classes, matrix }: Confusion): Markup {
  const columns = [words('Class'), ...['Precision', 'Recall', 'F1', 'Examples'].map(numbers)];
  const rows = classReports(matrix).map(({ precision, recall, f1, support }, at) => [
    classes[at] ?? '',
    ...[precision, recall, f1].map(percent),
    count(support),
  ]);
  return dataTable('Precision and recall of each class', columns, rows);
}

function mistakes({ classes, mistakes: all }: ClassificationResults): Markup {
  if (all.length === 0) return html``;
  const shown = all.map(({ truth, predicted, probability, ...one }) => ({
    ...one,
    facts: [classes[truth] ?? '', classes[predicted] ?? '', percent(probability)],
  }));
  return html`<section id="mistakes">
<h2>The most confident mistakes</h2>
<p class="faint">The network is sure of these, but wrong. Some may have wrong labels.</p>
${exampleList('The most confident mistakes', [texts('True'), texts('Predicted'), numbers('Sure')], shown)}
</section>`;
}

function calibration({ calibration: { bins, expectedError } }: ClassificationResults): Markup {
  return html`<section id="calibration">
<h2>Calibration</h2>
<p class="faint">Of all predictions with 90 % confidence, 90 % should be right: the dots should lie on the dashed line.
Each dot shows the mean confidence and the accuracy of a bin. Expected calibration error: ${percent(expectedError)}.</p>
<div class="cards"><figure><figcaption>Accuracy by confidence</figcaption>${calibrationChart(bins)}</figure></div>
<details><summary>Calibration in numbers</summary>${calibrationTable(bins)}</details>
</section>`;
}

function writing({ sample }: TextResults): Markup {
  return html`<section id="sample">
<h2>What the network writes</h2>
<p class="faint">It continues the first words of the held-out text.</p>
<pre class="sample">${sample}</pre>
</section>`;
}

function regression(results: RegressionResults): Markup {
  const { target, pairs, rows, largestErrors } = results;
  const thinned = pairs.length < rows ? html` <span>${count(pairs.length)} of ${count(rows)} examples</span>` : '';
  const shown = largestErrors.map(({ truth, predicted, ...one }) => ({
    ...one,
    facts: [digits(truth), digits(predicted), digits(predicted - truth)],
  }));
  return html`<section id="predictions">
<h2>Predicted and true ${target}</h2>
<div class="cards">
<figure><figcaption>Predicted against true${thinned}</figcaption>${predictedChart(results)}</figure>
<figure><figcaption>Residuals <span>predicted - true</span></figcaption>${residualChart(results)}</figure>
</div>
<details><summary>Residuals in numbers</summary>${residualTable(results)}</details>
</section>
<section id="mistakes">
<h2>The largest errors</h2>
${exampleList('The largest errors', ['True', 'Predicted', 'Residual'].map(numbers), shown)}
</section>`;
}
