/**
 * Ctrl-C, SIGTERM and a closed terminal (SIGHUP): the first asks training to stop after its step, the second ends the
 * process.
 */
import { EXIT } from './exit.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
type StopSignal = (typeof SIGNALS)[number];

/** npm passes the terminal's Ctrl-C on to what it runs, which has it from the terminal already. */
const ECHO_MILLISECONDS = 100;

export interface InterruptionOptions {
  /** Called at the first signal. */
  readonly onStop: (signal: StopSignal) => void;
  /** Called at the second, to end the process. */
  readonly exit: (code: number) => void;
  /** Whether npm or its like runs this process. */
  readonly underNpm?: boolean;
}

/** Listens from construction to `dispose()`. */
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

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** 128 + the signal's number after a signal, else undefined. */
  get exitCode(): number | undefined {
    return this.#received === undefined ? undefined : EXIT[this.#received];
  }

  /**
   * The exit code once every signal that has been sent is received: one that came in the last moments waits for its
   * turn of the event loop. Node asks the system for signals between two turns, so it takes two.
   */
  async settled(): Promise<number | undefined> {
    for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
    return this.exitCode;
  }

  dispose(): void {
    for (const signal of SIGNALS) process.off(signal, this.#listen);
  }

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
    // A terminal that closes sends SIGHUP more than once (the shell, then the kernel), and nobody is there to insist.
    if (signal === 'SIGHUP') return;
    if (!underNpm || now - this.#receivedAt > ECHO_MILLISECONDS) exit(EXIT[signal]);
  }
}
