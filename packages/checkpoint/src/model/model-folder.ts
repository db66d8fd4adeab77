/** Replaces the model in a folder, and refuses to overwrite files that are not nabla's. */
import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { damaged, reason } from '../damage.js';
import { removeQuietly, renameDurably, sizeOfFile, syncFolder, writeDurably } from '../files/durable-files.js';
import { withLock } from '../files/folder-lock.js';
import { readHeader } from '../safetensors/safetensors-header.js';
import type { ModelDescription } from './model-description.js';
import { DIGEST_KEY, MODEL_FILE, WEIGHTS_FILE, type WeightsRecord } from './model-file.js';
import { locateWeights, PENDING, readConsistently } from './model-reader.js';

const LOCK_FILE = `${MODEL_FILE}.nabla-lock`;
/** What a process leaves behind if it ends while it takes over a lock. */
const STALE_CLAIM = /^model\.json\.nabla-lock(\.[0-9a-f]{16})+$/;

export interface Replacement {
  readonly modelText: string;
  readonly weights: Uint8Array;
  /** How long to wait for another save, in milliseconds. */
  readonly lockTimeout: number;
  /** Called with the model that is about to be replaced. Throws to stop the save. */
  readonly mayReplace: (existing: ModelDescription) => void;
}

/**
 * Replaces the model in a folder in three steps, while holding the folder's lock:
 *
 * 1. Write and sync both files under pending names that no other save uses. The old model is still untouched.
 * 2. Rename the new model.json over the old one. From now on the new model counts: a reader picks the weights with the
 *    SHA-256 in model.json, also pending ones.
 * 3. Rename the new weights to `weights.safetensors`.
 *
 * So a crash leaves either the old model or the new one. The next save renames or removes pending files.
 */
export async function replaceModel(folder: string, replacement: Replacement): Promise<void> {
  const { modelText, weights, lockTimeout, mayReplace } = replacement;
  await withLock(join(folder, LOCK_FILE), lockTimeout, async () => {
    const existing = await finishInterruptedSave(folder);
    if (existing !== undefined) mayReplace(existing);
    const suffix = `.nabla-new-${randomBytes(8).toString('hex')}`;
    const pendingModel = join(folder, `${MODEL_FILE}${suffix}`);
    const pendingWeights = join(folder, `${WEIGHTS_FILE}${suffix}`);
    try {
      await writeDurably(pendingWeights, weights);
      await writeDurably(pendingModel, modelText);
      await syncFolder(folder);
    } catch (error) {
      await removeQuietly(pendingWeights);
      await removeQuietly(pendingModel);
      throw error;
    }
    await renameDurably(pendingModel, join(folder, MODEL_FILE));
    await renameDurably(pendingWeights, join(folder, WEIGHTS_FILE));
  });
}

/**
 * Finishes a save that stopped after step 2, and removes everything else that interrupted saves left. Returns the model
 * that the folder then holds.
 */
async function finishInterruptedSave(folder: string): Promise<ModelDescription | undefined> {
  const model = await readOwnModel(folder);
  const path = join(folder, WEIGHTS_FILE);
  if (model?.weights !== undefined && model.weights !== path) {
    if (!(await isReplaceable(path))) throw foreignFile(path, `${MODEL_FILE} names other weights`);
    await renameDurably(model.weights, path);
  }
  for (const name of await readdir(folder)) {
    if (PENDING.test(name) || STALE_CLAIM.test(name)) await removeQuietly(join(folder, name));
  }
  return model?.description;
}

export interface OwnModel {
  readonly description: ModelDescription;
  /** The path of its weights; undefined if they are gone. */
  readonly weights: string | undefined;
}

/**
 * Reads the model in a folder, or returns undefined if there is none. Throws NablaError `data` if a file with one of
 * the two names is not nabla's, is unreadable, or holds the weights of another model.
 */
export async function readOwnModel(folder: string): Promise<OwnModel | undefined> {
  if ((await sizeOfFile(join(folder, MODEL_FILE))) === undefined) {
    const weights = join(folder, WEIGHTS_FILE);
    if ((await sizeOfFile(weights)) === undefined) return undefined;
    throw foreignFile(weights, `there is no ${MODEL_FILE} beside it, so the file is not nabla's`);
  }
  try {
    const { model, weights } = await readConsistently(folder, locateOrGone);
    return { description: model.description, weights: weights.path };
  } catch (error) {
    throw damaged('saveModel', `${reason(error).replace(/(: restore it.*)?\.$/, '')}; ${REMEDY}`, error);
  }
}

/** Missing weights are no error here: a save cannot overwrite them. */
async function locateOrGone(folder: string, record: WeightsRecord): Promise<{ path: string | undefined } | string> {
  const found = await locateWeights(folder, record);
  if (typeof found !== 'string') return found;
  return (await sizeOfFile(join(folder, WEIGHTS_FILE))) === undefined ? { path: undefined } : found;
}

/** Whether the file is missing, or holds weights that nabla wrote for the previous model. */
async function isReplaceable(path: string): Promise<boolean> {
  if ((await sizeOfFile(path)) === undefined) return true;
  try {
    return readHeader(await readFile(path), path).metadata[DIGEST_KEY] !== undefined;
  } catch {
    return false;
  }
}

const REMEDY = 'move it away or save to another folder';

function foreignFile(path: string, problem: string) {
  return damaged(`saveModel: ${path}`, `${problem}; ${REMEDY}`);
}
