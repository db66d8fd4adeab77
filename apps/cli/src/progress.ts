/** The progress bar: how far, the loss, rows a second, the time left. */
import cliProgress from 'cli-progress';
import type { Drawing } from './output.js';

export interface ProgressState {
  /** Examples seen, of all epochs. */
  readonly rows: number;
  readonly epoch: number;
  readonly loss: number | undefined;
  /** On the test set, where it is measured each epoch. */
  readonly accuracy: number | undefined;
}

/** Shows training on a terminal; the caller stops it before anything else is drawn there. */
export class Progress implements Drawing {
  readonly #totalRows: number;
  readonly #epochs: number;
  readonly #bar: cliProgress.SingleBar;
  readonly #start: number = performance.now();
  #state: ProgressState = { rows: 0, epoch: 1, loss: undefined, accuracy: undefined };

  constructor(rowsPerEpoch: number, epochs: number, stream: NodeJS.WritableStream = process.stderr) {
    this.#totalRows = rowsPerEpoch * epochs;
    this.#epochs = epochs;
    this.#bar = new cliProgress.SingleBar({
      stream,
      format: (_options, parameters) => this.#text(parameters.maxWidth),
      clearOnComplete: true,
      // Ctrl-C is the command's to handle.
      gracefulExit: false,
      // False would switch the terminal's own wrapping off; the text is cut to its width here.
      linewrap: true,
      // The clock moves even where a step takes seconds.
      forceRedraw: true,
      fps: 4,
    });
  }

  resume(): void {
    this.#bar.start(this.#totalRows, this.#state.rows);
  }

  update(change: Partial<ProgressState>): void {
    this.#state = { ...this.#state, ...change };
    this.#bar.update(this.#state.rows);
  }

  /** Takes the bar off the terminal. */
  pause(): void {
    this.#bar.stop();
  }

  #text(width: number): string {
    const seconds = (performance.now() - this.#start) / 1000;
    return progressText(this.#state, { totalRows: this.#totalRows, epochs: this.#epochs, seconds, width });
  }
}

export interface ProgressFrame {
  readonly totalRows: number;
  readonly epochs: number;
  /** Since training began. */
  readonly seconds: number;
  /** Of the terminal, in columns. */
  readonly width: number;
}

const BAR_WIDTH = 24;

/** One line no wider than the terminal. */
export function progressText({ rows, epoch, loss, accuracy }: ProgressState, frame: ProgressFrame): string {
  const { totalRows, epochs, seconds, width } = frame;
  const share = Math.min(1, rows / totalRows);
  const filled = Math.round(share * BAR_WIDTH);
  const parts = [
    `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} ${Math.floor(share * 100)}%`,
    `epoch ${epoch}/${epochs}`,
    ...(loss === undefined ? [] : [`loss ${loss.toFixed(4)}`]),
    ...(accuracy === undefined ? [] : [`accuracy ${(accuracy * 100).toFixed(2)}%`]),
    ...(rows === 0 ? [] : [`${Math.round(rows / seconds).toLocaleString('en-US')} rows/s`]),
    rows === 0 ? duration(seconds) : `ETA ${duration((seconds / rows) * (totalRows - rows))}`,
  ];
  return parts.join(' | ').slice(0, Math.max(0, width - 1));
}

/** `7s`, `3m05s`, `1h02m`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  const pad = (value: number): string => `${value}`.padStart(2, '0');
  if (hours > 0) return `${hours}h${pad(minutes)}m`;
  return minutes > 0 ? `${minutes}m${pad(whole % 60)}s` : `${whole}s`;
}
