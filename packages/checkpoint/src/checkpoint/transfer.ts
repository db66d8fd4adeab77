/** Checkpoints from one store to another, by way of a file. */

import type { CheckpointEntry } from '../stores/entry.js';
import type { CheckpointReader, CheckpointStore } from '../stores/store.js';
import { decodeCheckpoint, encodeCheckpoint } from './checkpoint.js';
import { packCheckpoint, unpackCheckpoint } from './packed.js';

/**
 * A checkpoint of a store as one file, for a download: a tar archive that `importCheckpoint` and `loadCheckpoint` read.
 * Rejects as `load` does.
 */
export async function exportCheckpoint(
  store: CheckpointReader,
  which: 'last' | 'best' | (string & {}) = 'last',
): Promise<Uint8Array<ArrayBuffer>> {
  const { state, entry: _entry, skipped: _skipped, nabla: _nabla, ...extras } = await store.load(which);
  return packCheckpoint(await encodeCheckpoint(state, extras));
}

/** How `importCheckpoint` saves. */
export interface ImportOptions {
  /** Whether it is the best state of the run so far. Default: false. */
  readonly best?: boolean;
  /** What messages call the file. Default: `checkpoint`. */
  readonly name?: string;
}

/**
 * Saves a file that `exportCheckpoint` or `packCheckpoint` made to a store, such as an upload. Rejects with a NablaError of
 * code `data` where it is damaged, cut short or of a newer nabla, and as `save` does.
 */
export async function importCheckpoint(
  store: CheckpointStore,
  bytes: Uint8Array,
  { best = false, name = 'checkpoint' }: ImportOptions = {},
): Promise<CheckpointEntry> {
  const { state, nabla: _nabla, ...extras } = await decodeCheckpoint(unpackCheckpoint(bytes, name), name);
  return store.save(state, { ...extras, best });
}
