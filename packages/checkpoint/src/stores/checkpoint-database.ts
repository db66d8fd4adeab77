/** Checkpoints in a browser: a database of IndexedDB for each run. */
import { isNablaError, NablaError } from '@nablajs/core';
import type { CheckpointFiles } from '../checkpoint/checkpoint.js';
import { damaged, reason, show } from '../damage.js';
import { checkedKeep } from './entry.js';
import {
  type CheckpointReader,
  type CheckpointStore,
  readerOn,
  type Shelf,
  type StoreOptions,
  storeOn,
} from './store.js';

const OBJECTS = 'checkpoints';

/**
 * Opens a run's checkpoints in this browser, to save to; pages and workers of one origin have them in common. Close the
 * store when the run has ended: until then, or until this page is gone, no other can open it. Browsers may delete the
 * data of sites that they are short of space for, unless you call `navigator.storage.persist()`. To delete a run's
 * checkpoints yourself, call `indexedDB.deleteDatabase('nabla-checkpoints/' + name)`.
 *
 * ```ts
 * const store = await openCheckpointDatabase('first', { keep: 3 });
 * ```
 *
 * Each checkpoint is one transaction: where the page is closed or the browser crashes in between, the checkpoints
 * before are whole.
 *
 * Rejects with a NablaError of code `data` where another page or worker has the run open, or the browser refuses; of
 * code `argument` for a `keep` that is no number of checkpoints, and where there is no IndexedDB, as in Node.js, or no
 * lock, as on a page from another machine over plain http.
 */
export async function openCheckpointDatabase(name: string, options: StoreOptions = {}): Promise<CheckpointStore> {
  const shelf = shelfOf(name);
  checkedKeep(options.keep);
  const unlock = await takeWebLock(shelf.place);
  try {
    // What the browser refuses it shall refuse now, and not after an epoch.
    await withDatabase(shelf.place, 'made', async () => undefined);
  } catch (error) {
    unlock();
    throw isNablaError(error) ? error : damaged(`cannot save to ${shelf.place}`, reason(error), error);
  }
  return storeOn({ ...shelf, put, close: async () => unlock() }, options);

  async function put(checkpoint: string, files: CheckpointFiles, obsolete: readonly string[]): Promise<void> {
    await withDatabase(shelf.place, 'made', async (database) => {
      const transaction = database.transaction(OBJECTS, 'readwrite', { durability: 'strict' });
      const objects = transaction.objectStore(OBJECTS);
      objects.add(files, checkpoint);
      for (const old of obsolete) objects.delete(old);
      await committed(transaction);
    });
  }
}

/**
 * Reads a run's checkpoints in this browser, also while another page saves to them. Nothing is written. Throws a
 * NablaError of code `argument` where there is no IndexedDB, as in Node.js.
 */
export function readCheckpointDatabase(name: string): CheckpointReader {
  return readerOn(shelfOf(name));
}

/** A connection for each operation: one that is kept would stand in the way of whoever deletes the database. */
function shelfOf(name: string): Shelf {
  if (globalThis.indexedDB === undefined) {
    const problem = 'expected a browser with IndexedDB. Received none; in Node.js, call openCheckpointFolder';
    throw new NablaError('argument', `checkpoints in a database: ${problem}.`);
  }
  if (typeof name !== 'string' || name === '') {
    throw new NablaError('argument', `checkpoints in a database: expected a name. Received ${show(name)}.`);
  }
  const place = `nabla-checkpoints/${name}`;
  const read = <T>(ask: (objects: IDBObjectStore) => IDBRequest<T>) =>
    withDatabase(place, 'as it is', (database) =>
      answered(ask(database.transaction(OBJECTS, 'readonly').objectStore(OBJECTS))),
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

/** Undefined without a call of `body` where the database is missing and shall be left `as it is`. */
async function withDatabase<T>(
  place: string,
  missing: 'made' | 'as it is',
  body: (database: IDBDatabase) => Promise<T>,
): Promise<T | undefined> {
  const request = indexedDB.open(place, 1);
  let isMissing = false;
  request.onupgradeneeded = () => {
    isMissing = missing === 'as it is';
    if (isMissing) request.transaction?.abort();
    else request.result.createObjectStore(OBJECTS);
  };
  const database = await answered(request).catch((error: unknown) => {
    if (!isMissing) throw error;
  });
  if (database === undefined) return undefined;
  try {
    return await body(database);
  } finally {
    database.close();
  }
}

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function committed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(whyAborted(transaction.error));
  });
}

/** Chromium's errors may have no message. */
function whyAborted(error: DOMException | null): Error {
  const { name = 'AbortError', message = '' } = error ?? {};
  if (name !== 'QuotaExceededError') return new Error(`${name}: ${message || 'the browser ended the transaction'}`);
  return new Error(`${name}: the storage of this site is full; keep fewer checkpoints, or delete those of other runs`);
}

/** The browser lets go of it by itself when the page is gone. */
function takeWebLock(place: string): Promise<() => void> {
  if (globalThis.navigator?.locks === undefined) {
    const expected = 'expected navigator.locks, which pages have on https and on localhost';
    throw new NablaError('argument', `${place}: ${expected}. Received a page without it; serve it over https.`);
  }
  return new Promise((resolve, reject) => {
    const held = navigator.locks.request(place, { ifAvailable: true }, (lock) => {
      if (lock !== null) return new Promise<void>((release) => resolve(release));
      const problem = 'expected no one to be saving there. Received a page or a worker of this site that is';
      return Promise.reject(damaged(place, `${problem}; close its store, or use another name`));
    });
    held.catch(reject);
  });
}
