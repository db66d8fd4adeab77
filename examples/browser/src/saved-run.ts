/** The run saved in this browser: its checkpoints in IndexedDB, and whether it is paused. */
import { type CheckpointStore, openCheckpointDatabase } from '@nablajs/checkpoint/portable';
import { isNablaError, type TrainState } from '@nablajs/core';

const NAME = 'spirals';
const PAUSED = `${NAME} paused`;

export class SavedRun {
  #store: CheckpointStore;

  private constructor(store: CheckpointStore) {
    this.#store = store;
  }

  /** Opens the run. Throws a `NablaError` with code `data` if another tab has opened it. */
  static async open(): Promise<SavedRun> {
    return new SavedRun(await openCheckpointDatabase(NAME, { keep: 2 }));
  }

  /** Returns the last state, or the one before if that is damaged; undefined if there is none. */
  async load(): Promise<TrainState | undefined> {
    if ((await this.#store.list()).length === 0) return undefined;
    return (await this.#store.load('last', { fallBack: true })).state;
  }

  async save(state: TrainState): Promise<void> {
    await this.#store.save(state);
  }

  get isPaused(): boolean {
    return localStorage.getItem(PAUSED) === 'yes';
  }

  set isPaused(value: boolean) {
    if (value) localStorage.setItem(PAUSED, 'yes');
    else localStorage.removeItem(PAUSED);
  }

  /** Deletes the saved run. */
  async clear(): Promise<void> {
    await this.#store.close();
    await new Promise<void>((resolve, reject) => {
      const request = indexedDB.deleteDatabase(`nabla-checkpoints/${NAME}`);
      request.onsuccess = () => resolve();
      request.onerror = () => reject(request.error);
    });
    this.isPaused = false;
    this.#store = (await SavedRun.open()).#store;
  }
}

/** The message if the run cannot be opened. */
export const whyNotOpened = (error: unknown): string =>
  isNablaError(error) && error.code === 'data'
    ? 'Another tab has opened this training. Close that tab and reload this page.'
    : String(error);
