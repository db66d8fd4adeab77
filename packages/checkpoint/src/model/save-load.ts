/** Saves and loads models as folders with `model.json` and `weights.safetensors`. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { checkOptionNames, isNablaError, NablaError } from '@nablajs/core';
import { loadCheckpointedModel } from '../checkpoint/load-checkpoint.js';
import { damaged, reason, show } from '../damage.js';
import { sizeOfFile } from '../files/durable-files.js';
import { checkEncodable, encodeWeights, weightsRecord } from './encode-model-files.js';
import { modelFrom } from './load-model-files.js';
import type { ModelDescription, SavedModel } from './model-description.js';
import { formatModelFile, MODEL_FILE, sealedText, WEIGHTS_FILE } from './model-file.js';
import { readOwnModel, replaceModel } from './model-folder.js';
import { readConsistently, readWeights, sha256 } from './model-reader.js';
import type { ReducedDType } from './reduced-weights.js';

/** Options of `saveModel`. */
export interface SaveOptions {
  /**
   * Stores the weights in fewer bits; `loadModel` returns them rounded, in the model's dtype. Older versions of this
   * package cannot load such a model. Default: keep every bit.
   */
  readonly weights?: ReducedDType;
  /** How long to wait for another save to the same folder, in milliseconds; Infinity waits forever. Default: 60,000. */
  readonly lockTimeout?: number;
  /**
   * Called with the description of the model about to be replaced. Throw an error to keep that model. Default: replace
   * it.
   */
  readonly mayReplace?: (existing: ModelDescription) => void;
}

/**
 * Saves a model to a folder, which is created if missing. Replaces a model there, but leaves other files alone. A crash
 * leaves either the old model or the new one.
 *
 * Any number of processes may save to one folder: they take turns, and the last save wins.
 *
 * @throws NablaError `argument` if the model is inconsistent, or `weights` cannot hold its weights; `data` if writing
 * fails, if files that are not nabla's have the names of the two files, or if another save does not end within
 * `lockTimeout`.
 *
 * @example
 * ```ts
 * const { config, dtype } = network;
 * await saveModel('model', { config, dtype, parameters: await network.parameters.read() });
 * ```
 */
export async function saveModel(directory: string, model: SavedModel, options: SaveOptions = {}): Promise<void> {
  checkOptionNames('saveModel', options, ['weights', 'lockTimeout', 'mayReplace']);
  const { lockTimeout = 60_000, mayReplace = () => {}, weights: dtype } = options;
  if (!(lockTimeout >= 0)) {
    throw new NablaError('argument', `saveModel: expected a lockTimeout of at least 0 ms. Received ${lockTimeout}.`);
  }
  const who = 'saveModel';
  checkEncodable(who, model, dtype);
  const weights = encodeWeights(who, model, dtype, sha256(sealedText(model, dtype)));
  const modelText = formatModelFile(who, model, weightsRecord(weights, sha256(weights), dtype));
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
 * Checks, before a long training, that `saveModel` can save to a folder without overwriting files that are not nabla's.
 * The folder need not exist.
 *
 * @returns The description of the model that `saveModel` would replace; undefined if there is none.
 * @throws The `NablaError` with code `data` that `saveModel` would throw.
 *
 * @example
 * ```ts
 * await checkModelFolder('model');
 * await fit(network, dataset, options); // takes hours
 * ```
 */
export async function checkModelFolder(directory: string): Promise<ModelDescription | undefined> {
  try {
    return (await readOwnModel(directory))?.description;
  } catch (error) {
    throw isNablaError(error) ? error : damaged(`saveModel: cannot read ${directory}`, reason(error), error);
  }
}

/** Options of `loadModel`. */
export interface LoadModelOptions {
  /**
   * Which checkpoint to load from a folder of checkpoints: `last`, `best`, or one by its name. Default: the model of
   * `saveModel`; else the best checkpoint; else the last.
   */
  readonly checkpoint?: 'last' | 'best' | (string & {});
}

/**
 * Loads a model from a folder that `saveModel` wrote, from a folder of checkpoints, or from the folder of one
 * checkpoint. You own the arrays. If others save meanwhile, you get one of the models, complete. Loading runs no code
 * from the files.
 *
 * @throws NablaError `data` if a file is missing, damaged, edited, of a newer nabla or from another save, or if the
 * checkpoint has no `model`.
 *
 * @example
 * ```ts
 * const { config, dtype, parameters } = await loadModel('model');
 * const network = sequentialFromConfig(backend, config, { dtype, parameters });
 * ```
 */
export async function loadModel(directory: string, options: LoadModelOptions = {}): Promise<SavedModel> {
  checkOptionNames('loadModel', options, ['checkpoint']);
  const { checkpoint } = options;
  try {
    const isOwn = checkpoint === undefined && (await sizeOfFile(join(directory, MODEL_FILE))) !== undefined;
    const checkpointed = isOwn ? undefined : await loadCheckpointedModel(directory, checkpoint);
    if (checkpointed !== undefined) return checkpointed;
    if (checkpoint === undefined) return await readModel(directory);
    throw damaged(directory, `expected a folder of checkpoints, to load ${show(checkpoint)}. Received none`);
  } catch (error) {
    throw isNablaError(error) ? error : damaged(`loadModel: cannot read ${directory}`, reason(error), error);
  }
}

async function readModel(directory: string): Promise<SavedModel> {
  const { model: file, weights } = await readConsistently(directory, readWeights);
  const paths = { modelPath: join(directory, MODEL_FILE), weightsPath: join(directory, WEIGHTS_FILE) };
  return modelFrom({ file, seal: sha256(file.sealed), weights, ...paths });
}
