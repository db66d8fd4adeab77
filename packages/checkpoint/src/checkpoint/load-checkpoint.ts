/** Reads one checkpoint from the disk, and the model in it. */
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
 * Loads one checkpoint: a folder with `manifest.json` and `tensors.safetensors`, or a file that `packCheckpoint` made,
 * such as a download. Of a folder of checkpoints `readCheckpointFolder` gives the last or the best one.
 *
 * Rejects with a NablaError of code `data` that names the part which is missing, damaged or written by a newer nabla.
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
 * Loads the model of a folder of checkpoints, or of one checkpoint; undefined where the path is neither. Throws a
 * NablaError of code `data` as `loadCheckpoint` does, and for a checkpoint without a model.
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
