/** What happens in a training, as scalars that TensorBoard draws. */
import { join } from 'node:path';
import { describeFailure, usageError } from '@nablajs/command-line';
import type { EpochLog, TrainEvent, TrainState } from '@nablajs/core';
import { EventFile } from './event-file.js';
import type { Scalars } from './event-message.js';

const FOLDER = 'tensorboard';

export interface TensorBoardOptions {
  /** Where the run that goes on stands; undefined for one that begins. */
  readonly state?: TrainState | undefined;
  /** Of the step that was taken last. */
  readonly learningRate: () => number;
  /** Called once where an event cannot be written; training goes on. */
  readonly warn: (message: string) => void;
}

/**
 * Writes the events of a training to a file of its own in `folder`: `loss/step` and `learning_rate` of each step, and of
 * each epoch `loss/train`, `loss/validation`, `accuracy/validation`, and every other metric as `NAME/validation`. All of
 * them stand at the number of steps since the training began. A run that goes on writes a file beside those before, and
 * tells TensorBoard to drop what they say of the steps that are computed again. Close it at the end.
 */
export class TensorBoardLog {
  readonly #folder: string;
  readonly #file: EventFile;
  readonly #options: TensorBoardOptions;
  #stepsPerEpoch: number;
  #isBroken = false;

  /** Throws a CommandError where the folder cannot be written. */
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

  /** Never throws: a full disk ends no training. */
  write(event: TrainEvent): void {
    if ('steps' in event && event.type !== 'done') this.#stepsPerEpoch = event.steps;
    const scalars = scalarsOf(event, this.#options.learningRate);
    if (scalars.size === 0 || this.#isBroken) return;
    try {
      this.#file.write(this.#stepOf(event), { scalars });
    } catch (error) {
      this.#isBroken = true;
      this.#options.warn(
        `events for TensorBoard cannot be kept in ${this.#folder}: ${describeFailure(error).message} Training goes on.`,
      );
    }
  }

  close(): void {
    this.#file.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** Steps since the training began. */
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

/** `val_accuracy` becomes `accuracy/validation`, `loss` becomes `loss/train`. */
function tagOf(name: string): string {
  return name.startsWith('val_') ? `${name.slice('val_'.length)}/validation` : `${name}/train`;
}

/**
 * The log that the setting asks for: none for `false`, in this folder for a text, in the run's own for `true`. Where there
 * should be a run but could not be, `warn` says that there is no log.
 */
export function openTensorBoard(
  setting: string | boolean,
  run: { readonly folder: string; readonly resumption: { readonly state: TrainState } | undefined } | undefined,
  options: Omit<TensorBoardOptions, 'state'>,
): TensorBoardLog | undefined {
  if (setting === false) return undefined;
  const folder = setting === true ? run && join(run.folder, FOLDER) : setting;
  if (folder !== undefined) return new TensorBoardLog(folder, { ...options, state: run?.resumption?.state });
  options.warn('no events are kept for TensorBoard, as there is no run; name a folder, --tensorboard FOLDER.');
  return undefined;
}
