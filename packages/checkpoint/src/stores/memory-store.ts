import type { CheckpointFiles } from '../checkpoint/checkpoint.js';
import { type CheckpointStore, type StoreOptions, storeOn } from './store.js';

/**
 * A store in this process's memory, for short runs and tests. It holds each checkpoint as bytes, of the size that its
 * files would have; they are gone when nobody holds the store. Throws a NablaError of code `argument` for a `keep` that
 * is no number of checkpoints.
 */
export function memoryCheckpoints(options: StoreOptions = {}): CheckpointStore {
  const checkpoints = new Map<string, CheckpointFiles>();
  return storeOn(
    {
      place: 'memory',
      names: async () => checkpoints.keys(),
      read: async (name) => checkpoints.get(name),
      async put(name, files, obsolete) {
        checkpoints.set(name, files);
        for (const old of obsolete) checkpoints.delete(old);
      },
      close: async () => {},
    },
    options,
  );
}
