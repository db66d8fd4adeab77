/** Which of the files in a folder are a model, and how a model takes the place of another. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { damaged, reason } from './damage.js';
import { removeQuietly, renameDurably, sizeOfFile, syncFolder, writeDurably } from './durable-files.js';
import { MODEL_FILE, type ModelFile, parseModelFile, sha256, WEIGHTS_FILE, type WeightsRecord } from './model-file.js';

const PENDING_MODEL = `${MODEL_FILE}.nabla-new`;
const PENDING_WEIGHTS = `${WEIGHTS_FILE}.nabla-new`;
const MAX_MODEL_FILE_BYTES = 2 ** 24;
/** What Node.js reads at once. */
export const MAX_WEIGHTS_BYTES: number = 2 ** 31 - 1;

/**
 * Puts a model in the place of the one that the folder holds, in three steps:
 *
 * 1. Both files are written under pending names, and synced. Until here the old model is untouched.
 * 2. model.json is replaced by a rename. From here on the new model counts: model.json holds the SHA-256 of the weights,
 *    and a reader takes whichever of `weights.safetensors.nabla-new` and `weights.safetensors` has it.
 * 3. The weights get their own name.
 *
 * So a crash at any moment leaves the old model or the new one, and two pending files at worst, which the next save
 * finishes or overwrites.
 */
export async function replaceModel(folder: string, modelText: string, weights: Uint8Array): Promise<void> {
  const pendingModel = join(folder, PENDING_MODEL);
  const pendingWeights = join(folder, PENDING_WEIGHTS);
  await finishInterruptedSave(folder);
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
}

/** Where a save stopped after step 2, the weights that count have the pending name, which the next save would overwrite. */
async function finishInterruptedSave(folder: string): Promise<void> {
  const model = await readOwnModelFile(folder);
  if (model === undefined) return;
  const pending = join(folder, PENDING_WEIGHTS);
  const weights = await readMatching(pending, model.weights);
  if (typeof weights !== 'string') await renameDurably(pending, join(folder, WEIGHTS_FILE));
}

/**
 * The description in the folder; undefined where there is none. Throws a NablaError of code `data` where one of the two
 * names is taken by a file that is not nabla's, or not readable: it may be all that someone has.
 */
export async function readOwnModelFile(folder: string): Promise<ModelFile | undefined> {
  const remedy = 'move it away or save to another folder';
  if ((await sizeOfFile(join(folder, MODEL_FILE))) !== undefined) {
    return readModelFile(folder).catch((error: unknown) => {
      throw damaged('saveModel', `${reason(error).replace(/\.$/, '')}; ${remedy}`, error);
    });
  }
  const weights = join(folder, WEIGHTS_FILE);
  if ((await sizeOfFile(weights)) !== undefined) {
    throw damaged(`saveModel: ${weights}`, `there is no ${MODEL_FILE} with this file, so it is not nabla's; ${remedy}`);
  }
  return undefined;
}

/** Throws a NablaError of code `data` where there is none, or it is not whole. */
export async function readModelFile(folder: string): Promise<ModelFile> {
  const path = join(folder, MODEL_FILE);
  const size = await sizeOfFile(path);
  if (size === undefined) {
    throw damaged(`no model in ${folder}`, `expected ${MODEL_FILE}; save one with saveModel (nabla train --out)`);
  }
  if (size > MAX_MODEL_FILE_BYTES) {
    throw damaged(path, `expected at most ${MAX_MODEL_FILE_BYTES} bytes. Received ${size}`);
  }
  return parseModelFile(await readFile(path), path);
}

/** The bytes that `record` tells of. Throws a NablaError of code `data` where the folder has others or none. */
export async function readWeights(folder: string, record: WeightsRecord): Promise<Uint8Array> {
  // Pending first: a save that goes on meanwhile renames it, and the file is then found under the second name.
  const pending = await readMatching(join(folder, PENDING_WEIGHTS), record);
  if (typeof pending !== 'string') return pending;
  const path = join(folder, WEIGHTS_FILE);
  const weights = await readMatching(path, record);
  if (typeof weights !== 'string') return weights;
  throw damaged(path, `${weights}; it is damaged or of another model: restore it or save the model again`);
}

/** The bytes, or what is wrong with them. Sizes come first: a file that cannot be the right one is not read. */
async function readMatching(path: string, record: WeightsRecord): Promise<Uint8Array | string> {
  if (record.bytes > MAX_WEIGHTS_BYTES) return `expected at most ${MAX_WEIGHTS_BYTES} bytes. Received ${record.bytes}`;
  const size = await sizeOfFile(path);
  if (size !== record.bytes) {
    return `expected ${record.bytes} bytes. Received ${size === undefined ? 'no such file' : size}`;
  }
  const bytes = await readFile(path);
  const actual = sha256(bytes);
  if (actual === record.sha256) return bytes;
  return `expected the SHA-256 ${record.sha256.slice(0, 12)}... Received ${actual.slice(0, 12)}...`;
}
