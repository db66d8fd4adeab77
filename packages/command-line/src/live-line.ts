/** A changing line at the end of the terminal. */
import type { Drawing } from './output.js';
import { visible } from './visible.js';

/** Milliseconds until the line is drawn again, also if nothing has changed: the clock moves during long steps. */
const INTERVAL = 250;
/** Goes to the start of the line, and clears what is to the right of the cursor. */
const [START, CLEAR] = ['\r', '\x1B[K'];

/** A stream that may be a terminal. */
type Stream = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/**
 * Draws a line four times a second, between `resume()` and `pause()`, if the stream is a terminal.
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
  readonly #text: (width: number) => string;
  readonly #stream: Stream;
  #timer: NodeJS.Timeout | undefined;
  #drawnAt = 0;

  /** @param text Returns the line, given the width of the terminal in columns. Longer lines are cut off. */
  constructor(text: (width: number) => string, stream: Stream = process.stderr) {
    this.#text = text;
    this.#stream = stream;
  }

  resume(): void {
    if (this.#stream.isTTY === true) this.#draw();
  }

  /** Draws the line now if it is overdue: timers are late while a step computes. */
  redraw(): void {
    if (this.#timer !== undefined && performance.now() - this.#drawnAt > 2 * INTERVAL) this.#draw();
  }

  /** Removes the line from the terminal. */
  pause(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#stream.write(START + CLEAR);
  }

  #draw(): void {
    const width = this.#stream.columns || 80;
    const line = visible(this.#text(width)).slice(0, Math.max(0, width - 1));
    this.#stream.write(START + line + CLEAR);
    this.#drawnAt = performance.now();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#draw(), INTERVAL);
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
