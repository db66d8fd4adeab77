/** Moves checkpoints between stores as files. */

import { checkOptionNames } from '@nablajs/core';
import type { CheckpointEntry } from '../stores/entry.js';
import type { CheckpointReader, CheckpointStore } from '../stores/store.js';
import { decodeCheckpoint, encodeCheckpoint } from './checkpoint.js';
import { packCheckpoint, unpackCheckpoint } from './packed.js';

/**
 * Exports a checkpoint from a store as one file, such as a download: a tar archive that `importCheckpoint` and
 * `loadCheckpoint` read.
 *
 * @param which The last checkpoint (the default), the best one, or one by its name.
 * @throws The errors of `store.load`.
 *
 * @example
 * ```ts
 * const bytes = await exportCheckpoint(readCheckpointDatabase('first'), 'best');
 * link.href = URL.createObjectURL(new Blob([bytes]));
 * ```
 */
export async function exportCheckpoint(
  store: CheckpointReader,
  which: 'last' | 'best' | (string & {}) = 'last',
): Promise<Uint8Array<ArrayBuffer>> {
  const { state, entry: _entry, skipped: _skipped, nabla: _nabla, ...extras } = await store.load(which);
  return packCheckpoint(await encodeCheckpoint(state, extras));
}

/** Options of `importCheckpoint`. */
export interface ImportOptions {
  /** Whether to save it as the best state of the run so far. Default: false. */
  readonly best?: boolean;
  /** Names the file in errors. Default: `checkpoint`. */
  readonly name?: string;
}

/**
 * Saves a file from `exportCheckpoint` or `packCheckpoint`, such as an upload, to a store.
 *
 * @throws NablaError `data` if the file is damaged, truncated, or written by a newer nabla; also the errors of
 * `store.save`.
 *
 * @example
 * ```ts
 * const [file] = input.files;
 * await importCheckpoint(store, new Uint8Array(await file.arrayBuffer()), { name: file.name });
 * ```
 */
export async function importCheckpoint(
  store: CheckpointStore,
  bytes: Uint8Array,
  options: ImportOptions = {},
): Promise<CheckpointEntry> {
  checkOptionNames('importCheckpoint', options, ['best', 'name']);
  const { best = false, name = 'checkpoint' } = options;
  const { state, nabla: _nabla, ...extras } = await decodeCheckpoint(unpackCheckpoint(bytes, name), name);
  return store.save(state, { ...extras, best });
}
