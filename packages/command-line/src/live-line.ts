/** A changing line at the end of the terminal. */
import cliProgress from 'cli-progress';
import type { Drawing } from './output.js';
import { visible } from './visible.js';

/**
 * Draws a line four times a second, between `resume()` and `pause()`.
 *
 * @example
 * ```ts
 * const line = new LiveLine(() => `${done} files`);
 * line.resume();
 * await work();
 * line.pause();
 * ```
 */
export class LiveLine implements Drawing {
  readonly #bar: cliProgress.SingleBar;

  /** @param text Returns the line, given the width of the terminal in columns. Longer lines are cut off. */
  constructor(text: (width: number) => string, stream: NodeJS.WritableStream = process.stderr) {
    this.#bar = new cliProgress.SingleBar({
      stream,
      format: (_options, { maxWidth }) => visible(text(maxWidth)).slice(0, Math.max(0, maxWidth - 1)),
      clearOnComplete: true,
      // The command handles Ctrl-C.
      gracefulExit: false,
      // False would switch off the terminal's wrapping. `format` already cuts the text to the width.
      linewrap: true,
      // Redraws even if the text has not changed, so that the clock moves during long steps.
      forceRedraw: true,
      fps: 4,
    });
  }

  resume(): void {
    this.#bar.start(1, 0);
  }

  /** Draws the line now if it is overdue: timers are late while a step computes. */
  redraw(): void {
    this.#bar.update(0);
  }

  /** Removes the line from the terminal. */
  pause(): void {
    this.#bar.stop();
  }
}

/**
 * Formats a bar such as `██████░░░░░░ 50%`. `share` is between 0 and 1, `width` in characters.
 *
 * @example
 * ```ts
 * barText(0.5, 12); // '██████░░░░░░ 50%'
 * ```
 */
export function barText(share: number, width: number): string {
  const filled = Math.round(share * width);
  return `${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${Math.floor(share * 100)}%`;
}
