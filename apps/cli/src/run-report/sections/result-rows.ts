/** The results of several runs, one row per number. */
import { FEWEST_ROWS } from '../../evaluation/intervals.js';
import type { RegressionResults } from '../../results/results-schema.js';
import { count, digits, isShare, metricValue, percent, time } from '../format.js';
import type { ReadRun } from '../read/read-run.js';
import { bestEpoch, headlineInterval, totalSeconds } from './summary.js';

import { isTable, secondsOf } from './trials.js';

export interface ResultRow {
  readonly name: string;
  /** One cell per run. */
  readonly cells: readonly string[];
  /** The indices of the best runs; empty if no value is better, or if all are the same. */
  readonly best: readonly number[];
}

type Better = 'higher' | 'lower' | 'neither';

/** Returns the rows, without those for which no run has a number. */
export function resultRows(runs: readonly ReadRun[]): ResultRow[] {
  const row = (
    name: string,
    better: Better,
    of: (run: ReadRun) => number | null | undefined,
    format: (value: number) => string,
  ): ResultRow[] => {
    const values = runs.map((run) => of(run) ?? undefined);
    if (values.every((value) => value === undefined)) return [];
    const cells = values.map((value) => (value === undefined ? '-' : format(value)));
    return [{ name, cells, best: bestOf(values, better) }];
  };
  return [
    { name: 'Status', cells: runs.map(({ events }) => events.status), best: [] },
    ...row('Accuracy', 'higher', ({ results: one }) => (one?.kind === 'classification' ? one.accuracy : null), percent),
    ...row('R²', 'higher', ({ results: one }) => (one?.kind === 'regression' ? r2Of(one) : null), digits),
    ...row('Perplexity', 'lower', ({ results: one }) => (one?.kind === 'text' ? one.perplexity : null), digits),
    ...intervalRow(runs),
    ...row(
      'Calibration error',
      'lower',
      ({ results: one }) => (one?.kind === 'classification' ? one.calibration.expectedError : null),
      percent,
    ),
    ...row(
      'Mean absolute error',
      'lower',
      ({ results: one }) => (one?.kind === 'regression' ? one.meanAbsoluteError : null),
      digits,
    ),
    ...row(
      'Root mean squared error',
      'lower',
      ({ results: one }) => (one?.kind === 'regression' ? one.rootMeanSquaredError : null),
      digits,
    ),
    ...row('Lowest validation loss', 'lower', ({ events }) => bestEpoch(events.epochs)?.values.get('val_loss'), digits),
    ...row('Last training loss', 'lower', ({ events }) => events.epochs.at(-1)?.values.get('loss'), digits),
    ...lastMetrics(runs).flatMap((name) =>
      row(
        `Last ${name}`,
        isShare(name) ? 'higher' : 'neither',
        ({ events }) => events.epochs.at(-1)?.values.get(name),
        (value) => metricValue(name, value),
      ),
    ),
    ...row('Trials', 'neither', (run) => (isTable(run) ? run.trials.length : null), count),
    ...row('Epochs', 'neither', (run) => (isTable(run) ? null : run.events.epochs.length), count),
    ...row('Steps', 'neither', (run) => (isTable(run) ? null : run.events.steps), count),
    ...row(
      'Training time',
      'lower',
      (run) => (isTable(run) ? secondsOf(run.trials) : totalSeconds(run.events.epochs)),
      time,
    ),
  ];
}

/** Returns the names of the validation metrics besides the loss. */
function lastMetrics(runs: readonly ReadRun[]): string[] {
  const names = runs.flatMap(({ events }) => [...(events.epochs.at(-1)?.values.keys() ?? [])]);
  return [...new Set(names)].filter((name) => name.startsWith('val_') && name !== 'val_loss');
}

/** Returns the intervals of accuracies and R2. */
function intervalRow(runs: readonly ReadRun[]): ResultRow[] {
  const intervals = runs.map(({ results }) => results && headlineInterval(results));
  if (intervals.every((interval) => interval === undefined)) return [];
  return [{ name: 'Its 95 % interval', cells: intervals.map((interval) => interval ?? '-'), best: [] }];
}

const r2Of = ({ r2, rows }: RegressionResults): number | null => (rows < FEWEST_ROWS ? null : r2);

function bestOf(values: readonly (number | undefined)[], better: Better): number[] {
  const known = values.filter((value) => value !== undefined);
  if (better === 'neither' || known.length < 2 || new Set(known).size === 1) return [];
  const best = known.reduce((a, b) => (better === 'higher' ? Math.max(a, b) : Math.min(a, b)));
  return values.flatMap((value, at) => (value === best ? [at] : []));
}
