/** The progress bar of a training: progress, loss, rows per second, and the time left. */

import { barText, type Drawing, duration, LiveLine } from '@nablajs/command-line';

export interface ProgressState {
  /** Examples seen in all epochs. */
  readonly rows: number;
  readonly epoch: number;
  readonly loss: number | undefined;
  /** The accuracy on the test data after the last epoch. */
  readonly accuracy: number | undefined;
  /** The R2 on the test data after the last epoch, for a regression. */
  readonly r2?: number | undefined;
  /** The perplexity on held-out text after the last epoch. */
  readonly perplexity?: number | undefined;
}

/** Shows the progress on a terminal. Pause it before anything else is drawn there. */
export class Progress implements Drawing {
  readonly #totalRows: number;
  readonly #rowsBefore: number;
  readonly #epochs: number;
  readonly #line: LiveLine;
  readonly #start: number = performance.now();
  #state: ProgressState = { rows: 0, epoch: 1, loss: undefined, accuracy: undefined };

  /** `rowsBefore`: how many examples were seen before this process started. */
  constructor(rowsPerEpoch: number, epochs: number, rowsBefore = 0, stream: NodeJS.WritableStream = process.stderr) {
    this.#rowsBefore = rowsBefore;
    this.#state = { ...this.#state, rows: rowsBefore };
    this.#totalRows = rowsPerEpoch * epochs;
    this.#epochs = epochs;
    this.#line = new LiveLine((width) => this.#text(width), stream);
  }

  resume(): void {
    this.#line.resume();
  }

  update(change: Partial<ProgressState>): void {
    this.#state = { ...this.#state, ...change };
    this.#line.redraw();
  }

  /** Removes the bar from the terminal. */
  pause(): void {
    this.#line.pause();
  }

  #text(width: number): string {
    const seconds = (performance.now() - this.#start) / 1000;
    const frame = { totalRows: this.#totalRows, rowsBefore: this.#rowsBefore, epochs: this.#epochs, seconds, width };
    return progressText(this.#state, frame);
  }
}

export interface ProgressFrame {
  readonly totalRows: number;
  /** How many of `totalRows` a run had seen before it was resumed. Default: 0. */
  readonly rowsBefore?: number;
  readonly epochs: number;
  /** Seconds since training began. */
  readonly seconds: number;
  /** Width of the terminal, in columns. */
  readonly width: number;
}

/** Widths of the bar itself. A narrow terminal first shortens the bar, then drops the rate, then the accuracy. */
const NARROWEST = 4;
const BAR_WIDTHS = [24, 12, NARROWEST];

/** Returns one line that fits the terminal. */
export function progressText(state: ProgressState, frame: ProgressFrame): string {
  const room = Math.max(0, frame.width - 1);
  const candidates = [
    ...BAR_WIDTHS.map((bar) => lineOf(state, frame, bar, true)),
    lineOf(state, frame, NARROWEST, false),
    lineOf({ ...state, accuracy: undefined, r2: undefined, perplexity: undefined }, frame, NARROWEST, false),
  ];
  const fitting = candidates.find((line) => line.length <= room);
  return fitting ?? (candidates.at(-1) ?? '').slice(0, room);
}

function lineOf(state: ProgressState, frame: ProgressFrame, barWidth: number, withRate: boolean): string {
  const { rows, epoch, loss, accuracy, r2, perplexity } = state;
  const { totalRows, rowsBefore = 0, epochs, seconds } = frame;
  const seen = rows - rowsBefore;
  const share = Math.min(1, rows / totalRows);
  const parts = [
    barText(share, barWidth),
    `epoch ${epoch}/${epochs}`,
    ...(loss === undefined ? [] : [`loss ${loss.toFixed(4)}`]),
    ...(accuracy === undefined ? [] : [`accuracy ${(accuracy * 100).toFixed(2)}%`]),
    ...(r2 === undefined ? [] : [`R2 ${r2.toFixed(4)}`]),
    ...(perplexity === undefined ? [] : [`perplexity ${perplexity.toFixed(2)}`]),
    ...(seen === 0 || !withRate ? [] : [`${Math.round(seen / seconds).toLocaleString('en-US')} rows/s`]),
    seen === 0 ? duration(seconds) : `ETA ${duration((seconds / seen) * (totalRows - rows))}`,
  ];
  return parts.join(' | ');
}
