import type { Callback, Training } from '../training/callback.js';
import type { EpochEndEvent } from '../training/train-events.js';
import type { CallbackState } from '../training/train-state.js';
import { checkOptions } from '../validation/arguments.js';
import { describe, unexpected } from '../validation/describe.js';
import { NablaError } from '../validation/errors.js';

/** Options of `CSVLogger`. */
export interface CSVLoggerOptions {
  /** Identifies the callback's state in a checkpoint. Default: `csvLogger`. */
  readonly name?: string;
}

/**
 * Calls `write` with a line of comma-separated values after each epoch: `epoch`, `learning_rate` and the epoch's log.
 * The first line has the names. As Keras' `CSVLogger`.
 *
 * @example
 * ```ts
 * let csv = '';
 * const logger = new CSVLogger((line) => {
 *   csv += line;
 * });
 * await fit(model, trainSet, { loss, optimizer, epochs: 5, callbacks: [logger] });
 * ```
 */
export class CSVLogger implements Callback {
  readonly name: string;
  readonly #write: (line: string) => void | Promise<void>;
  #columns: readonly string[] = [];

  constructor(write: (line: string) => void | Promise<void>, options: CSVLoggerOptions = {}) {
    if (typeof write !== 'function') {
      throw unexpected('CSVLogger', 'a function that takes a line, (line) => file.write(line)', write);
    }
    checkOptions('CSVLogger', options, ['name'], "{ name: 'log' }");
    this.name = options.name ?? 'csvLogger';
    this.#write = write;
  }

  onTrainBegin(): void {
    this.#columns = [];
  }

  async onEpochEnd({ learningRate, optimizer }: Training, { epoch, log }: EpochEndEvent): Promise<void> {
    const row: Record<string, number> = { epoch, learning_rate: optimizer.learningRate ?? learningRate, ...log };
    if (this.#columns.length === 0) {
      this.#columns = Object.keys(row);
      await this.#write(`${this.#columns.map(quoted).join(',')}\n`);
    }
    await this.#write(`${this.#columns.map((name) => row[name] ?? '').join(',')}\n`);
  }

  takeState(): CallbackState {
    return { values: { columns: this.#columns }, tensors: new Map() };
  }

  loadState({ values: { columns } }: CallbackState): void {
    if (!Array.isArray(columns) || columns.some((name) => typeof name !== 'string')) {
      throw new NablaError(
        'argument',
        `resume: the state of CSVLogger needs an array of names 'columns'. Received ${describe(columns)}.`,
      );
    }
    this.#columns = columns as string[];
  }
}

/** Quotes a name as RFC 4180 requires. */
const quoted = (name: string): string => (/[",\r\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name);
