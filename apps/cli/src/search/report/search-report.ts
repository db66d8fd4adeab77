/** What a search has to say, whatever form it takes: text or JSON lines. */
import type { TrialResult } from '../trials/trial-results.js';

export interface SearchEnd {
  readonly best: TrialResult | undefined;
  /** The command that trains with its values. */
  readonly command: string | undefined;
  /** The folder of its best checkpoint. */
  readonly checkpoint: string | undefined;
  /** Stopped by a signal. */
  readonly aborted: boolean;
  /** Of this process. */
  readonly seconds: number;
}

export interface SearchReport {
  start(): void;
  trialStart(trial: number): void;
  trialEnd(result: TrialResult): void;
  end(end: SearchEnd): void;
}
