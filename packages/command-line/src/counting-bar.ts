/** A progress bar for work that can be counted, such as cases or steps. */
import { duration } from './duration.js';
import { barText, LiveLine } from './live-line.js';
import type { Drawing } from './output.js';

/**
 * A progress bar with a count and the remaining time: `████░░░░ 50% | 140 of 280 cases | ETA 3s`.
 *
 * @example
 * ```ts
 * const bar = new CountingBar('cases');
 * bar.resume();
 * for (const [at, test] of cases.entries()) {
 *   await run(test);
 *   bar.update(at + 1, cases.length);
 * }
 * bar.pause();
 * ```
 */
export class CountingBar implements Drawing {
  readonly #line: LiveLine;
  readonly #start: number = performance.now();
  #done = 0;
  #total = 1;

  /** @param unit What is counted, in the plural. */
  constructor(unit: string, stream: NodeJS.WritableStream = process.stderr) {
    const seconds = (): number => (performance.now() - this.#start) / 1000;
    this.#line = new LiveLine(() => countingText(this.#done, this.#total, unit, seconds()), stream);
  }

  /** Shows that `done` of `total` are done. */
  update(done: number, total: number): void {
    this.#done = done;
    this.#total = Math.max(1, total);
    this.#line.redraw();
  }

  resume(): void {
    this.#line.resume();
  }

  pause(): void {
    this.#line.pause();
  }
}

const BAR_WIDTH = 24;

/**
 * Formats `████░░░░ 50% | 140 of 280 cases | ETA 3s`.
 *
 * @example
 * ```ts
 * countingText(70, 280, 'cases', 2); // '██████░░░░░░░░░░░░░░░░░░ 25% | 70 of 280 cases | ETA 6s'
 * ```
 */
export function countingText(done: number, total: number, unit: string, seconds: number): string {
  const bar = barText(Math.min(1, done / total), BAR_WIDTH);
  const count = `${done.toLocaleString('en-US')} of ${total.toLocaleString('en-US')} ${unit}`;
  const time = done === 0 ? duration(seconds) : `ETA ${duration((seconds / done) * (total - done))}`;
  return [bar, count, time].join(' | ');
}
