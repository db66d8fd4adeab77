/** The storage and the locks of a browser, in this process. */
import { IDBFactory } from 'fake-indexeddb';
import { expect, onTestFinished, vi } from 'vitest';

/** Until the end of the test this process is a page whose storage is empty. */
export function becomeBrowser(): IDBFactory {
  const indexedDB = new IDBFactory();
  vi.stubGlobal('indexedDB', indexedDB);
  vi.stubGlobal('navigator', { locks: newLocks() });
  onTestFinished(() => void vi.unstubAllGlobals());
  return indexedDB;
}

/** `navigator.locks` of requests with `ifAvailable`. */
function newLocks() {
  const held = new Set<string>();
  return {
    async request(name: string, options: object, body: (lock: object | null) => Promise<unknown>): Promise<unknown> {
      expect(options).toEqual({ ifAvailable: true });
      if (held.has(name)) return body(null);
      held.add(name);
      return body({ name }).finally(() => held.delete(name));
    },
  };
}
