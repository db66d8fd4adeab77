import type { EpochLog } from '@nablajs/core';
import type { RunFacts, TrainFacts } from '../../lab/facts.js';
import type { Picture, Report } from '../../lab/report.js';

/** Everything that is known about the training. */
export interface RunView<F extends RunFacts = TrainFacts> extends Report {
  /** All epochs so far. */
  readonly logs: readonly EpochLog[];
  /** All mean losses so far. */
  readonly losses: readonly number[];
  readonly picture: Picture;
  readonly facts?: F;
}

/** A training that has just been asked for. */
export const BEGUN: RunView<never> = {
  ...{ state: 'training', logs: [], losses: [], picture: {} },
  position: { epoch: 0, epochs: 0, step: 0, steps: 0 },
};

/** How many mean losses the whole training will have reported. */
export function lossCount({ position: { epochs, steps } }: Pick<RunView, 'position'>): number {
  const total = epochs * steps;
  return total === 0 ? 1 : Math.floor(total / Math.ceil(total / 400));
}

/** Adds a report to what is known. */
export const added = <F extends RunFacts>(before: RunView<F>, report: Report): RunView<F> => ({
  ...before,
  ...report,
  digest: report.digest,
  logs: [...before.logs, ...report.logs],
  losses: [...before.losses, ...report.losses],
  picture: report.picture === undefined ? before.picture : { ...before.picture, ...report.picture },
});
