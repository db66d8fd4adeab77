/** `model.json`: what a saved model is, but for its weights. */
import { createHash } from 'node:crypto';
import { type JsonValue, NablaError } from '@nablajs/core';
import { z } from 'zod';
import { damaged, show } from './damage.js';
import { checkJsonValue } from './json-value.js';
import { configOf, describeModel, type ModelDescription } from './model-description.js';
import { parseJson } from './strict-json.js';

/** What the weights file must be to be believed. */
export interface WeightsRecord {
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

export interface ModelFile {
  readonly description: ModelDescription;
  readonly weights: WeightsRecord;
  /** SHA-256 of all that model.json says but for `weights`. The weights file carries it too: neither goes with another. */
  readonly digest: string;
}

export const MODEL_FILE = 'model.json';
/** Larger than any network's description; notes that are larger belong in a file of their own. */
export const MAX_MODEL_FILE_BYTES = 1_000_000;
export const WEIGHTS_FILE = 'weights.safetensors';
/** Under this name the weights file keeps the digest of its model.json. */
export const DIGEST_KEY = 'nabla.model.sha256';
const FORMAT = 'nabla-model';
const FORMAT_VERSION = 1;
const FORBIDDEN_KEYS = ['__proto__', 'constructor'];

const json: z.ZodType<JsonValue> = z.json();

const shape = z.array(z.int().min(0));
const typed = z.object({ type: z.string().min(1) }).catchall(json);

const schema = z.strictObject({
  format: z.literal(FORMAT),
  formatVersion: z.literal(FORMAT_VERSION),
  dtype: z.enum(['float32', 'float64']),
  inputShape: z.union([shape, z.array(shape).min(1)]),
  layers: z.exactOptional(z.array(typed).min(1)),
  module: z.exactOptional(typed),
  normalisation: z.exactOptional(
    z.strictObject({
      divisor: z.number().positive(),
      mean: z.exactOptional(z.number()),
      standardDeviation: z.exactOptional(z.number().positive()),
    }),
  ),
  form: z.exactOptional(z.record(z.string(), json)),
  notes: z.exactOptional(z.record(z.string(), json)),
  weights: z.strictObject({
    file: z.literal(WEIGHTS_FILE),
    sha256: z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits'),
    bytes: z.int().min(0),
  }),
});

export function sha256(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex');
}

/** Throws a NablaError of code `argument` unless JSON can hold the description. */
export function checkDescription(description: ModelDescription): void {
  checkJsonValue(documentOf(description), { who: 'saveModel', limit: MAX_MODEL_FILE_BYTES });
}

/** The digest that `parseModelFile` will find for this description. */
export function digestOf(description: ModelDescription): string {
  return sha256(JSON.stringify(documentOf(description)));
}

function documentOf(description: ModelDescription): object {
  return { format: FORMAT, formatVersion: FORMAT_VERSION, ...describeModel(description) };
}

/** The text of model.json. Throws a NablaError of code `argument` for what could not be read back as it is. */
export function formatModelFile(description: ModelDescription, weights: WeightsRecord): string {
  const whole = { ...documentOf(description), weights: { file: WEIGHTS_FILE, ...weights } };
  const result = schema.safeParse(whole, { reportInput: true });
  if (!result.success) throw new NablaError('argument', `saveModel: ${firstIssue(result.error)}.`);
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

/** Reads model.json; `file` is for messages. Throws a NablaError of code `data` for anything but a whole description. */
export function parseModelFile(bytes: Uint8Array, file: string): ModelFile {
  const value = parseJson(bytes, file, FORBIDDEN_KEYS);
  checkVersion(value, file);
  const result = schema.safeParse(value, { reportInput: true });
  if (!result.success) throw damaged(file, firstIssue(result.error));
  const { dtype, normalisation, weights, form, notes } = result.data;
  const description: ModelDescription = {
    config: configOf(result.data, file),
    dtype,
    ...(normalisation === undefined ? {} : { normalisation }),
    ...(form === undefined ? {} : { form }),
    ...(notes === undefined ? {} : { notes }),
  };
  const { weights: _weights, ...document } = value as Record<string, unknown>;
  return {
    description,
    weights: { bytes: weights.bytes, sha256: weights.sha256 },
    digest: sha256(JSON.stringify(document)),
  };
}

/** Before the schema, which could only say that the number is another. */
function checkVersion(value: unknown, file: string): void {
  const { format, formatVersion: version } = (value ?? {}) as { format?: unknown; formatVersion?: unknown };
  if (format !== FORMAT) {
    throw damaged(file, `not a nabla model: expected format "${FORMAT}". Received ${show(format)}`);
  }
  if (version === FORMAT_VERSION) return;
  const remedy =
    typeof version === 'number' && version > FORMAT_VERSION
      ? 'made by a newer nabla: upgrade @nablajs/checkpoint'
      : 'save the model again';
  throw damaged(file, `expected formatVersion ${FORMAT_VERSION}. Received ${show(version)}; ${remedy}`);
}

/** Where, what was expected, what came. */
function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return 'not a description of a model';
  const path = issue.path.map(String).join('.');
  return `${path === '' ? '' : `${path}: `}${issue.message}. Received ${show(issue.input)}`;
}
