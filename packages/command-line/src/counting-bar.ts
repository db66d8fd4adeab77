/** A progress bar for work that is counted: cases, elements, steps. */
import cliProgress from 'cli-progress';
import { duration } from './duration.js';
import type { Drawing } from './output.js';

export class CountingBar implements Drawing {
  readonly #unit: string;
  readonly #bar: cliProgress.SingleBar;
  readonly #start: number = performance.now();
  #done = 0;
  #total = 1;

  /** `unit`: what is counted, in the plural. */
  constructor(unit: string, stream: NodeJS.WritableStream = process.stderr) {
    this.#unit = unit;
    this.#bar = new cliProgress.SingleBar({
      stream,
      format: (_options, { maxWidth }) => this.#text(maxWidth),
      clearOnComplete: true,
      // Ctrl-C is the command's to handle.
      gracefulExit: false,
      // False would switch the terminal's own wrapping off; the text is cut to its width here.
      linewrap: true,
      forceRedraw: true,
      fps: 4,
    });
  }

  update(done: number, total: number): void {
    this.#done = done;
    this.#total = Math.max(1, total);
    this.#bar.setTotal(this.#total);
    this.#bar.update(done);
  }

  resume(): void {
    this.#bar.start(this.#total, this.#done);
  }

  pause(): void {
    this.#bar.stop();
  }

  #text(width: number): string {
    const seconds = (performance.now() - this.#start) / 1000;
    return countingText(this.#done, this.#total, this.#unit, seconds).slice(0, Math.max(0, width - 1));
  }
}

const BAR_WIDTH = 24;

/** `████░░░░ 50% | 140 of 280 cases | ETA 3s` */
export function countingText(done: number, total: number, unit: string, seconds: number): string {
  const share = Math.min(1, done / total);
  const filled = Math.round(share * BAR_WIDTH);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} ${Math.floor(share * 100)}%`;
  const count = `${done.toLocaleString('en-US')} of ${total.toLocaleString('en-US')} ${unit}`;
  const time = done === 0 ? duration(seconds) : `ETA ${duration((seconds / done) * (total - done))}`;
  return [bar, count, time].join(' | ');
}
