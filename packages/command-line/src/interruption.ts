/**
 * Handles Ctrl-C, SIGTERM and a closed terminal (SIGHUP): the first signal asks training to stop after its step, the
 * second ends the process.
 */
import { EXIT } from './exit.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
type StopSignal = (typeof SIGNALS)[number];

/** npm passes Ctrl-C on to the command that it runs, which already got it from the terminal. */
const ECHO_MILLISECONDS = 100;

/** Options of `Interruption`. */
export interface InterruptionOptions {
  /** Called on the first signal. */
  readonly onStop: (signal: StopSignal) => void;
  /** Called on the second signal, to end the process. */
  readonly exit: (code: number) => void;
  /** Whether npm, or a similar tool, runs this process. Default: whether `npm_lifecycle_event` is set. */
  readonly underNpm?: boolean;
}

/**
 * Turns Ctrl-C into an abort signal, and a second Ctrl-C into the end of the process. It listens until `dispose()`.
 *
 * @example
 * ```ts
 * const interruption = new Interruption({ onStop: () => output.note('stopping after this step'), exit: process.exit });
 * try {
 *   await fit(network, data, { loss, optimizer, epochs, signal: interruption.signal });
 *   process.exitCode = interruption.exitCode ?? 0;
 * } finally {
 *   interruption.dispose();
 * }
 * ```
 */
export class Interruption {
  readonly #controller = new AbortController();
  readonly #options: InterruptionOptions;
  readonly #listen: (signal: StopSignal) => void = (signal) => this.#receive(signal);
  #received: StopSignal | undefined;
  #receivedAt = 0;

  constructor(options: InterruptionOptions) {
    this.#options = options;
    for (const signal of SIGNALS) process.on(signal, this.#listen);
  }

  /** Aborted by the first signal. Pass it to a training. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** 128 + the number of the signal that was received; undefined if there was none. */
  get exitCode(): number | undefined {
    return this.#received === undefined ? undefined : EXIT[this.#received];
  }

  /**
   * Waits until signals that have already been sent are received, and returns the exit code. Node.js polls for signals
   * between two turns of the event loop, so this waits for two turns.
   */
  async settled(): Promise<number | undefined> {
    for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
    return this.exitCode;
  }

  /** Stops listening. */
  dispose(): void {
    for (const signal of SIGNALS) process.off(signal, this.#listen);
  }

  /** As `dispose()`, for `using`. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  #receive(signal: StopSignal): void {
    const { onStop, exit, underNpm = process.env['npm_lifecycle_event'] !== undefined } = this.#options;
    const now = performance.now();
    if (this.#received === undefined) {
      this.#received = signal;
      this.#receivedAt = now;
      this.#controller.abort();
      onStop(signal);
      return;
    }
    // A closing terminal sends SIGHUP more than once (from the shell and from the kernel): it does not mean a second
    // one.
    if (signal === 'SIGHUP') return;
    if (!underNpm || now - this.#receivedAt > ECHO_MILLISECONDS) exit(EXIT[signal]);
  }
}
