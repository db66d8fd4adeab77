/** Summarises a run and its results in a few numbers. */
import { html, type Markup, type MarkupPart } from '@nablajs/charts/markup';
import { FEWEST_ROWS, type Interval, shareInterval } from '../../evaluation/intervals.js';
import type { Results } from '../../results/results-schema.js';
import type { NablaConfig } from '../../settings/config-schema.js';
import { count, digits, metricValue, percent, time } from '../format.js';
import type { EpochPoint } from '../read/read-events.js';
import type { ReadRun } from '../read/read-run.js';

import { isTable, secondsOf } from './trials.js';

interface Figure {
  readonly name: string;
  readonly value: string;
  readonly detail?: string | undefined;
}

export function summarySection(run: ReadRun): Markup {
  const items = [...resultFigures(run), ...trainingFigures(run)].map(
    ({ name, value, detail }): MarkupPart =>
      html`<div><dt>${name}</dt><dd>${value}${detail === undefined ? '' : html`<small>${detail}</small>`}</dd></div>
`,
  );
  return html`<section id="summary">
<p>${sentence(run)}</p>
<dl class="stats">
${items}</dl>
</section>`;
}

/** Returns `A network with a hidden layer of 64 units, trained on MNIST with adam in batches of 128.` */
function sentence(run: ReadRun): string {
  const { record, results, trials } = run;
  const { config } = record;
  if (isTable(run)) {
    // The first trial holds out every fold.
    const folds = trials[0]?.losses.length ?? config.folds;
    const across = folds === 1 ? 'with 1 fold held out' : `across ${folds} folds`;
    return `An ensemble of networks${purpose(results)}, trained on ${config.data} ${across}.`;
  }
  const { batchSize = '?', data = 'MNIST', optimizer = 'an optimizer' } = config;
  const batches = batchSize === 'full' ? 'full batches' : `batches of ${batchSize}`;
  const training = `trained on ${data} with ${optimizer} in ${batches}`;
  return `A network with ${layerWords(config)}${purpose(results)}, ${training}.`;
}

function purpose(results: ReadRun['results']): string {
  if (results === undefined) return '';
  if (results.kind === 'text') return ' that writes';
  return results.kind === 'regression'
    ? ` that predicts ${results.target}`
    : ` that tells ${count(results.classes.length)} classes apart`;
}

function layerWords({ layers = [], hidden = [], blocks, from, lora }: NablaConfig): string {
  if (from !== undefined) return `the layers of ${from}${lora === undefined ? '' : ` and adapters of rank ${lora}`}`;
  if (blocks !== undefined) return blocks === 1 ? 'a block of attention' : `${blocks} blocks of attention`;
  const sizes = [hidden].flat();
  if (layers.length > 0) return `${layers.length + 2 * sizes.length + 1} layers`;
  if (sizes.length === 0) return 'no hidden layer';
  const list = sizes.join(', ').replace(/, (\d+)$/, ' and $1');
  return `${sizes.length === 1 ? 'a hidden layer' : 'hidden layers'} of ${list} units`;
}

/** Returns the figures of the results, or the last logged metrics if there are no results. */
function resultFigures({ results, events: { epochs } }: ReadRun): Figure[] {
  if (results?.kind === 'classification') {
    const { accuracy, calibration } = results;
    return [
      { name: 'Accuracy', value: percent(accuracy), detail: worth(results) },
      { name: 'Calibration error', value: percent(calibration.expectedError) },
    ];
  }
  if (results?.kind === 'regression') {
    const { r2, meanAbsoluteError, rootMeanSquaredError, rows, intervals, distance } = results;
    return [
      ...(rows < FEWEST_ROWS ? [] : [{ name: 'R²', value: digits(r2), detail: worth(results) }]),
      {
        name: 'Mean absolute error',
        value: digits(meanAbsoluteError),
        detail:
          rows < FEWEST_ROWS
            ? worth(results)
            : intervals === null
              ? undefined
              : `95 % interval: ${rangeText(intervals.mae, digits)}`,
      },
      { name: 'Root mean squared error', value: digits(rootMeanSquaredError) },
      ...(distance === null
        ? []
        : [{ name: '90 % interval', value: `± ${digits(distance)}`, detail: 'around each prediction' }]),
    ];
  }
  if (results?.kind === 'text') {
    const { loss, perplexity, accuracy, tokens } = results;
    return [
      { name: 'Held-out loss', value: digits(loss), detail: `nats a token, on ${count(tokens)} tokens` },
      { name: 'Perplexity', value: digits(perplexity) },
      { name: 'Tokens guessed right', value: percent(accuracy) },
    ];
  }
  const last = [...(epochs.at(-1)?.values ?? [])].filter(([name]) => name.startsWith('val_') && name !== 'val_loss');
  return last.slice(0, 3).map(([name, value]) => ({
    name: name.replace('val_', 'Validation '),
    value: metricValue(name, value),
    detail: 'after the last epoch',
  }));
}

