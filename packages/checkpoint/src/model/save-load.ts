/** A saved model is a folder with `model.json` and `weights.safetensors`. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type DenseArray, dense, dtypeOf, isNablaError, NablaError, type Network } from '@nablajs/core';
import { loadCheckpointedModel } from '../checkpoint/load-checkpoint.js';
import { damaged, reason, show } from '../damage.js';
import { sizeOfFile } from '../files/durable-files.js';
import { encodeSafetensors, encodeStored } from '../safetensors/safetensors.js';
import { modelFrom } from './load-model-files.js';
import type { ModelDescription, SavedModel } from './model-description.js';
import { checkDescription, DIGEST_KEY, formatModelFile, MODEL_FILE, sealedText, WEIGHTS_FILE } from './model-file.js';
import { readOwnModel, replaceModel } from './model-folder.js';
import { MAX_WEIGHTS_BYTES, readConsistently, readWeights, sha256 } from './model-reader.js';
import { REDUCED_DTYPES, type ReducedDType, reduceWeights } from './reduced-weights.js';

/** How `saveModel` stores weights, and treats other saves and the model that is there. */
export interface SaveOptions {
  /**
   * Stores the weights in fewer bits, for a small download; `loadModel` gives them in the model's dtype, rounded. Older
   * versions of this package refuse such a model. Default: every bit of every weight is kept.
   */
  readonly weights?: ReducedDType;
  /** How many milliseconds to wait for another save to the same folder; Infinity has no limit. Default: 60,000. */
  readonly lockTimeout?: number;
  /**
   * Called with the description of the model that is about to be replaced, while no other save can change it. Throw to
   * keep that model: `saveModel` rejects with what you throw, and the folder stays as it is.
   */
  readonly mayReplace?: (existing: ModelDescription) => void;
}

/**
 * Saves a model to a folder, which is made where it is missing, in the place of the model there; other files are left
 * alone. Whatever the moment of a crash, the folder holds the old model or the new one.
 *
 * Saves to one folder, from any number of processes, take turns: a lock names the process that is saving, and is taken
 * over when that process has ended. The last save wins.
 *
 * Throws a NablaError of code `argument` for a model that is not consistent, or whose weights `weights` cannot hold (nothing
 * is written then), and of code `data` where writing fails, where the names are taken by files that are not this model's, or where another save does not end
 * in time.
 */
export async function saveModel(directory: string, model: SavedModel, options: SaveOptions = {}): Promise<void> {
  const { lockTimeout = 60_000, mayReplace = () => {}, weights: dtype } = options;
  if (!(lockTimeout >= 0)) {
    throw new NablaError('argument', `saveModel: expected a lockTimeout of at least 0 ms. Received ${lockTimeout}.`);
  }
  checkModel(model);
  checkReduced(dtype);
  checkDescription(model);
  const weights = encodeWeights(model, dtype);
  const record = { sha256: sha256(weights), bytes: weights.length, ...(dtype !== undefined && { dtype }) };
  const modelText = formatModelFile(model, record);
  let refusal: { readonly error: unknown } | undefined;
  const ask = (existing: ModelDescription): void => {
    try {
      mayReplace(existing);
    } catch (error) {
      refusal = { error };
      throw error;
    }
  };
  try {
    await mkdir(directory, { recursive: true });
    await replaceModel(directory, { modelText, weights, lockTimeout, mayReplace: ask });
  } catch (error) {
    if (refusal !== undefined) throw refusal.error;
    throw isNablaError(error) ? error : damaged(`saveModel: cannot write to ${directory}`, reason(error), error);
  }
}

/**
 * Throws the NablaError of code `data` with which `saveModel` would refuse to write over what the folder holds: before
 * hours of training, and not after. A folder that is not there is fine.
 */
export async function checkModelFolder(directory: string): Promise<void> {
  try {
    await readOwnModel(directory);
  } catch (error) {
    throw isNablaError(error) ? error : damaged(`saveModel: cannot read ${directory}`, reason(error), error);
  }
}

