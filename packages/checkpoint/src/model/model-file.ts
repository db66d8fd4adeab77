/** `model.json`: what a saved model is, but for its weights. */
import { NablaError } from '@nablajs/core';
import { damaged, show } from '../damage.js';
import { type Check, count, objectOf, oneOf, sha256 } from '../json/checks.js';
import { checkJsonValue } from '../json/json-value.js';
import { parseJson } from '../json/strict-json.js';
import { describeModel, type ModelDescription, modelDescription } from './model-description.js';
import { REDUCED_DTYPES, type ReducedDType } from './reduced-weights.js';

/** What the weights file must be to be believed. */
export interface WeightsRecord {
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /** How they are stored, where that is not as they are computed in. */
  readonly dtype?: ReducedDType;
}

export interface ModelFile {
  readonly description: ModelDescription;
  readonly weights: WeightsRecord;
  /**
   * All that model.json says but for `weights`, as JSON. The weights file carries its SHA-256: neither file goes with
   * another.
   */
  readonly sealed: string;
}

export const MODEL_FILE = 'model.json';
/** Larger than any network's description; notes that are larger belong in a file of their own. */
export const MAX_MODEL_FILE_BYTES = 1_000_000;
export const WEIGHTS_FILE = 'weights.safetensors';
/** Under this name the weights file keeps the SHA-256 of what its model.json says. */
export const DIGEST_KEY = 'nabla.model.sha256';
const FORMAT = 'nabla-model';
/** Only a model with weights in fewer bits needs the second one: all others stay readable by older versions. */
const VERSIONS = { plain: 1, reduced: 2 } as const;
const FORBIDDEN_KEYS = ['__proto__', 'constructor'];

/** Throws a NablaError of code `argument` unless JSON can hold the description. */
export function checkDescription(description: ModelDescription): void {
  checkJsonValue(documentOf(description, undefined), { who: 'saveModel', limit: MAX_MODEL_FILE_BYTES });
}

/** What `parseModelFile` will give as `sealed` for this description, with weights of this type. */
export function sealedText(description: ModelDescription, dtype: ReducedDType | undefined): string {
  return JSON.stringify(documentOf(description, dtype));
}

function documentOf(description: ModelDescription, dtype: ReducedDType | undefined): object {
  const formatVersion = dtype === undefined ? VERSIONS.plain : VERSIONS.reduced;
  return { format: FORMAT, formatVersion, ...describeModel(description) };
}

/** The text of model.json. Throws a NablaError of code `argument` for what could not be read back as it is. */
export function formatModelFile(description: ModelDescription, weights: WeightsRecord): string {
  const whole = { ...documentOf(description, weights.dtype), weights: { file: WEIGHTS_FILE, ...weights } };
  const text = `${JSON.stringify(whole, undefined, 2)}\n`;
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > MAX_MODEL_FILE_BYTES) {
    const expected = `expected a ${MODEL_FILE} of at most ${MAX_MODEL_FILE_BYTES} bytes`;
    throw new NablaError('argument', `saveModel: ${expected}. Received ${bytes.length}; save fewer or shorter notes.`);
  }
  try {
    parseModelFile(bytes, 'saveModel');
  } catch (error) {
    throw new NablaError('argument', (error as Error).message, { cause: error });
  }
  return text;
}

const ofWeights = { file: oneOf(WEIGHTS_FILE), sha256, bytes: count };

/** By the version of the format. A reader stays for good. */
const WEIGHTS: ReadonlyMap<unknown, Check<WeightsRecord>> = new Map<unknown, Check<WeightsRecord>>([
  [VERSIONS.plain, objectOf(ofWeights)],
  [VERSIONS.reduced, objectOf({ ...ofWeights, dtype: oneOf(...REDUCED_DTYPES) })],
]);

/** Reads model.json; `file` is for messages. Throws a NablaError of code `data` for anything but a whole description. */
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

/** The check of the weights' record, which tells one version from another. */
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
