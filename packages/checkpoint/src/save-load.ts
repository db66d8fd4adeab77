/** A saved model is a folder with `model.json` and `weights.safetensors`. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type DenseArray, dense, dtypeOf, formatShape, isNablaError, NablaError, type Sequential } from '@nablajs/core';
import { damaged, reason, show } from './damage.js';
import { digestOf, formatModelFile, MODEL_FILE, type ModelDescription, sha256, WEIGHTS_FILE } from './model-file.js';
import { MAX_WEIGHTS_BYTES, readModelFile, readOwnModelFile, readWeights, replaceModel } from './model-folder.js';
import { decodeSafetensors, encodeSafetensors } from './safetensors.js';

/** A model on the host: what a `Sequential` is rebuilt from. */
export interface SavedModel extends ModelDescription {
  /** By name, all of dtype `dtype`; NaN and infinities are kept as they are. */
  readonly parameters: ReadonlyMap<string, DenseArray>;
}

/** The weights file's copy of the digest of model.json. */
const DIGEST_KEY = 'nabla.model.sha256';

/**
 * Saves a model to a folder, which is made where it is missing, in the place of the model there; other files are left
 * alone. Whatever the moment of a crash, the folder holds the old model or the new one. One save to a folder at a time.
 *
 * Throws a NablaError of code `argument` for a model that is not consistent (nothing is written then), and of code `data`
 * where writing fails or the names are taken by files that are not nabla's.
 */
export async function saveModel(directory: string, model: SavedModel): Promise<void> {
  const weights = encodeWeights(model);
  const text = formatModelFile(model, { sha256: sha256(weights), bytes: weights.length });
  try {
    await mkdir(directory, { recursive: true });
    await replaceModel(directory, text, weights);
  } catch (error) {
    throw isNablaError(error) ? error : damaged(`saveModel: cannot write to ${directory}`, reason(error), error);
  }
}

/**
 * Throws the NablaError of code `data` with which `saveModel` would refuse to write over what the folder holds: before
 * hours of training, and not after. A folder that is not there is fine.
 */
export async function checkModelFolder(directory: string): Promise<void> {
  try {
    await readOwnModelFile(directory);
  } catch (error) {
    throw isNablaError(error) ? error : damaged(`saveModel: cannot read ${directory}`, reason(error), error);
  }
}

function encodeWeights(model: SavedModel): Uint8Array {
  for (const [name, { data }] of model.parameters) {
    if (dtypeOf(data) !== model.dtype) {
      throw new NablaError(
        'argument',
        `saveModel: parameter '${name}': expected ${model.dtype}. Received ${dtypeOf(data)}; convert it.`,
      );
    }
  }
  const bytes = encodeSafetensors(model.parameters, { [DIGEST_KEY]: digestOf(model) });
  if (bytes.length > MAX_WEIGHTS_BYTES) {
    throw new NablaError(
      'argument',
      `saveModel: expected at most ${MAX_WEIGHTS_BYTES} bytes of weights. Received ${bytes.length}.`,
    );
  }
  return bytes;
}

/**
 * Loads a model that `saveModel` wrote; the caller owns the arrays. Nothing in the files names code to run: layers are
 * looked up by whoever builds the network, as in `sequentialFromConfig(backend, config, { dtype, parameters })`.
 *
 * Throws a NablaError of code `data` where a file is missing, damaged, changed after it was saved, of another format
 * version, or not of the same save as the other. A load while a save goes on may fail so; it never mixes the two models.
 */
export async function loadModel(directory: string): Promise<SavedModel> {
  try {
    return await readModel(directory);
  } catch (error) {
    throw isNablaError(error) ? error : damaged(`loadModel: cannot read ${directory}`, reason(error), error);
  }
}

async function readModel(directory: string): Promise<SavedModel> {
  const { description, weights, digest } = await readModelFile(directory);
  const path = join(directory, WEIGHTS_FILE);
  const { tensors, metadata } = decodeSafetensors(await readWeights(directory, weights), path);
  if (metadata[DIGEST_KEY] !== digest) {
    throw damaged(
      join(directory, MODEL_FILE),
      'expected the text that the weights were saved with. Received another; restore it or save the model again',
    );
  }
  for (const [name, { data, shape }] of tensors) {
    if (dtypeOf(data) === description.dtype) continue;
    throw damaged(
      `${path}: ${show(name)}`,
      `expected ${description.dtype}. Received ${dtypeOf(data)} ${formatShape(shape)}`,
    );
  }
  return { ...description, parameters: tensors };
}

/** Downloads the parameters of a network, by name, for `saveModel`; the caller owns the arrays. */
export async function parametersOf(model: Pick<Sequential, 'parameters'>): Promise<Map<string, DenseArray>> {
  const parameters = new Map<string, DenseArray>();
  for (const { name, value } of model.parameters) parameters.set(name, dense(await value.data(), value.shape));
  return parameters;
}
