/** The state of a training that the page shows, collected from its reports. */
import type { EpochLog } from '@nablajs/core';
import type { RunFacts } from '../../lab/lab.js';
import type { Picture, Report } from '../../lab/report.js';

/** Everything that is known about the training. */
export interface RunView extends Report {
  /** All epochs so far. */
  readonly logs: readonly EpochLog[];
  /** All mean losses so far. */
  readonly losses: readonly number[];
  readonly picture: Picture;
  readonly facts?: RunFacts;
}

/** A training that has just been asked for. */
export const BEGUN: RunView = {
  ...{ state: 'training', logs: [], losses: [], picture: {} },
  position: { epoch: 0, epochs: 0, step: 0, steps: 0 },
};

/** How many mean losses the whole training will have reported. */
export function lossCount({ position: { epochs, steps } }: RunView): number {
  const total = epochs * steps;
  return total === 0 ? 1 : Math.floor(total / Math.ceil(total / 400));
}

/** Adds a report to what is known. */
export const added = (before: RunView, report: Report): RunView => ({
  ...before,
  ...report,
  digest: report.digest,
  logs: [...before.logs, ...report.logs],
  losses: [...before.losses, ...report.losses],
  picture: report.picture === undefined ? before.picture : { ...before.picture, ...report.picture },
});
