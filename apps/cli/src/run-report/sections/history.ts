/** Shows losses and metrics over the epochs of a run. */

import {
  type Curve,
  type CurveChart,
  cardCurves,
  curveLegend,
  dataTable,
  numbers,
  seriesColor,
  wideCurves,
  words,
} from '@nablajs/charts';
import { html, type Markup } from '@nablajs/charts/markup';
import { digits, isShare, metricValue, percent, time } from '../format.js';
import type { EpochPoint } from '../read/read-events.js';
import type { ReadRun } from '../read/read-run.js';

/** With more epochs, the losses of single steps are hidden by the line through the epochs. */
const MOST_EPOCHS_WITH_STEPS = 60;
const MOST_ROWS = 400;
const MOST_POINTS = 2000;
const VALIDATION = 'val_';

export function historySection(run: ReadRun): Markup {
  const { epochs, stepLosses } = run.events;
  if (epochs.length === 0 && stepLosses.length === 0) {
    return html`<section id="curves"><h2>Curves</h2><p>The run has not logged anything yet.</p></section>`;
  }
  const losses = lossCurves(run);
  const cards = [...metricNames(epochs).map((name) => metricCard(name, epochs)), rateCard(run)];
  return html`<section id="curves">
<h2>Curves</h2>
<figure class="whole"><figcaption>Loss</figcaption>
${curveLegend(losses)}
${wideCurves({ label: 'Loss over the epochs', curves: losses, format: digits, mayBeLog: true })}
</figure>
<div class="cards">
${cards}</div>
${epochs.length === 0 ? '' : epochDetails(epochs)}
</section>`;
}

function lossCurves({ events }: ReadRun): Curve[] {
  const { epochs, stepLosses, stepsPerEpoch = 1 } = events;
  const steps = stepLosses.map(({ step, loss }) => [step / stepsPerEpoch, loss] as const);
  // With one step per epoch, the losses of steps and epochs are the same.
  const hasSteps = stepsPerEpoch > 1 && steps.length / stepsPerEpoch <= MOST_EPOCHS_WITH_STEPS;
  const curves: Curve[] = [
    ...(hasSteps ? [{ name: 'training, by step', color: seriesColor(2), points: steps, pale: true }] : []),
    { name: 'training', color: seriesColor(0), points: pointsOf(epochs, 'loss') },
    { name: 'validation', color: seriesColor(1), points: pointsOf(epochs, 'val_loss') },
  ];
  return curves.filter(({ points }) => points.length > 0);
}

/** Returns the epochs that have a value, with their values, as many as a curve can show. */
export function pointsOf(epochs: readonly EpochPoint[], name: string): (readonly [number, number])[] {
  const points = epochs.flatMap(({ epoch, values }) => {
    const value = values.get(name);
    return value === undefined ? [] : [[epoch, value] as const];
  });
  const every = Math.ceil(points.length / MOST_POINTS);
  return points.filter((_, at) => at % every === 0 || at === points.length - 1);
}

/** Returns the names of the metrics without their prefix: `accuracy` for `val_accuracy`. The loss has its own chart. */
export function metricNames(epochs: readonly EpochPoint[]): string[] {
  const names = epochs.flatMap(({ values }) => [...values.keys()]).map(plainName);
  return [...new Set(names)].filter((name) => name !== 'loss');
}

const plainName = (name: string): string => (name.startsWith(VALIDATION) ? name.slice(VALIDATION.length) : name);

function metricCard(name: string, epochs: readonly EpochPoint[]): Markup {
  const curves = [
    { name: 'training', color: seriesColor(0), points: pointsOf(epochs, name) },
    { name: 'validation', color: seriesColor(1), points: pointsOf(epochs, `${VALIDATION}${name}`) },
  ].filter(({ points }) => points.length > 0);
  const chart = cardCurves({ label: `${name} over the epochs`, curves, ...axisOf(name) });
  // A single curve needs no legend.
  return curves.length === 1
    ? card(html`${titleOf(name)} <span>${curves[0]?.name ?? ''}</span>`, chart)
    : card(titleOf(name), html`${curveLegend(curves)}${chart}`);
}

/** Returns the axis of a metric. Shares are at most 100 %. */
export const axisOf = (name: string): Pick<CurveChart, 'format' | 'tick' | 'most'> =>
  isShare(name)
    ? { format: percent, tick: (share) => `${Number((share * 100).toPrecision(6))} %`, most: 1 }
    : { format: digits };

const TITLES: ReadonlyMap<string, string> = new Map([
  ['r2', 'R²'],
  ...['mae', 'mse', 'rmse', 'auc', 'f1'].map((name) => [name, name.toUpperCase()] as const),
]);

export const titleOf = (name: string): string => TITLES.get(name) ?? `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

function rateCard({ rates, events: { stepsPerEpoch = 1 } }: ReadRun): Markup | '' {
  if (rates === undefined) return '';
  const points = rates.map(({ step, rate }) => [step / stepsPerEpoch, rate] as const);
  const curves = [{ name: 'learning rate', color: seriesColor(0), points }];
  const label = 'Learning rate over the epochs';
  return card('Learning rate', cardCurves({ label, curves, format: digits }));
}

const card = (title: string | Markup, content: Markup): Markup =>
  html`<figure><figcaption>${title}</figcaption>${content}</figure>
`;

/** Returns a table of all numbers of the curves, except those of single steps. */
function epochDetails(epochs: readonly EpochPoint[]): Markup {
  const names = [...new Set(epochs.flatMap(({ values }) => [...values.keys()]))];
  const every = Math.ceil(epochs.length / MOST_ROWS);
  const shown = epochs.filter((_, at) => at % every === 0 || at === epochs.length - 1);
  const rows = shown.map(({ epoch, values, seconds }) => [
    epoch,
    ...names.map((name) => metricValue(name, values.get(name))),
    time(seconds),
  ]);
  const note = every === 1 ? '' : html`<p class="faint">Every ${every} epochs, and the last one.</p>`;
  return html`<details><summary>The curves in numbers</summary>${note}
${dataTable('Losses and metrics by epoch', [words('Epoch'), ...names.map(numbers), numbers('Time')], rows)}</details>`;
}
