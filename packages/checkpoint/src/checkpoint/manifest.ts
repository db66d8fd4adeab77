/** `manifest.json`: everything in a checkpoint except its tensors, with SHA-256 checksums of the tensors and itself. */
import type { CallbackState, JsonValue, OptimizerState, TrainState } from '@nablajs/core';
import { damaged, show } from '../damage.js';
import {
  anyNumber,
  type Check,
  count,
  flag,
  json,
  listOf,
  objectOf,
  orNull,
  recordOf,
  sha256,
  text,
  typedConfig,
} from '../json/checks.js';
import { exactFromJson, exactToJson } from '../json/exact-json.js';
import { parseJson } from '../json/strict-json.js';
import { type ModelDescription, modelDescription } from '../model/model-description.js';
import { sha256Of } from '../sha256.js';
import { historyInManifest } from './history.js';

export const MANIFEST_FILE = 'manifest.json';
export const TENSORS_FILE = 'tensors.safetensors';
/** Enough for 100,000 epochs of history. */
export const MAX_MANIFEST_BYTES = 20_000_000;
/** A tokenizer takes one key for each token, and the optimizer's step counts one for each parameter. */
const LIMITS = { values: 1_000_000, keys: 200_000 };
const FORMAT = 'nabla-checkpoint';
/** The version that is written. All versions up to it can be read. */
const VERSION = 2;

/** The expected size and checksum of a file. */
interface FileRecord {
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** Everything in a TrainState that is not a tensor. */
export type StateValues = Omit<TrainState, 'parameters' | 'optimizer' | 'callbacks'> & {
  readonly optimizer: Omit<OptimizerState, 'slots'>;
  readonly callbacks: Readonly<Record<string, CallbackState['values']>>;
};

export interface Manifest extends StateValues {
  /** The version of `@nablajs/checkpoint` that wrote the manifest. */
  readonly nabla: string;
  readonly model?: ModelDescription;
  readonly note?: JsonValue;
  readonly files: { readonly [TENSORS_FILE]: FileRecord };
}

const common = {
  format: text,
  version: count,
  nabla: text,
  unreported: listOf(objectOf({ step: count, rows: count, loss: anyNumber }, { logs: recordOf(anyNumber) })),
  history: historyInManifest,
  optimizer: objectOf({ config: typedConfig, steps: count, counts: recordOf(count) }),
  callbacks: recordOf(recordOf(json)),
  files: objectOf({ [TENSORS_FILE]: objectOf({ bytes: count, sha256 }) }),
  sha256,
};
const run = { seed: count, examples: count, batchSize: count, shuffle: flag, schedule: orNull(typedConfig) };
const position = {
  ...{ epoch: count, step: count, steps: count },
  ...{ learningRate: anyNumber, epochEnded: flag, validatedAt: count },
};
const more = { model: modelDescription, note: json };

const version1 = objectOf(
  {
    ...common,
    run: objectOf({ ...run, chunkRows: count }, { shards: count }),
    position: objectOf({ ...position, lossSum: anyNumber }),
  },
  more,
);
const version2 = objectOf(
  {
    ...common,
    run: objectOf(run, { parts: count, frozen: listOf(text), tied: listOf(listOf(text)) }),
    position: objectOf({ ...position, sums: objectOf({ names: listOf(text), numbers: listOf(anyNumber) }) }),
  },
  more,
);

/** One reader for each version of the format. Readers are never removed. */
const READERS: ReadonlyMap<unknown, Check<Manifest>> = new Map<unknown, Check<Manifest>>([
  [
    1,
    (value, at) => {
      const { format: _format, version: _version, sha256: _sha256, ...manifest } = version1(value, at);
      const { chunkRows: _chunkRows, shards: _shards, ...own } = manifest.run;
      const { lossSum, ...position } = manifest.position;
      const weight = Math.min(position.step * own.batchSize, own.examples);
      return {
        ...manifest,
        run: own,
        position: { ...position, sums: { names: ['loss'], numbers: [lossSum, weight] } },
      };
    },
  ],
  [
    2,
    (value, at) => {
      const { format: _format, version: _version, sha256: _sha256, ...manifest } = version2(value, at);
      return manifest;
    },
  ],
]);

/** The last two lines, the same in every version of the format. */
const tailOf = (digest: string): string => `  "sha256": "${digest}"\n}\n`;
const TAIL_BYTES = tailOf('0'.repeat(64)).length;
const TAIL = /^ {2}"sha256": "([0-9a-f]{64})"\n\}\n$/;

/** Formats a manifest, one line per key. Adds `format`, `version` and `sha256` to the document. */
export async function formatManifest(document: Readonly<Record<string, JsonValue>>): Promise<Uint8Array> {
  const lines = Object.entries({ format: FORMAT, version: VERSION, ...document }).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(exactToJson(value))},\n`,
  );
  const sealed = new TextEncoder().encode(`{\n${lines.join('')}`);
  const tail = new TextEncoder().encode(tailOf(await sha256Of(sealed)));
  const bytes = new Uint8Array(sealed.length + tail.length);
  bytes.set(sealed);
  bytes.set(tail, sealed.length);
  return bytes;
}

const newerFormatErrors = new WeakSet<Error>();

/** Whether `parseManifest` threw this error because a newer nabla wrote the manifest. */
export function isNewerFormat(error: Error): boolean {
  return newerFormatErrors.has(error);
}

/** Throws NablaError `data` that starts with `file` unless every byte of the manifest is intact. */
export async function parseManifest(bytes: Uint8Array, file: string): Promise<Manifest> {
  if (bytes.length > MAX_MANIFEST_BYTES) {
    throw damaged(file, `expected at most ${MAX_MANIFEST_BYTES} bytes. Received ${bytes.length}`);
  }
  await checkSeal(bytes, file);
  const value = parseJson(bytes, file, ['__proto__', 'constructor'], LIMITS) as JsonValue;
  const { format, version } = (value ?? {}) as { format?: unknown; version?: unknown };
  if (format !== FORMAT) {
    throw damaged(file, `not a nabla checkpoint: expected format "${FORMAT}". Received ${show(format)}`);
  }
  const read = READERS.get(version);
  if (read !== undefined) return read(exactFromJson(value, file), file);
  if (typeof version === 'number' && version > VERSION) {
    const reads = `this one reads up to ${VERSION}; update @nablajs/checkpoint`;
    const error = damaged(file, `written by a newer nabla: version ${version}, ${reads}`);
    newerFormatErrors.add(error);
    throw error;
  }
  throw damaged(file, `expected a version from 1 to ${VERSION}. Received ${show(version)}`);
}

async function checkSeal(bytes: Uint8Array, file: string): Promise<void> {
  const end = Math.max(0, bytes.length - TAIL_BYTES);
  const expected = TAIL.exec(new TextDecoder('latin1').decode(bytes.subarray(end)))?.[1];
  if (expected === undefined) {
    throw damaged(
      file,
      'expected its own SHA-256 at the end. Received something else; the file is truncated or damaged',
    );
  }
  const actual = await sha256Of(bytes.subarray(0, end));
  if (actual !== expected) throw damaged(file, wrongDigest(expected, actual));
}

export function wrongDigest(expected: string, actual: string): string {
  return `expected the SHA-256 ${expected.slice(0, 12)}... Received ${actual.slice(0, 12)}...; the file is damaged`;
}