const CHOSEN_ON_THEM = 'The epoch and the settings were chosen on these rows: expect a little less on new rows.';

/** Says what a result is worth: its interval, its rows, and what was chosen by them. */
function worth(results: Results): string {
  const { rows, epochChosen, heldOut } = results;
  const interval = headlineInterval(results);
  const range = interval === undefined ? '' : `95 % interval: ${interval}, `;
  const few = rows < FEWEST_ROWS ? ', too few to judge a model' : '';
  if (heldOut)
    return `${range}on ${count(rows)} rows${few}, each tested by networks that had not seen it. ${CHOSEN_ON_THEM}`;
  return `${range}on ${count(rows)} validation examples${few}${epochChosen ? ', on which the epoch was chosen' : ''}`;
}

/** Returns the interval of the accuracy or of R2, such as `89.85 % to 100.00 %`; undefined for too few examples. */
export function headlineInterval(results: Results): string | undefined {
  if (results.kind === 'text') return undefined;
  if (results.kind === 'regression')
    return results.intervals === null ? undefined : rangeText(results.intervals.r2, digits);
  const { accuracy, rows } = results;
  return accuracy === null ? undefined : rangeText(shareInterval(accuracy, rows), percent);
}

const rangeText = (interval: Interval, format: (value: number) => string): string => interval.map(format).join(' to ');

function trainingFigures(run: ReadRun): Figure[] {
  const { events, trials } = run;
  if (isTable(run)) {
    return [
      { name: 'Trials', value: count(trials.length) },
      { name: 'Training time', value: time(secondsOf(trials)) },
    ];
  }
  const { epochs, plannedEpochs, steps } = events;
  const last = epochs.at(-1);
  const best = bestEpoch(epochs);
  const rows = epochs.findLast((epoch) => epoch.rows !== undefined)?.rows;
  return [
    ...(last === undefined
      ? []
      : [{ name: 'Training loss', value: digits(last.values.get('loss')), detail: 'of the last epoch' }]),
    ...(best === undefined
      ? []
      : [
          {
            name: 'Validation loss',
            value: digits(best.values.get('val_loss')),
            detail: `lowest, after epoch ${best.epoch}`,
          },
        ]),
    { name: 'Epochs', value: count(epochs.length), detail: `of ${count(plannedEpochs)}; ${count(steps)} steps` },
    { name: 'Training time', value: time(totalSeconds(epochs)), detail: 'without validation' },
    ...(rows === undefined ? [] : [{ name: 'Training examples', value: count(rows), detail: 'in an epoch' }]),
  ];
}

/** Sums the time of the finished epochs. A part that was cut off and computed again does not count. */
export const totalSeconds = (epochs: readonly EpochPoint[]): number =>
  epochs.reduce((sum, { seconds = 0 }) => sum + seconds, 0);

/** Returns the epoch with the lowest validation loss, or undefined if none was logged. */
export function bestEpoch(epochs: readonly EpochPoint[]): EpochPoint | undefined {
  const lossOf = ({ values }: EpochPoint): number => values.get('val_loss') ?? Number.POSITIVE_INFINITY;
  const found = epochs.reduce<EpochPoint | undefined>(
    (best, epoch) => (best === undefined || lossOf(epoch) < lossOf(best) ? epoch : best),
    undefined,
  );
  return found?.values.has('val_loss') === true ? found : undefined;
}
