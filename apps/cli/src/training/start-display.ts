/** Starts what a training shows while it runs: the dashboard, the progress bar, or nothing. */
import { type Output, usesColours } from '@nablajs/command-line';
import type { TrainEvent } from '@nablajs/core';
import { Dashboard, type DashboardOptions } from '../dashboard/dashboard.js';
import { SMALLEST } from '../dashboard/dashboard-text.js';
import type { TrainSettings } from '../settings/settings.js';
import { Progress } from './progress.js';

export interface TrainingDisplay {
  readonly update: (event: TrainEvent) => void;
  /** Whether it replaces the line per epoch on the terminal. */
  readonly hidesEpochs: boolean;
}

type DisplayOptions = Omit<DashboardOptions, 'colours'>;

/** Starts the display, which draws around the lines of `output` until `output.clear()`. */
export function startDisplay(
  output: Output,
  { ui, json }: Pick<TrainSettings, 'ui' | 'json'>,
  options: DisplayOptions,
): TrainingDisplay | undefined {
  const obstacle = ui ? dashboardObstacle(process.stderr, process.env, json) : undefined;
  if (obstacle !== undefined) output.note(`--ui: ${obstacle}, so the usual lines follow.`);
  if (!output.showsProgress) return undefined;
  return ui && obstacle === undefined ? startDashboard(output, options) : startProgress(output, options);
}

/** Returns why the dashboard cannot be shown, or undefined if it can. */
export function dashboardObstacle(
  { isTTY, columns, rows }: { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number },
  environment: Readonly<Record<string, string | undefined>>,
  json: boolean,
): string | undefined {
  if (json) return '--json writes only JSON lines';
  if (isTTY !== true) return 'stderr is not a terminal';
  if (environment['TERM'] === 'dumb') return 'this terminal cannot position text (TERM=dumb)';
  if (columns === undefined || rows === undefined) return 'this terminal does not report its size';
  if (columns >= SMALLEST.width && rows >= SMALLEST.height) return undefined;
  return `the terminal has ${columns} x ${rows} characters, fewer than ${SMALLEST.width} x ${SMALLEST.height}`;
}

function startDashboard(output: Output, options: DisplayOptions): TrainingDisplay {
  const dashboard = new Dashboard({ ...options, colours: usesColours(process.stderr) });
  dashboard.resume();
  output.drawAround(dashboard);
  return { update: (event) => dashboard.update(event), hidesEpochs: process.stdout.isTTY === true };
}

function startProgress(output: Output, { rowsPerEpoch, epochs, rowsBefore }: DisplayOptions): TrainingDisplay {
  const progress = new Progress(rowsPerEpoch, epochs, rowsBefore);
  progress.resume();
  output.drawAround(progress);
  let rows = rowsBefore;
  const update = (event: TrainEvent): void => {
    if (event.type === 'batch') {
      rows += event.rows;
      progress.update({ rows, epoch: event.epoch, loss: event.loss });
    }
    if (event.type === 'epoch-end') {
      const { classification, metrics } = event.validation ?? {};
      const perplexity = metrics?.['perplexity'];
      const accuracy = perplexity === undefined ? classification?.accuracy : undefined;
      progress.update({ accuracy, r2: metrics?.['r2'], perplexity });
    }
  };
  return { update, hidesEpochs: false };
}
