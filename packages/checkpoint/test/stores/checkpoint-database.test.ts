/** Checkpoints in IndexedDB, here without a browser. */
import { IDBDatabase, IDBObjectStore } from 'fake-indexeddb';
import { expect, test, vi } from 'vitest';
import { openCheckpointDatabase, readCheckpointDatabase } from '../../src/portable.js';
import { smallState } from '../states.js';
import { becomeBrowser } from './fake-browser.js';

const PLACE = 'nabla-checkpoints/a';

/** A request's result. */
const resultOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

test('in Node.js there is no IndexedDB', async () => {
  const error = {
    code: 'argument',
    message:
      'checkpoints in a database: expected a browser with IndexedDB. Received none; ' +
      'in Node.js, call openCheckpointFolder.',
  };
  await expect(openCheckpointDatabase('a')).rejects.toMatchObject(error);
  expect(() => readCheckpointDatabase('a')).toThrow(error.message);
});

test.each(['', 3 as never, undefined as never])('the name of a run is not %j', (name) => {
  becomeBrowser();
  const message = `checkpoints in a database: expected a name. Received ${JSON.stringify(name)}.`;
  expect(() => readCheckpointDatabase(name)).toThrow(expect.objectContaining({ code: 'argument', message }));
});

test('reading a run that does not exist creates no database', async () => {
  const indexedDB = becomeBrowser();
  const reader = readCheckpointDatabase('a');
  expect(await reader.list()).toEqual([]);
  await expect(reader.load()).rejects.toThrow(`${PLACE}: expected a checkpoint. Received none; save one first.`);
  expect(await indexedDB.databases()).toEqual([]);
});

test('one store at a time is open for saving, and none that could not be opened', async () => {
  const indexedDB = becomeBrowser();
  const store = await openCheckpointDatabase('a');
  await expect(openCheckpointDatabase('a')).rejects.toMatchObject({
    code: 'data',
    message:
      `${PLACE}: expected no other page to have this run open. Received one that does; close its store, ` +
      'or use another name.',
  });
  await store.close();
  vi.spyOn(indexedDB, 'open').mockImplementationOnce(() => {
    throw new Error('storage is disabled');
  });
  await expect(openCheckpointDatabase('a')).rejects.toMatchObject({
    code: 'data',
    message: `cannot save to ${PLACE}: storage is disabled.`,
  });
  // No connection is left open, which would block this.
  await resultOf(indexedDB.deleteDatabase(PLACE));
  await (await openCheckpointDatabase('a')).close();
});

test.each([undefined, {}])('a page without locks is told what it needs: navigator is %j', async (navigator) => {
  becomeBrowser();
  vi.stubGlobal('navigator', navigator);
  await expect(openCheckpointDatabase('a')).rejects.toMatchObject({
    code: 'argument',
    message:
      `${PLACE}: expected navigator.locks, which browsers offer only on https and localhost. ` +
      'Received a page without it; serve it over https.',
  });
});

test('a database that cannot be opened is an error, not an empty one', async () => {
  const indexedDB = becomeBrowser();
  (await resultOf(indexedDB.open(PLACE, 2))).close();
  await expect(readCheckpointDatabase('a').list()).rejects.toMatchObject({
    code: 'data',
    message: expect.stringContaining(`cannot read ${PLACE}: `),
  });
});

test('a save is durable, and a checkpoint that it removes while another page reads is looked for again', async () => {
  becomeBrowser();
  const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction');
  const store = await openCheckpointDatabase('a', { keep: 1 });
  await store.save(smallState(1));
  expect(transaction.mock.calls.at(-1)).toEqual(['checkpoints', 'readwrite', { durability: 'strict' }]);
  const { get } = IDBObjectStore.prototype;
  vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementationOnce(function (this: IDBObjectStore) {
    return get.call(this, 'removed meanwhile');
  });
  expect((await store.load()).entry.name).toBe('0001-epoch-6');
  await store.close();
});

test('what nabla did not write there is an error that names it', async () => {
  const indexedDB = becomeBrowser();
  await (await openCheckpointDatabase('a')).close();
  const database = await resultOf(indexedDB.open(PLACE));
  const objects = database.transaction('checkpoints', 'readwrite').objectStore('checkpoints');
  await resultOf(objects.add('not files', '0001-epoch-1'));
  await resultOf(objects.add('not a checkpoint', 7));
  database.close();
  const reader = readCheckpointDatabase('a');
  expect((await reader.list()).map(({ name }) => name)).toEqual(['0001-epoch-1']);
  await expect(reader.load()).rejects.toThrow(
    `${PLACE}/0001-epoch-1: expected the files of a checkpoint. Received something else.`,
  );
});

test.each([
  [
    { name: 'QuotaExceededError', message: '' },
    "QuotaExceededError: this site's storage is full; keep fewer checkpoints, or delete those of other runs",
  ],
  [{ name: 'UnknownError', message: '' }, 'UnknownError: the browser ended the transaction'],
  [{ name: 'UnknownError', message: 'disk' }, 'UnknownError: disk'],
  [null, 'AbortError: the browser ended the transaction'],
])('a save that the browser ends (%j) leaves earlier checkpoints', async (error, problem) => {
  becomeBrowser();
  const store = await openCheckpointDatabase('a', { keep: 1 });
  await store.save(smallState(1));
  vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementationOnce(function (this: IDBObjectStore) {
    const { transaction } = this;
    queueMicrotask(() => Object.assign(transaction, { error }).abort());
    return {} as never;
  });
  await expect(store.save(smallState(2))).rejects.toMatchObject({
    code: 'data',
    message: `cannot save to ${PLACE}: ${problem}; earlier checkpoints are unchanged.`,
  });
  expect(await store.list()).toHaveLength(1);
});
