/** Writes JSON lines to stdout, one object per event. `apps/cli/README.md` documents them. */
import type { Output } from '@nablajs/command-line';
import type { SearchFolder } from '../search-folder.js';
import type { TrialResult } from '../trials/trial-results.js';
import type { SearchEnd, SearchReport } from './search-report.js';

export class JsonSearchReport implements SearchReport {
  readonly #folder: SearchFolder;
  readonly #output: Output;

  constructor(folder: SearchFolder, output: Output) {
    this.#folder = folder;
    this.#output = output;
  }

  start(): void {
    const { path, record, results } = this.#folder;
    const { space, seed, grid, prune, config, trials } = record;
    this.#write('search-start', {
      ...{ folder: path, trials: trials.length, finished: results.length, space, seed, grid, prune, config },
    });
  }

  trialStart(trial: number): void {
    const values = this.#folder.record.trials[trial - 1];
    this.#write('trial-start', { trial, values, run: this.#folder.trialFolder(trial) });
  }

  trialEnd(result: TrialResult): void {
    this.#write('trial-end', withoutScores(result));
  }

  end({ best, ...others }: SearchEnd): void {
    const fields = { best: best === undefined ? null : withoutScores(best), ...others };
    this.#output.print(JSON.stringify({ event: 'search-end', ...fields }));
  }

  #write(event: string, fields: Readonly<Record<string, unknown>>): void {
    if (!this.#output.quiet) this.#output.print(JSON.stringify({ event, ...fields }));
  }
}

function withoutScores({ scores, ...result }: TrialResult): Omit<TrialResult, 'scores'> {
  return result;
}
