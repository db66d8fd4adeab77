import type { Callback, Training } from '../training/callback.js';
import type { TrainEvent } from '../training/train-events.js';
import { unexpected } from '../validation/describe.js';

/** Where `Progress` writes. The streams of Node, Bun and Deno are such outputs. */
export interface ProgressOutput {
  /** Writes a text as it is. */
  write(text: string): unknown;
  /** Whether a line can be drawn again, in colours. Default: false. */
  readonly isTTY?: boolean | undefined;
  /** The width of the terminal. Default: 80. */
  readonly columns?: number | undefined;
}

const BAR = 20;
/** Milliseconds between two drawings, because drawing takes time too. */
const PAUSE = 100;
const host = globalThis as {
  readonly process?: { readonly stdout?: ProgressOutput; readonly env?: Readonly<Record<string, string | undefined>> };
};

/**
 * Shows how training goes, with the numbers of each epoch. On a terminal, it redraws one line: a bar, the steps, the
 * time left and the loss; in colours, unless NO_COLOR is set. Elsewhere, it writes a line after each epoch, to standard
 * output or a browser's console.
 *
 * @example
 * ```ts
 * await fit(model, trainSet, { loss, optimizer, epochs: 5, callbacks: [new Progress()] });
 * ```
 */
export class Progress implements Callback {
  readonly name = 'progress';
  readonly #output: ProgressOutput;
  #epochs = '';
  /** Where the epoch began, or was resumed. */
  #from: { readonly time: number; readonly step: number } | undefined;
  #drawnAt = 0;
  #isOpen = false;

  constructor(output: ProgressOutput = host.process?.stdout ?? { write: (text) => console.log(text.trimEnd()) }) {
    if (typeof output?.write !== 'function') throw unexpected('Progress', 'an output, such as process.stderr', output);
    this.#output = output;
  }

  onTrainBegin(): void {
    this.#from = undefined;
    this.#epochs = '';
  }

  onSettled(_training: Training, event: TrainEvent): void {
    const time = performance.now();
    if (event.type === 'epoch-start') {
      this.#from = { time, step: 0 };
      this.#epochs = `/${event.epochs}`;
    } else if (event.type === 'batch') {
      const { epoch, step, steps, loss } = event;
      this.#from ??= { time, step };
      const done = step - this.#from.step;
      if (this.#output.isTTY !== true || done === 0 || time - this.#drawnAt < PAUSE) return;
      this.#drawnAt = time;
      const left = ((time - this.#from.time) / 1000 / done) * (steps - step);
      const numbers = `${step}/${steps}  ${left.toFixed(0)} s left  loss ${loss.toPrecision(4)}`;
      this.#write(`${epoch}${this.#epochs}`, step / steps, numbers);
    } else if (event.type === 'epoch-end') {
      const numbers = Object.entries(event.log).map(([name, value]) => `  ${name} ${value.toPrecision(4)}`);
      this.#write(`${event.epoch}/${event.epochs}`, 1, `${event.seconds.toFixed(1)} s${numbers.join('')}`, '\n');
    }
  }

  /** Leaves the line of an epoch that did not end. */
  dispose(): void {
    if (this.#isOpen) this.#output.write('\n');
    this.#isOpen = false;
  }

  #write(epoch: string, share: number, numbers: string, end = ''): void {
    const { isTTY, columns } = this.#output;
    const head = `Epoch ${epoch}  `;
    const done = Math.round(BAR * share);
    const [full, rest] = ['━'.repeat(done), '─'.repeat(BAR - done)];
    const bar = host.process?.env?.['NO_COLOR'] ? full + rest : `\x1b[32m${full}\x1b[39m${rest}`;
    // A line that wraps cannot be drawn again.
    const shown = end === '' ? numbers.slice(0, Math.max(0, (columns || 80) - head.length - BAR - 3)) : numbers;
    this.#output.write(isTTY === true ? `\r\x1b[K${head}${bar}  ${shown}${end}` : head + numbers + end);
    this.#isOpen = end === '';
  }
}
