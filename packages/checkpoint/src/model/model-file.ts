/** `model.json`: everything in a saved model except its weights. */
import { NablaError } from '@nablajs/core';
import { damaged, show } from '../damage.js';
import { type Check, count, objectOf, oneOf, sha256 } from '../json/checks.js';
import { checkJsonValue } from '../json/json-value.js';
import { MAX_VALUES, parseJson } from '../json/strict-json.js';
import { describeModel, type ModelDescription, modelDescription } from './model-description.js';
import { REDUCED_DTYPES, type ReducedDType } from './reduced-weights.js';

/** The expected size and checksum of the weights file. */
export interface WeightsRecord {
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /** How the weights are stored, if in fewer bits than the model's dtype. */
  readonly dtype?: ReducedDType;
}

export interface ModelFile {
  readonly description: ModelDescription;
  readonly weights: WeightsRecord;
  /** All of model.json except `weights`, as JSON. The weights file holds its SHA-256. */
  readonly sealed: string;
}

export const MODEL_FILE = 'model.json';
/** As much as a manifest: a tokenizer of 50,000 tokens takes 3 to 6 MB. */
export const MAX_MODEL_FILE_BYTES = 20_000_000;
export const WEIGHTS_FILE = 'weights.safetensors';
/** Node.js cannot read more at once. */
export const MAX_WEIGHTS_BYTES: number = 2 ** 31 - 1;
/** The metadata key under which the weights file keeps the SHA-256 of its model.json. */
export const DIGEST_KEY = 'nabla.model.sha256';
const FORMAT = 'nabla-model';
/** Only a model with weights in fewer bits needs version 2. */
const VERSIONS = { plain: 1, reduced: 2 } as const;
const FORBIDDEN_KEYS = ['__proto__', 'constructor'];

/** Throws NablaError `argument`, which names `who`, unless JSON can hold the description. */
export function checkDescription(who: string, description: ModelDescription): void {
  checkJsonValue(documentOf(description, undefined), { who, limit: MAX_VALUES });
}

/** The `sealed` that `parseModelFile` returns for this description, with weights of this type. */
export function sealedText(description: ModelDescription, dtype: ReducedDType | undefined): string {
  return JSON.stringify(documentOf(description, dtype));
}

function documentOf(description: ModelDescription, dtype: ReducedDType | undefined): object {
  const formatVersion = dtype === undefined ? VERSIONS.plain : VERSIONS.reduced;
  return { format: FORMAT, formatVersion, ...describeModel(description) };
}

/** Formats model.json. Throws NablaError `argument` for a model that could not be read back unchanged. */
export function formatModelFile(who: string, description: ModelDescription, weights: WeightsRecord): string {
  const whole = { ...documentOf(description, weights.dtype), weights: { file: WEIGHTS_FILE, ...weights } };
  const text = `${JSON.stringify(whole, undefined, 2)}\n`;
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > MAX_MODEL_FILE_BYTES) {
    const expected = `expected a ${MODEL_FILE} of at most ${MAX_MODEL_FILE_BYTES} bytes`;
    throw new NablaError('argument', `${who}: ${expected}. Received ${bytes.length}; save fewer or shorter notes.`);
  }
  try {
    parseModelFile(bytes, who);
  } catch (error) {
    throw new NablaError('argument', (error as Error).message, { cause: error });
  }
  return text;
}

const ofWeights = { file: oneOf(WEIGHTS_FILE), sha256, bytes: count };

/** One reader for each version of the format. Readers are never removed. */
const WEIGHTS: ReadonlyMap<unknown, Check<WeightsRecord>> = new Map<unknown, Check<WeightsRecord>>([
  [VERSIONS.plain, objectOf(ofWeights)],
  [VERSIONS.reduced, objectOf({ ...ofWeights, dtype: oneOf(...REDUCED_DTYPES) })],
]);

/** Parses model.json; `file` is for messages. Throws NablaError `data` unless it is complete and valid. */
export function parseModelFile(bytes: Uint8Array, file: string): ModelFile {
  const value = parseJson(bytes, file, FORBIDDEN_KEYS);
  const checkWeights = checkVersion(value, file);
  const { weights, ...document } = value as Record<string, unknown>;
  const { format: _format, formatVersion: _version, ...description } = document;
  return {
    description: modelDescription(description, file),
    weights: checkWeights(weights, `${file}: weights`),
    sealed: JSON.stringify(document),
  };
}

/** Checks the version of the format, and returns the check of its weights record. */
function checkVersion(value: unknown, file: string): Check<WeightsRecord> {
  const { format, formatVersion: version } = (value ?? {}) as { format?: unknown; formatVersion?: unknown };
  if (format !== FORMAT) {
    throw damaged(file, `not a nabla model: expected format "${FORMAT}". Received ${show(format)}`);
  }
  const check = WEIGHTS.get(version);
  if (check !== undefined) return check;
  const remedy =
    typeof version === 'number' && version > VERSIONS.reduced
      ? 'made by a newer nabla: upgrade @nablajs/checkpoint'
      : 'save the model again';
  const expected = `expected formatVersion ${VERSIONS.plain} or ${VERSIONS.reduced}`;
  throw damaged(file, `${expected}. Received ${show(version)}; ${remedy}`);
}
