/** How a model takes the place of another in a folder, and what is never written over. */
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
/**
 * What a process leaves that ends while it takes over a lock. The lock that it was for is gone, so it means nothing
 * now.
 */
const STALE_CLAIM = /^model\.json\.nabla-lock(\.[0-9a-f]{16})+$/;

export interface Replacement {
  readonly modelText: string;
  readonly weights: Uint8Array;
  /** How many milliseconds to wait for another save. */
  readonly lockTimeout: number;
  /** Called with the model that is about to be replaced; what it throws stops the save. */
  readonly mayReplace: (existing: ModelDescription) => void;
}

/**
 * Puts a model in the place of the one that the folder holds, while it holds the folder's lock, in three steps:
 *
 * 1. Both files are written under pending names that no other save has, and synced. Until here the old model is
 *    untouched.
 * 2. model.json is replaced by a rename. From here on the new model counts: model.json holds the SHA-256 of the
 *    weights, and a reader takes whichever of the pending weights and `weights.safetensors` has it.
 * 3. The weights get their own name.
 *
 * So a crash at any moment leaves the old model or the new one, and the lock and two pending files at worst, which the
 * next save finishes or removes.
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
 * Where a save stopped after step 2, the weights that count have a pending name: they get their own. All else that
 * saves leave is removed, as nobody else is saving now. Returns the model that the folder then holds.
 */
async function finishInterruptedSave(folder: string): Promise<ModelDescription | undefined> {
  const model = await readOwnModel(folder);
  const path = join(folder, WEIGHTS_FILE);
  if (model?.weights !== undefined && model.weights !== path) {
    if (!(await isReplaceable(path))) throw foreign(path, `${MODEL_FILE} names other weights`);
    await renameDurably(model.weights, path);
  }
  for (const name of await readdir(folder)) {
    if (PENDING.test(name) || STALE_CLAIM.test(name)) await removeQuietly(join(folder, name));
  }
  return model?.description;
}

export interface OwnModel {
  readonly description: ModelDescription;
  /** Where its weights lie; undefined where they are gone. */
  readonly weights: string | undefined;
}

/**
 * The model in the folder; undefined where there is none. Throws a NablaError of code `data` where one of the two names
 * is taken by a file that is not nabla's, or not readable, or weights that are not this model's: it may be all that
 * someone has.
 */
export async function readOwnModel(folder: string): Promise<OwnModel | undefined> {
  if ((await sizeOfFile(join(folder, MODEL_FILE))) === undefined) {
    const weights = join(folder, WEIGHTS_FILE);
    if ((await sizeOfFile(weights)) === undefined) return undefined;
    throw foreign(weights, `there is no ${MODEL_FILE} with this file, so it is not nabla's`);
  }
  try {
    const { model, weights } = await readConsistently(folder, locateOrGone);
    return { description: model.description, weights: weights.path };
  } catch (error) {
    throw damaged('saveModel', `${reason(error).replace(/(: restore it.*)?\.$/, '')}; ${REMEDY}`, error);
  }
}

/** Weights that are gone are nothing that a save could destroy. */
async function locateOrGone(folder: string, record: WeightsRecord): Promise<{ path: string | undefined } | string> {
  const found = await locateWeights(folder, record);
  if (typeof found !== 'string') return found;
  return (await sizeOfFile(join(folder, WEIGHTS_FILE))) === undefined ? { path: undefined } : found;
}

/** Whether the file is gone, or weights that a save of nabla's wrote: those of the model that was there before. */
async function isReplaceable(path: string): Promise<boolean> {
  if ((await sizeOfFile(path)) === undefined) return true;
  try {
    return readHeader(await readFile(path), path).metadata[DIGEST_KEY] !== undefined;
  } catch {
    return false;
  }
}

const REMEDY = 'move it away or save to another folder';

function foreign(path: string, problem: string) {
  return damaged(`saveModel: ${path}`, `${problem}; ${REMEDY}`);
}
