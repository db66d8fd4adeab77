/** Logs a training as scalars for TensorBoard. */
import { join } from 'node:path';
import { describeFailure, usageError } from '@nablajs/command-line';
import type { EpochLog, TrainEvent, TrainState } from '@nablajs/core';
import { EventFile } from './event-file.js';
import type { Scalars } from './event-message.js';

const FOLDER = 'tensorboard';

export interface TensorBoardOptions {
  /** The state of a resumed run; undefined for a new run. */
  readonly state?: TrainState | undefined;
  /** Returns the learning rate of the last step. */
  readonly learningRate: () => number;
  /** Called once if an event cannot be written. Training continues. */
  readonly warn: (message: string) => void;
}

/**
 * Writes the events of a training to a new file in `folder`: for each step `loss/step` and `learning_rate`, and for
 * each epoch `loss/train`, `loss/validation`, `accuracy/validation`, and every other metric as `NAME/validation`. Their
 * x is the number of steps since training began. A resumed run writes another file, and tells TensorBoard to drop the
 * steps that are computed again from the earlier ones. Close it at the end.
 */
export class TensorBoardLog {
  readonly #folder: string;
  readonly #file: EventFile;
  readonly #options: TensorBoardOptions;
  #stepsPerEpoch: number;
  #isBroken = false;

  /** Creates the file. Throws a CommandError if the folder is not writable. */
  constructor(folder: string, options: TensorBoardOptions) {
    const { state } = options;
    this.#folder = folder;
    this.#options = options;
    this.#stepsPerEpoch = state === undefined ? 0 : Math.ceil(state.run.examples / state.run.batchSize);
    const done = state === undefined ? 0 : state.position.steps - state.unreported.length;
    try {
      this.#file = new EventFile(folder);
      this.#file.write(done + 1, { start: true });
    } catch (error) {
      throw usageError(`--tensorboard: ${describeFailure(error).message}`, { cause: error });
    }
  }

  /** Writes an event. Never throws: training continues on a full disk. */
  write(event: TrainEvent): void {
    if ('steps' in event && event.type !== 'done') this.#stepsPerEpoch = event.steps;
    const scalars = scalarsOf(event, this.#options.learningRate);
    if (scalars.size === 0 || this.#isBroken) return;
    try {
      this.#file.write(this.#stepOf(event), { scalars });
    } catch (error) {
      this.#isBroken = true;
      this.#options.warn(
        `cannot write events for TensorBoard to ${this.#folder}: ${describeFailure(error).message} Training continues.`,
      );
    }
  }

  close(): void {
    this.#file.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** Returns the number of steps since training began. */
  #stepOf(event: TrainEvent): number {
    if (event.type === 'batch' || event.type === 'validation') {
      return (event.epoch - 1) * this.#stepsPerEpoch + event.step;
    }
    return event.type === 'epoch-end' ? event.epoch * this.#stepsPerEpoch : 0;
  }
}

function scalarsOf(event: TrainEvent, learningRate: () => number): Scalars {
  switch (event.type) {
    case 'batch':
      return new Map([
        ['loss/step', event.loss],
        ['learning_rate', learningRate()],
      ]);
    case 'epoch-end':
      return new Map(Object.entries(event.log).map(([name, value]) => [tagOf(name), value]));
    case 'validation': {
      const { loss, classification, metrics } = event.validation;
      const accuracy: EpochLog = classification === undefined ? {} : { accuracy: classification.accuracy };
      const log: EpochLog = { loss, ...accuracy, ...metrics };
      return new Map(Object.entries(log).map(([name, value]) => [`${name}/validation`, value]));
    }
    default:
      return new Map();
  }
}

/** Converts `val_accuracy` to `accuracy/validation`, and `loss` to `loss/train`. */
function tagOf(name: string): string {
  return name.startsWith('val_') ? `${name.slice('val_'.length)}/validation` : `${name}/train`;
}

/**
 * Opens the log of the setting: none for `false`, in the run's folder for `true`, or in the named folder. Warns if it
 * should be in the run's folder but the run could not be created.
 */
export function openTensorBoard(
  setting: string | boolean,
  run: { readonly folder: string; readonly resumption: { readonly state: TrainState } | undefined } | undefined,
  options: Omit<TensorBoardOptions, 'state'>,
): TensorBoardLog | undefined {
  if (setting === false) return undefined;
  const folder = setting === true ? run && join(run.folder, FOLDER) : setting;
  if (folder !== undefined) return new TensorBoardLog(folder, { ...options, state: run?.resumption?.state });
  options.warn('there are no events for TensorBoard, because there is no run. Name a folder: --tensorboard FOLDER.');
  return undefined;
}
