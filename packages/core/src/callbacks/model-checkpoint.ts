import type { Callback, Training } from '../training/callback.js';
import { numbersOf, takeState } from '../training/run-state.js';
import type { EpochEndEvent, TrainEvent } from '../training/train-events.js';
import type { CallbackState, TrainState } from '../training/train-state.js';
import { checkBoolean, checkPositiveInteger } from '../validation/arguments.js';
import { unexpected } from '../validation/describe.js';
import { Monitor, type MonitorOptions } from './monitor.js';

/** When in the training a state was taken. */
export interface SavedAt {
  readonly epoch: number;
  /** Steps taken in all. */
  readonly steps: number;
  /** Whether an epoch has just ended with the best number so far. */
  readonly best: boolean;
}

/** Options of `ModelCheckpoint`. */
export interface ModelCheckpointOptions extends MonitorOptions {
  /** Saves a state, for example to a folder. Called once at a time. */
  readonly save: (state: TrainState, at: SavedAt) => void | Promise<void>;
  /** Saves after every `everyEpochs` epochs, >= 1. Default: 1. */
  readonly everyEpochs?: number;
  /** Also saves within epochs, after every `everySteps` steps of the training, >= 1. Default: only after epochs. */
  readonly everySteps?: number;
  /** Whether to save only after an epoch with the best number so far, and on an abort by `signal`. Default: false. */
  readonly saveBestOnly?: boolean;
  /** Whether training waits for each save. Default: false. */
  readonly waitForSave?: boolean;
}

/**
 * Saves the training's state after epochs, within them, and when the signal stops it. Training continues during a save,
 * unless `waitForSave` is true; a save waits for the one before. A save that fails ends the training with its error.
 *
 * As Keras' `ModelCheckpoint` and `BackupAndRestore` in one. `@nablajs/checkpoint` saves states in files.
 *
 * @example
 * ```ts
 * let saved: TrainState | undefined;
 * const checkpoint = new ModelCheckpoint({
 *   everyEpochs: 5,
 *   save: (state) => {
 *     saved = state;
 *   },
 * });
 * await fit(model, trainSet, { loss, optimizer, epochs: 20, callbacks: [checkpoint] });
 * ```
 */
export class ModelCheckpoint implements Callback {
  readonly name: string;
  readonly #monitor: Monitor;
  readonly #options: ModelCheckpointOptions;
  readonly #everyEpochs: number;
  readonly #everySteps: number | undefined;
  readonly #bestOnly: boolean;
  readonly #waits: boolean;
  #isBest = false;
  /** Steps at the last save, so no state is saved twice. */
  #savedAt = -1;
  #saving: Promise<void> = Promise.resolve();

  constructor(options: ModelCheckpointOptions) {
    const own = ['save', 'everyEpochs', 'everySteps', 'saveBestOnly', 'waitForSave'];
    this.#monitor = new Monitor('ModelCheckpoint', options, own, '{ save: (state) => store.save(state) }');
    const { save, name = 'modelCheckpoint', everyEpochs = 1, everySteps } = options;
    const { saveBestOnly = false, waitForSave = false } = options;
    if (typeof save !== 'function') {
      throw unexpected('ModelCheckpoint save', 'a function that takes a state', save);
    }
    this.name = name;
    this.#options = options;
    this.#everyEpochs = checkPositiveInteger('ModelCheckpoint everyEpochs', everyEpochs);
    this.#everySteps = everySteps && checkPositiveInteger('ModelCheckpoint everySteps', everySteps);
    this.#bestOnly = checkBoolean('ModelCheckpoint saveBestOnly', saveBestOnly);
    this.#waits = checkBoolean('ModelCheckpoint waitForSave', waitForSave);
  }

  onTrainBegin(): void {
    this.#monitor.reset();
    this.#isBest = false;
    this.#savedAt = -1;
  }

  onEpochEnd(_training: Training, { log }: EpochEndEvent): void {
    // Without validation there is no best epoch, unless the options ask for one.
    const { monitor } = this.#options;
    const isWatched = monitor !== undefined || this.#bestOnly || this.#monitor.key in log;
    this.#isBest = isWatched && this.#monitor.improves(log);
  }

  async onSettled(training: Training, event: TrainEvent): Promise<void> {
    if (event.type === 'epoch-end') {
      const isDue = this.#bestOnly ? this.#isBest : this.#isBest || event.epoch % this.#everyEpochs === 0;
      if (isDue) await this.#save(training, this.#isBest);
    } else if (event.type === 'batch' && this.#everySteps !== undefined && !this.#bestOnly) {
      const steps = (event.epoch - 1) * event.steps + event.step;
      // The last step of an epoch is saved by the end of the epoch.
      if (event.step < event.steps && steps % this.#everySteps === 0) await this.#save(training, false);
    }
  }

  async onTrainEnd(training: Training): Promise<void> {
    if (training.isInterrupted && training.steps !== this.#savedAt) await this.#save(training, false);
    await this.#saving;
  }

  takeState(): CallbackState {
    return { values: { best: this.#monitor.best }, tensors: new Map() };
  }

  loadState(state: CallbackState, { steps }: Training): void {
    this.#monitor.best = numbersOf('ModelCheckpoint', state, ['best']).best;
    this.#savedAt = steps;
  }

  async #save(training: Training, best: boolean): Promise<void> {
    await this.#saving;
    const state = await takeState(training);
    const at = { epoch: training.epoch, steps: training.steps, best };
    this.#savedAt = training.steps;
    this.#saving = Promise.resolve(this.#options.save(state, at));
    // The next save or the end of the training reports the error.
    this.#saving.catch(() => undefined);
    if (this.#waits) await this.#saving;
  }
}
