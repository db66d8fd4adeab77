/** The progress line on the terminal: the trial, its epoch, the best score so far, and the time left. */
import { barText, type Drawing, duration, LiveLine } from '@nablajs/command-line';
import type { Score } from '../../evaluation/report.js';
import { shortScore } from './score-text.js';

export interface SearchState {
  /** The current trial, from 1. */
  readonly trial: number;
  readonly trials: number;
  /** Completed epochs of that trial. */
  readonly epoch: number;
  readonly epochs: number;
  /** The best score of the finished trials. */
  readonly best: Score | undefined;
}

export class SearchProgress implements Drawing {
  readonly #line: LiveLine;
  readonly #start: number = performance.now();
  #state: SearchState;
  /** The share that was done before this process started. */
  readonly #before: number;

  /** `done`: how many trials are finished. */
  constructor(done: number, trials: number, stream: NodeJS.WritableStream = process.stderr) {
    this.#state = { trial: done + 1, trials, epoch: 0, epochs: 1, best: undefined };
    this.#before = done / trials;
    const seconds = (): number => (performance.now() - this.#start) / 1000;
    this.#line = new LiveLine((width) => searchProgressText(this.#state, this.#before, seconds(), width), stream);
  }

  update(change: Partial<SearchState>): void {
    this.#state = { ...this.#state, ...change };
    this.#line.redraw();
  }

  resume(): void {
    this.#line.resume();
  }

  pause(): void {
    this.#line.pause();
  }
}

/** The bar gets shorter on a narrow terminal. */
const BAR_WIDTHS = [24, 12, 4];

/** Returns the line. `before`: the share of all trials that was done before the clock started. */
export function searchProgressText(state: SearchState, before: number, seconds: number, width: number): string {
  const { trial, trials, epoch, epochs, best } = state;
  const share = Math.min(1, (trial - 1 + epoch / epochs) / trials);
  const done = share - before;
  const words = [
    `trial ${trial} of ${trials}`,
    `epoch ${epoch}/${epochs}`,
    ...(best === undefined ? [] : [`best ${shortScore(best)}`]),
    done > 0 ? `ETA ${duration((seconds / done) * (1 - share))}` : duration(seconds),
  ];
  const lines = BAR_WIDTHS.map((bar) => [barText(share, bar), ...words].join(' | '));
  return lines.find((line) => line.length < width) ?? words.join(' | ');
}
