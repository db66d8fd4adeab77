/** Checkpoints in a browser: one IndexedDB database per run. */
import { isNablaError, NablaError } from '@nablajs/core';
import type { CheckpointFiles } from '../checkpoint/checkpoint.js';
import { damaged, reason, show } from '../damage.js';
import { checkedKeep } from './entry.js';
import {
  type CheckpointReader,
  type CheckpointStorage,
  type CheckpointStore,
  createReader,
  createStore,
  type StoreOptions,
} from './store.js';

const OBJECTS = 'checkpoints';

/**
 * Opens a run's checkpoints in this browser for saving. All pages and workers of one origin see them, but only one can
 * have a run open for saving. Close the store when the run has ended.
 *
 * A browser that runs out of space may delete a site's data, unless you call `navigator.storage.persist()`. To delete
 * a run's checkpoints yourself, call `indexedDB.deleteDatabase('nabla-checkpoints/' + name)`.
 *
 * If the page is closed or crashes during a save, all earlier checkpoints are intact.
 *
 * @param name The name of the run: any text that is not empty.
 * @throws NablaError `data` if another page or worker has the run open, or if the browser refuses access; `argument` if
 * `keep` is not a whole number of at least 1 or Infinity, if there is no IndexedDB (as in Node.js), or if the page has
 * no `navigator.locks` (it must be served over https or from localhost).
 *
 * @example
 * ```ts
 * const store = await openCheckpointDatabase('first', { keep: 3 });
 * await store.save(state, { best: true });
 * await store.close();
 * ```
 */
export async function openCheckpointDatabase(name: string, options: StoreOptions = {}): Promise<CheckpointStore> {
  const storage = storageOf(name);
  checkedKeep(options.keep);
  const unlock = await acquireWebLock(storage.place);
  try {
    // Fail now rather than after the first epoch.
    await withDatabase(storage.place, 'create', async () => undefined);
  } catch (error) {
    unlock();
    throw isNablaError(error) ? error : damaged(`cannot save to ${storage.place}`, reason(error), error);
  }
  return createStore({ ...storage, put, close: async () => unlock() }, options);

  async function put(checkpoint: string, files: CheckpointFiles, obsolete: readonly string[]): Promise<void> {
    await withDatabase(storage.place, 'create', async (database) => {
      const transaction = database.transaction(OBJECTS, 'readwrite', { durability: 'strict' });
      const objects = transaction.objectStore(OBJECTS);
      objects.add(files, checkpoint);
      for (const old of obsolete) objects.delete(old);
      await transactionDone(transaction);
    });
  }
}

/**
 * Reads a run's checkpoints in this browser. Another page may be saving at the same time. Writes nothing.
 *
 * @throws NablaError `argument` if there is no IndexedDB (as in Node.js).
 *
 * @example
 * ```ts
 * const { state } = await readCheckpointDatabase('first').load('best');
 * ```
 */
export function readCheckpointDatabase(name: string): CheckpointReader {
  return createReader(storageOf(name));
}

/** Opens a connection for each operation: an open connection would block `deleteDatabase`. */
function storageOf(name: string): CheckpointStorage {
  if (globalThis.indexedDB === undefined) {
    const problem = 'expected a browser with IndexedDB. Received none; in Node.js, call openCheckpointFolder';
    throw new NablaError('argument', `checkpoints in a database: ${problem}.`);
  }
  if (typeof name !== 'string' || name === '') {
    throw new NablaError('argument', `checkpoints in a database: expected a name. Received ${show(name)}.`);
  }
  const place = `nabla-checkpoints/${name}`;
  const read = <T>(ask: (objects: IDBObjectStore) => IDBRequest<T>) =>
    withDatabase(place, 'ignore', (database) =>
      requestResult(ask(database.transaction(OBJECTS, 'readonly').objectStore(OBJECTS))),
    );
  return {
    place,
    names: async () => ((await read((objects) => objects.getAllKeys())) ?? []).map(String),
    read: async (checkpoint) => {
      const files: unknown = await read((objects) => objects.get(checkpoint));
      if (files === undefined || files instanceof Map) return files;
      throw damaged(`${place}/${checkpoint}`, 'expected the files of a checkpoint. Received something else');
    },
  };
}

/** With `missing: 'ignore'`, returns undefined for a missing database, without calling `body`. */
async function withDatabase<T>(
  place: string,
  missing: 'create' | 'ignore',
  body: (database: IDBDatabase) => Promise<T>,
): Promise<T | undefined> {
  const request = indexedDB.open(place, 1);
  let isMissing = false;
  request.onupgradeneeded = () => {
    isMissing = missing === 'ignore';
    if (isMissing) request.transaction?.abort();
    else request.result.createObjectStore(OBJECTS);
  };
  const database = await requestResult(request).catch((error: unknown) => {
    if (!isMissing) throw error;
  });
  if (database === undefined) return undefined;
  try {
    return await body(database);
  } finally {
    database.close();
  }
}

function requestResult<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function transactionDone(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(abortError(transaction.error));
  });
}

/** Chromium's errors may have an empty message. */
function abortError(error: DOMException | null): Error {
  const { name = 'AbortError', message = '' } = error ?? {};
  if (name !== 'QuotaExceededError') return new Error(`${name}: ${message || 'the browser ended the transaction'}`);
  return new Error(`${name}: this site's storage is full; keep fewer checkpoints, or delete those of other runs`);
}

/** The browser releases the lock when the page closes. */
function acquireWebLock(place: string): Promise<() => void> {
  if (globalThis.navigator?.locks === undefined) {
    const expected = 'expected navigator.locks, which browsers offer only on https and localhost';
    throw new NablaError('argument', `${place}: ${expected}. Received a page without it; serve it over https.`);
  }
  return new Promise((resolve, reject) => {
    const held = navigator.locks.request(place, { ifAvailable: true }, (lock) => {
      if (lock !== null) return new Promise<void>((release) => resolve(release));
      const problem = 'expected no other page to have this run open. Received one that does';
      return Promise.reject(damaged(place, `${problem}; close its store, or use another name`));
    });
    held.catch(reject);
  });
}
