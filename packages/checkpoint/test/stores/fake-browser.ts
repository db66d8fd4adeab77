/** The storage and the locks of a browser, in this process. */
import { IDBFactory } from 'fake-indexeddb';
import { onTestFinished, vi } from 'vitest';

/** Until the end of the test this process is a page whose storage is empty. Pass `{}` for one without locks. */
export function becomeBrowser(navigator: object = { locks: newLocks() }): IDBFactory {
  const indexedDB = new IDBFactory();
  vi.stubGlobal('indexedDB', indexedDB);
  vi.stubGlobal('navigator', navigator);
  onTestFinished(() => void vi.unstubAllGlobals());
  return indexedDB;
}

/** `navigator.locks` of requests with `ifAvailable`. */
function newLocks() {
  const held = new Set<string>();
  return {
    async request(name: string, _options: object, body: (lock: object | null) => Promise<unknown>): Promise<unknown> {
      if (held.has(name)) return body(null);
      held.add(name);
      return body({ name }).finally(() => held.delete(name));
    },
  };
}
