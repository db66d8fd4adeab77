/** Loads a saved model from the bytes of its two files: for browsers, and for `loadModel`. */
import { damaged } from '../damage.js';
import { readStored } from '../safetensors/safetensors.js';
import { retie } from '../safetensors/ties.js';
import { sha256Of } from '../sha256.js';
import type { SavedModel } from './model-description.js';
import {
  DIGEST_KEY,
  MAX_MODEL_FILE_BYTES,
  MODEL_FILE,
  type ModelFile,
  parseModelFile,
  WEIGHTS_FILE,
} from './model-file.js';
import { restoreWeights } from './reduced-weights.js';

/** The contents of the two files that `saveModel` writes. */
export interface ModelFiles {
  /** The content of `model.json`. */
  readonly model: Uint8Array | string;
  /** The content of `weights.safetensors`. */
  readonly weights: Uint8Array;
}

/**
 * Loads a model from the contents of its two files, without Node.js. You own the arrays.
 *
 * @throws NablaError `data` that names the file that is damaged (even by a single bit), belongs to another save, or was
 * written by a newer nabla; `argument` on a page without `crypto.subtle` (plain http).
 *
 * @example
 * ```ts
 * const model = await (await fetch('/model/model.json')).text();
 * const weights = await (await fetch('/model/weights.safetensors')).arrayBuffer();
 * const { config, dtype, parameters } = await loadModelFiles({ model, weights: new Uint8Array(weights) });
 * const network = sequentialFromConfig(backend, config, { dtype, parameters });
 * ```
 */
export async function loadModelFiles({ model, weights }: ModelFiles): Promise<SavedModel> {
  const bytes = typeof model === 'string' ? new TextEncoder().encode(model) : model;
  if (bytes.length > MAX_MODEL_FILE_BYTES) {
    throw damaged(MODEL_FILE, `expected at most ${MAX_MODEL_FILE_BYTES} bytes. Received ${bytes.length}`);
  }
  const file = parseModelFile(bytes, MODEL_FILE);
  const { weights: expected } = file;
  if (weights.length !== expected.bytes) {
    throw damaged(WEIGHTS_FILE, `expected ${expected.bytes} bytes. Received ${weights.length}; load both files again`);
  }
  const actual = await sha256Of(weights);
  if (actual !== expected.sha256) {
    const digests = `expected the SHA-256 ${expected.sha256.slice(0, 12)}... Received ${actual.slice(0, 12)}...`;
    throw damaged(WEIGHTS_FILE, `${digests}; it is damaged or belongs to another model: load both files again`);
  }
  const seal = await sha256Of(new TextEncoder().encode(file.sealed));
  return modelFrom({ file, seal, weights, modelPath: MODEL_FILE, weightsPath: WEIGHTS_FILE });
}

export interface CheckedFiles {
  readonly file: ModelFile;
  /** The SHA-256 of `file.sealed`. */
  readonly seal: string;
  /** Verified: they have the SHA-256 that `file` records. */
  readonly weights: Uint8Array;
  /** For messages. */
  readonly modelPath: string;
  readonly weightsPath: string;
}

/** Throws NablaError `data` if the weights belong to another model.json, or differ from its description. */
export function modelFrom({ file, seal, weights, modelPath, weightsPath }: CheckedFiles): SavedModel {
  const { description } = file;
  const { tensors, metadata } = readStored(weights, weightsPath);
  if (metadata[DIGEST_KEY] !== seal) {
    throw damaged(
      modelPath,
      'expected the text that the weights were saved with. Received another; restore it, or save the model again',
    );
  }
  const stored = { tensors, reduced: file.weights.dtype, dtype: description.dtype };
  return { ...description, parameters: retie(restoreWeights(stored, weightsPath), metadata) };
}
