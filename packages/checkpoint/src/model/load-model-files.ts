/** A saved model from its two files as bytes: in a browser, and for `loadModel`. */
import { damaged } from '../damage.js';
import { readStored } from '../safetensors/safetensors.js';
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

/** The files that `saveModel` writes, from wherever they come. */
export interface ModelFiles {
  /** What `model.json` holds. */
  readonly model: Uint8Array | string;
  /** What `weights.safetensors` holds. */
  readonly weights: Uint8Array;
}

/**
 * Loads a model from the contents of its files, as `loadModel` does from a folder: weights that were saved in fewer bits
 * are float32 again (or float64, as the model's dtype says). The caller owns the arrays. It needs no Node.js.
 *
 * ```ts
 * const [model, weights] = await Promise.all(['model.json', 'weights.safetensors'].map((name) => fetch(`/model/${name}`)));
 * const saved = await loadModelFiles({ model: await model.text(), weights: new Uint8Array(await weights.arrayBuffer()) });
 * ```
 *
 * Rejects with a NablaError of code `data` that names the file which is damaged by as little as one bit, of another save
 * than the other, or written by a newer nabla; and of code `argument` on a page without `crypto.subtle` (plain http).
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
    throw damaged(WEIGHTS_FILE, `${digests}; it is damaged or of another model: load both files again`);
  }
  const seal = await sha256Of(new TextEncoder().encode(file.sealed));
  return modelFrom({ file, seal, weights, modelPath: MODEL_FILE, weightsPath: WEIGHTS_FILE });
}

export interface CheckedFiles {
  readonly file: ModelFile;
  /** The SHA-256 of `file.sealed`. */
  readonly seal: string;
  /** They have the SHA-256 that `file` says. */
  readonly weights: Uint8Array;
  /** Both for messages. */
  readonly modelPath: string;
  readonly weightsPath: string;
}

/** Throws a NablaError of code `data` where the weights are of another model.json, or not what it says. */
export function modelFrom({ file, seal, weights, modelPath, weightsPath }: CheckedFiles): SavedModel {
  const { description } = file;
  const { tensors, metadata } = readStored(weights, weightsPath);
  if (metadata[DIGEST_KEY] !== seal) {
    throw damaged(
      modelPath,
      'expected the text that the weights were saved with. Received another; restore it or save the model again',
    );
  }
  const stored = { tensors, reduced: file.weights.dtype, dtype: description.dtype };
  return { ...description, parameters: restoreWeights(stored, weightsPath) };
}
