/** A line at the end of a terminal that changes while something works. */
import cliProgress from 'cli-progress';
import type { Drawing } from './output.js';

/** Draws `text` four times a second between `resume()` and `pause()`. */
export class LiveLine implements Drawing {
  readonly #bar: cliProgress.SingleBar;

  /** `text` takes the width of the terminal in columns; what does not fit is cut off. */
  constructor(text: (width: number) => string, stream: NodeJS.WritableStream = process.stderr) {
    this.#bar = new cliProgress.SingleBar({
      stream,
      format: (_options, { maxWidth }) => text(maxWidth).slice(0, Math.max(0, maxWidth - 1)),
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
    this.#bar.start(1, 0);
  }

  /** Draws it at once where the last time is long ago: timers are late while a step computes. */
  redraw(): void {
    this.#bar.update(0);
  }

  /** Takes it off the terminal. */
  pause(): void {
    this.#bar.stop();
  }
}

/** `██████░░░░░░ 50%`: a bar of `width` characters, and the share of 0 to 1 that it shows. */
export function barText(share: number, width: number): string {
  const filled = Math.round(share * width);
  return `${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${Math.floor(share * 100)}%`;
}
