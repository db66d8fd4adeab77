/** The results that a search reports, as text or as JSON lines. */
import type { TrialResult } from '../trials/trial-results.js';

export interface SearchEnd {
  readonly best: TrialResult | undefined;
  /** The command that trains with the best values. */
  readonly command: string | undefined;
  /** The folder of the best checkpoint. */
  readonly checkpoint: string | undefined;
  /** Whether a signal stopped the search. */
  readonly aborted: boolean;
  /** The time that this process took. */
  readonly seconds: number;
}

export interface SearchReport {
  start(): void;
  trialStart(trial: number): void;
  trialEnd(result: TrialResult): void;
  end(end: SearchEnd): void;
}
