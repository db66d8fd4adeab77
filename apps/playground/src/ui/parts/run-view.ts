/** A training as the page sees it: what its reports add up to. */
import type { EpochLog } from '@nablajs/core';
import type { RunFacts } from '../../lab/lab.js';
import type { Picture, Report } from '../../lab/report.js';

/** Everything that is known about the training. */
export interface RunView extends Report {
  /** All epochs so far. */
  readonly logs: readonly EpochLog[];
  readonly picture: Picture;
  readonly facts?: RunFacts;
}

/** A training that has just been asked for. */
export const BEGUN: RunView = {
  ...{ state: 'training', logs: [], picture: {} },
  position: { epoch: 0, epochs: 0, step: 0, steps: 0 },
};

/** Adds a report to what is known. */
export const added = (before: RunView, report: Report): RunView => ({
  ...before,
  ...report,
  digest: report.digest,
  logs: [...before.logs, ...report.logs],
  picture: { ...before.picture, ...report.picture },
});
