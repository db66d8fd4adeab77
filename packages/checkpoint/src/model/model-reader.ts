/** Reads the current model in a folder, even while others are saving to it. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { seePage } from '@nablajs/core';
import { damaged } from '../damage.js';
import { sizeOfFile } from '../files/durable-files.js';
import {
  MAX_MODEL_FILE_BYTES,
  MAX_WEIGHTS_BYTES,
  MODEL_FILE,
  type ModelFile,
  parseModelFile,
  WEIGHTS_FILE,
  type WeightsRecord,
} from './model-file.js';

/** The pending names of a save, which no other save uses. */
export const PENDING: RegExp = /^(model\.json|weights\.safetensors)\.nabla-new-[0-9a-f]{16}$/;
/** How many saves in a row may interfere with one load. */
const MAX_ATTEMPTS = 1000;

/** Lower-case hexadecimal. */
export function sha256(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex');
}

/**
 * Reads model.json and calls `find` for its weights. If `find` fails, it returns a text that says why. If model.json
 * has changed meanwhile, both are read again; otherwise throws NablaError `data` and that text.
 */
export async function readConsistently<T extends object>(
  folder: string,
  find: (folder: string, record: WeightsRecord) => Promise<T | string>,
): Promise<{ readonly model: ModelFile; readonly weights: T }> {
  for (let attempt = 1; ; attempt++) {
    const identity = await identityOf(join(folder, MODEL_FILE));
    const model = await readModelFile(folder);
    const weights = await find(folder, model.weights);
    if (typeof weights !== 'string') return { model, weights };
    if (attempt === MAX_ATTEMPTS || (await identityOf(join(folder, MODEL_FILE))) === identity) {
      throw damaged(
        join(folder, WEIGHTS_FILE),
        `${weights}; it is damaged or belongs to another model: restore it, or move it away and save the model again`,
      );
    }
  }
}

/** Changes whenever the file is replaced, even by one with the same content. */
async function identityOf(path: string): Promise<string> {
  const status = await stat(path, { bigint: true }).catch(() => undefined);
  return status === undefined ? '' : `${status.dev} ${status.ino} ${status.ctimeNs}`;
}

/** Throws NablaError `data` if the file is missing or damaged. */
async function readModelFile(folder: string): Promise<ModelFile> {
  const path = join(folder, MODEL_FILE);
  const size = await sizeOfFile(path);
  if (size === undefined) {
    const expected = `expected ${MODEL_FILE} or checkpoints; save one with saveModel (nabla train --out)`;
    throw damaged(`no model in ${folder}`, expected, undefined, seePage('guides/save-and-load'));
  }
  if (size > MAX_MODEL_FILE_BYTES) {
    throw damaged(path, `expected at most ${MAX_MODEL_FILE_BYTES} bytes. Received ${size}`);
  }
  return parseModelFile(await readFile(path), path);
}

/** Reads the weights that `record` describes, or says what is wrong with those that are there. */
export async function readWeights(folder: string, record: WeightsRecord): Promise<Uint8Array | string> {
  return firstMatching(folder, record, async (path) => {
    const bytes = await readFile(path);
    return { actual: sha256(bytes), found: bytes };
  });
}

/** Finds the path of the weights that `record` describes, or says what is wrong with those that are there. */
export async function locateWeights(folder: string, record: WeightsRecord): Promise<{ path: string } | string> {
  return firstMatching(folder, record, async (path) => {
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
    return { actual: hash.digest('hex'), found: { path } };
  });
}

type Digest<T> = (path: string) => Promise<{ readonly actual: string; readonly found: T }>;

async function firstMatching<T>(folder: string, record: WeightsRecord, digest: Digest<T>): Promise<T | string> {
  // Pending first: if a save renames it meanwhile, the file is found under its second name.
  for (const name of [...(await pendingWeights(folder)), WEIGHTS_FILE]) {
    const found = await matching(join(folder, name), record, digest);
    if (typeof found !== 'string' || name === WEIGHTS_FILE) return found;
  }
  return 'no weights';
}

/** Ignores links: saves never create any. */
async function pendingWeights(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.flatMap((entry) =>
    entry.isFile() && PENDING.test(entry.name) && entry.name.startsWith(WEIGHTS_FILE) ? [entry.name] : [],
  );
}

/** Returns what `digest` found, or says what is wrong. */
async function matching<T>(path: string, { bytes, sha256: expected }: WeightsRecord, digest: Digest<T>) {
  if (bytes > MAX_WEIGHTS_BYTES) return `expected at most ${MAX_WEIGHTS_BYTES} bytes. Received ${bytes}`;
  const size = await sizeOfFile(path);
  if (size !== bytes) return `expected ${bytes} bytes. Received ${size === undefined ? NO_FILE : size}`;
  const result = await digest(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (result === undefined) return `expected ${bytes} bytes. Received ${NO_FILE}`;
  const { actual, found } = result;
  if (actual === expected) return found;
  return `expected the SHA-256 ${expected.slice(0, 12)}... Received ${actual.slice(0, 12)}...`;
}

const NO_FILE = 'no such file';
