/** A training as the page sees it: what its reports add up to. */
import type { EpochLog } from '@nablajs/core';
import { useCallback, useRef, useState } from 'preact/hooks';
import type { RunFacts } from '../../lab/lab.js';
import type { Picture, Report } from '../../lab/report.js';
import { reportTo, textOf } from '../lab-client.js';

/** Everything that is known about the training. */
export interface RunView extends Report {
  /** All epochs so far. */
  readonly logs: readonly EpochLog[];
  readonly picture: Picture;
  readonly facts?: RunFacts;
}

const BEGUN: RunView = {
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

/** Begins a training with a function that gets the listener of its reports. */
export type Begin = (listener: (report: Report) => void) => Promise<RunFacts>;

/** The current training, and a function that begins another one. */
export function useRun() {
  const [run, setRun] = useState<RunView | undefined>(undefined);
  const turn = useRef(0);
  const begin = useCallback(async (start: Begin): Promise<void> => {
    const mine = ++turn.current;
    // Reports of an earlier training may still come.
    const change = (how: (before: RunView) => RunView): void => {
      if (mine === turn.current) setRun((before) => how(before ?? BEGUN));
    };
    setRun(BEGUN);
    try {
      const facts = await start(reportTo((report) => change((before) => added(before, report))));
      change((before) => ({ ...before, facts }));
    } catch (error) {
      change((before) => ({ ...before, state: 'failed', message: textOf(error) }));
    }
  }, []);
  return { run, begin };
}
