/** Encodes a model as the bytes of its two files: for browsers, and for `saveModel`. */
import { checkOptionNames, dtypeOf, NablaError } from '@nablajs/core';
import { show } from '../damage.js';
import { encodeSafetensors, encodeStored } from '../safetensors/safetensors.js';
import { untie } from '../safetensors/ties.js';
import { sha256Of } from '../sha256.js';
import type { SavedModel } from './model-description.js';
import {
  checkDescription,
  DIGEST_KEY,
  formatModelFile,
  MAX_WEIGHTS_BYTES,
  sealedText,
  type WeightsRecord,
} from './model-file.js';
import { REDUCED_DTYPES, type ReducedDType, reduceWeights } from './reduced-weights.js';

/** Options of `encodeModelFiles`. */
export interface EncodeModelOptions {
  /**
   * Stores the weights in fewer bits; `loadModelFiles` returns them rounded, in the model's dtype. Default: keep every
   * bit.
   */
  readonly weights?: ReducedDType;
}

/** The contents of the two files of a model. */
export interface EncodedModelFiles {
  /** The content of `model.json`. */
  readonly model: string;
  /** The content of `weights.safetensors`. You own the bytes. */
  readonly weights: Uint8Array<ArrayBuffer>;
}

/**
 * Encodes a model as the contents of the two files that `saveModel` writes, without Node.js, such as for a download.
 * Saved as `model.json` and `weights.safetensors` in one folder, `loadModel` loads them.
 *
 * @throws NablaError `argument` if the model is inconsistent, `weights` cannot hold its weights, or the page has no
 * `crypto.subtle` (plain http).
 *
 * @example
 * ```ts
 * const { config, dtype } = network;
 * const { model, weights } = await encodeModelFiles({ config, dtype, parameters: await network.parameters.read() });
 * ```
 */
export async function encodeModelFiles(
  model: SavedModel,
  options: EncodeModelOptions = {},
): Promise<EncodedModelFiles> {
  const who = 'encodeModelFiles';
  checkOptionNames(who, options, ['weights']);
  const { weights: dtype } = options;
  checkEncodable(who, model, dtype);
  const seal = await sha256Of(new TextEncoder().encode(sealedText(model, dtype)));
  const weights = encodeWeights(who, model, dtype, seal);
  return { model: formatModelFile(who, model, weightsRecord(weights, await sha256Of(weights), dtype)), weights };
}

/** Throws NablaError `argument`, which names the function `who`, unless the files can hold the model. */
export function checkEncodable(who: string, model: SavedModel, dtype: ReducedDType | undefined): void {
  checkModel(who, model);
  checkReduced(who, dtype);
  checkDescription(who, model);
  checkDTypes(who, model);
}

/** Catches wrong arguments from plain JavaScript. */
function checkModel(who: string, model: SavedModel): void {
  const { config, parameters } = (model ?? {}) as Partial<SavedModel>;
  // Neither a list nor a network's own `parameters` has both.
  const isMap = typeof parameters?.get === 'function' && typeof parameters.forEach === 'function';
  if (typeof config === 'object' && config !== null && isMap) return;
  const expected = 'expected a model, { config, dtype, parameters: await network.parameters.read() }';
  const received = typeof model === 'object' && model !== null ? 'another object' : show(model);
  throw new NablaError('argument', `${who}: ${expected}. Received ${received}.`);
}

function checkReduced(who: string, dtype: ReducedDType | undefined): void {
  if (dtype === undefined || REDUCED_DTYPES.includes(dtype)) return;
  const expected = `expected weights ${REDUCED_DTYPES.map((name) => `'${name}'`).join(', ')} or undefined`;
  throw new NablaError('argument', `${who}: ${expected}. Received ${show(dtype)}.`);
}

function checkDTypes(who: string, model: SavedModel): void {
  for (const [name, { data }] of model.parameters) {
    if (dtypeOf(data) === model.dtype) continue;
    const received = `Received ${dtypeOf(data)}; convert it`;
    throw new NablaError('argument', `${who}: parameter '${name}': expected ${model.dtype}. ${received}.`);
  }
}

/** Encodes the weights of a model. `seal` is the SHA-256 of its `sealedText`. */
export function encodeWeights(
  who: string,
  { parameters }: SavedModel,
  dtype: ReducedDType | undefined,
  seal: string,
): Uint8Array<ArrayBuffer> {
  const { distinct, metadata } = untie(parameters, { [DIGEST_KEY]: seal });
  const bytes =
    dtype === undefined
      ? encodeSafetensors(distinct, metadata)
      : encodeStored(reduceWeights(who, distinct, dtype), metadata);
  if (bytes.length <= MAX_WEIGHTS_BYTES) return bytes;
  const expected = `expected at most ${MAX_WEIGHTS_BYTES} bytes of weights`;
  throw new NablaError('argument', `${who}: ${expected}. Received ${bytes.length}.`);
}

/** What model.json says about the weights. */
export const weightsRecord = (
  { length: bytes }: Uint8Array,
  sha256: string,
  dtype: ReducedDType | undefined,
): WeightsRecord => ({ sha256, bytes, ...(dtype !== undefined && { dtype }) });
