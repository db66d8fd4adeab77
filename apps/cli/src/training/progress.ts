/** The progress bar: how far, the loss, rows a second, the time left. */

import { barText, type Drawing, duration, LiveLine } from '@nablajs/command-line';

export interface ProgressState {
  /** Examples seen, of all epochs. */
  readonly rows: number;
  readonly epoch: number;
  readonly loss: number | undefined;
  /** On the test set, where it is measured each epoch. */
  readonly accuracy: number | undefined;
  /** The same of a regression. */
  readonly r2?: number | undefined;
}

/** Shows training on a terminal; the caller stops it before anything else is drawn there. */
export class Progress implements Drawing {
  readonly #totalRows: number;
  readonly #rowsBefore: number;
  readonly #epochs: number;
  readonly #line: LiveLine;
  readonly #start: number = performance.now();
  #state: ProgressState = { rows: 0, epoch: 1, loss: undefined, accuracy: undefined };

  /** `rowsBefore` were seen before this process began. */
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

  /** Takes the bar off the terminal. */
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
  /** Of `totalRows`, those that a run had seen before it was resumed; default 0. */
  readonly rowsBefore?: number;
  readonly epochs: number;
  /** Since training began. */
  readonly seconds: number;
  /** Of the terminal, in columns. */
  readonly width: number;
}

/** Of the bar itself; on a narrow terminal it gives way first, then the rate, then the accuracy. */
const NARROWEST = 4;
const BAR_WIDTHS = [24, 12, NARROWEST];

/** One line no wider than the terminal. */
export function progressText(state: ProgressState, frame: ProgressFrame): string {
  const room = Math.max(0, frame.width - 1);
  const candidates = [
    ...BAR_WIDTHS.map((bar) => lineOf(state, frame, bar, true)),
    lineOf(state, frame, NARROWEST, false),
    lineOf({ ...state, accuracy: undefined, r2: undefined }, frame, NARROWEST, false),
  ];
  const fitting = candidates.find((line) => line.length <= room);
  return fitting ?? (candidates.at(-1) ?? '').slice(0, room);
}

function lineOf(state: ProgressState, frame: ProgressFrame, barWidth: number, withRate: boolean): string {
  const { rows, epoch, loss, accuracy, r2 } = state;
  const { totalRows, rowsBefore = 0, epochs, seconds } = frame;
  const seen = rows - rowsBefore;
  const share = Math.min(1, rows / totalRows);
  const parts = [
    barText(share, barWidth),
    `epoch ${epoch}/${epochs}`,
    ...(loss === undefined ? [] : [`loss ${loss.toFixed(4)}`]),
    ...(accuracy === undefined ? [] : [`accuracy ${(accuracy * 100).toFixed(2)}%`]),
    ...(r2 === undefined ? [] : [`R2 ${r2.toFixed(4)}`]),
    ...(seen === 0 || !withRate ? [] : [`${Math.round(seen / seconds).toLocaleString('en-US')} rows/s`]),
    seen === 0 ? duration(seconds) : `ETA ${duration((seconds / seen) * (totalRows - rows))}`,
  ];
  return parts.join(' | ');
}
