/** The current training of a view. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { RunFacts, TrainFacts } from '../../lab/facts.js';
import type { Report } from '../../lab/report.js';
import { lab, reportTo, textOf } from '../lab-client.js';
import { added, BEGUN, type RunView } from './run-view.js';

/** Begins a training with a function that gets the listener of its reports. */
type Begin<F> = (listener: (report: Report) => void) => Promise<F>;

/** The current training, and a function that begins another one. */
export function useRun<F extends RunFacts = TrainFacts>() {
  const [run, setRun] = useState<RunView<F> | undefined>(undefined);
  const turn = useRef(0);
  // The other view has no use for this training.
  useEffect(() => () => void lab.stop(), []);
  const begin = useCallback(async (start: Begin<F>): Promise<void> => {
    const mine = ++turn.current;
    // Reports of an earlier training may still come.
    const change = (how: (before: RunView<F>) => RunView<F>): void => {
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
