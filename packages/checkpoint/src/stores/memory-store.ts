import type { CheckpointFiles } from '../checkpoint/checkpoint.js';
import { type CheckpointStore, createStore, type StoreOptions } from './store.js';

/**
 * Creates a store in memory, for tests and short runs. It keeps each checkpoint as the bytes of its files.
 *
 * @throws NablaError `argument` if `keep` is not a whole number of at least 1 or Infinity.
 *
 * @example
 * ```ts
 * const store = memoryCheckpoints({ keep: 2 });
 * await store.save(state);
 * const { state: saved } = await store.load('last');
 * ```
 */
export function memoryCheckpoints(options: StoreOptions = {}): CheckpointStore {
  const checkpoints = new Map<string, CheckpointFiles>();
  return createStore(
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