/** For callers in plain JavaScript. */
function checkModel(model: SavedModel): void {
  const { config, parameters } = (model ?? {}) as Partial<SavedModel>;
  if (typeof config === 'object' && config !== null && typeof parameters?.get === 'function') return;
  const expected = 'expected a model, { config, dtype, parameters: await parametersOf(network) }';
  const received = typeof model === 'object' && model !== null ? 'another object' : show(model);
  throw new NablaError('argument', `saveModel: ${expected}. Received ${received}.`);
}

function checkReduced(dtype: ReducedDType | undefined): void {
  if (dtype === undefined || REDUCED_DTYPES.includes(dtype)) return;
  const expected = `expected weights ${REDUCED_DTYPES.map((name) => `'${name}'`).join(', ')} or undefined`;
  throw new NablaError('argument', `saveModel: ${expected}. Received ${show(dtype)}.`);
}

function encodeWeights(model: SavedModel, dtype: ReducedDType | undefined): Uint8Array {
  for (const [name, { data }] of model.parameters) {
    if (dtypeOf(data) !== model.dtype) {
      throw new NablaError(
        'argument',
        `saveModel: parameter '${name}': expected ${model.dtype}. Received ${dtypeOf(data)}; convert it.`,
      );
    }
  }
  const metadata = { [DIGEST_KEY]: sha256(sealedText(model, dtype)) };
  const bytes =
    dtype === undefined
      ? encodeSafetensors(model.parameters, metadata)
      : encodeStored(reduceWeights(model.parameters, dtype), metadata);
  if (bytes.length > MAX_WEIGHTS_BYTES) {
    throw new NablaError(
      'argument',
      `saveModel: expected at most ${MAX_WEIGHTS_BYTES} bytes of weights. Received ${bytes.length}.`,
    );
  }
  return bytes;
}

/** Which model `loadModel` takes where there are several. */
export interface LoadModelOptions {
  /**
   * Of a folder of checkpoints: `last`, `best`, or the name of one. Default: the model that `saveModel` wrote to the
   * folder where there is one, else the best checkpoint, or the last where none was saved as the best.
   */
  readonly checkpoint?: 'last' | 'best' | (string & {});
}

/**
 * Loads the model of a folder: one that `saveModel` wrote there, or that of a checkpoint, by its own folder or a folder
 * of checkpoints. The caller owns the arrays. Nothing in the files names code to run: layers are looked up by whoever
 * builds the network, as in `sequentialFromConfig(backend, config, { dtype, parameters })`.
 *
 * Throws a NablaError of code `data` where a file is missing, damaged, changed after it was saved, of another format
 * version, or not of the same save as the other; or for a checkpoint that was saved without `model`. A load while saves
 * go on gives one of their models, in full.
 */
export async function loadModel(directory: string, options: LoadModelOptions = {}): Promise<SavedModel> {
  const { checkpoint } = options;
  try {
    const isOwn = checkpoint === undefined && (await sizeOfFile(join(directory, MODEL_FILE))) !== undefined;
    const checkpointed = isOwn ? undefined : await loadCheckpointedModel(directory, checkpoint);
    if (checkpointed !== undefined) return checkpointed;
    if (checkpoint === undefined) return await readModel(directory);
    throw damaged(directory, `expected a folder of checkpoints, to take ${show(checkpoint)} from. Received none`);
  } catch (error) {
    throw isNablaError(error) ? error : damaged(`loadModel: cannot read ${directory}`, reason(error), error);
  }
}

async function readModel(directory: string): Promise<SavedModel> {
  const { model: file, weights } = await readConsistently(directory, readWeights);
  const paths = { modelPath: join(directory, MODEL_FILE), weightsPath: join(directory, WEIGHTS_FILE) };
  return modelFrom({ file, seal: sha256(file.sealed), weights, ...paths });
}

/** Downloads the parameters of a network, by name, for `saveModel`; the caller owns the arrays. */
export async function parametersOf(model: Pick<Network, 'parameters'>): Promise<Map<string, DenseArray>> {
  const parameters = new Map<string, DenseArray>();
  for (const { name, value } of model.parameters) parameters.set(name, dense(await value.data(), value.shape));
  return parameters;
}
