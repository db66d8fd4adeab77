/** Loads one checkpoint from disk, or the model in it. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isNablaError } from '@nablajs/core';
import { damaged, reason } from '../damage.js';
import type { SavedModel } from '../model/model-description.js';
import { readCheckpointFolder, readFiles } from '../stores/checkpoint-folder.js';
import { bestOf, entriesOf } from '../stores/entry.js';
import { type Checkpoint, decodeCheckpoint, modelOfCheckpoint } from './checkpoint.js';
import { MANIFEST_FILE } from './manifest.js';
import { unpackCheckpoint } from './packed.js';

/**
 * Loads one checkpoint: its folder, or a file of `packCheckpoint`, such as a download. To load the last or best one of
 * a run, call `readCheckpointFolder`.
 *
 * @throws NablaError `data` that names the part that is missing, damaged, or written by a newer nabla.
 *
 * @example
 * ```ts
 * const { state } = await loadCheckpoint('run/checkpoints/0003-epoch-3');
 * await fit(network, dataset, { loss, optimizer, epochs: 10, resume: resumeFrom(state) });
 * ```
 */
export async function loadCheckpoint(path: string): Promise<Checkpoint> {
  try {
    const isFile = (await stat(path)).isFile();
    const files = isFile ? unpackCheckpoint(await readFile(path), path) : await readFiles(path);
    return await decodeCheckpoint(files ?? new Map(), path);
  } catch (error) {
    throw isNablaError(error) ? error : damaged(`loadCheckpoint: cannot read ${path}`, reason(error), error);
  }
}

/**
 * Loads the model from a folder of checkpoints, or from the folder of one. Returns undefined if the path is neither.
 * Throws as `loadCheckpoint` does, and for a checkpoint without a model.
 */
export async function loadCheckpointedModel(path: string, which: string | undefined): Promise<SavedModel | undefined> {
  const names = await readdir(path).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw error;
  });
  if (names.includes(MANIFEST_FILE)) return modelOfCheckpoint(await loadCheckpoint(path), path);
  const entries = entriesOf(names);
  if (entries.length === 0) return undefined;
  const best = bestOf(entries) === undefined ? 'last' : 'best';
  const checkpoint = await readCheckpointFolder(path).load(which ?? best);
  return modelOfCheckpoint(checkpoint, join(path, checkpoint.entry.name));
}
