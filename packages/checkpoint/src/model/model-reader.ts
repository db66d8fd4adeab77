/** Reads the model that counts in a folder, while others may be saving there. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { damaged } from '../damage.js';
import { sizeOfFile } from '../files/durable-files.js';
import {
  MAX_MODEL_FILE_BYTES,
  MODEL_FILE,
  type ModelFile,
  parseModelFile,
  WEIGHTS_FILE,
  type WeightsRecord,
} from './model-file.js';

/** What a save writes first, under a name that no other save has. */
export const PENDING: RegExp = /^(model\.json|weights\.safetensors)\.nabla-new-[0-9a-f]{16}$/;
/** What Node.js reads at once. */
export const MAX_WEIGHTS_BYTES: number = 2 ** 31 - 1;
/** How many saves may end, one after the other, while one load goes on. */
const MAX_ATTEMPTS = 1000;

/** Lower-case hexadecimal. */
export function sha256(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex');
}

/**
 * model.json, and what `find` finds of the weights it names. `find` gives a text, what is wrong, where they are not
 * there; then a save may have ended between the two reads, and both are read again as long as model.json changes.
 * Throws a NablaError of code `data` with that text where it does not.
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
        `${weights}; it is damaged or of another model: restore it, or move it away and save the model again`,
      );
    }
  }
}

/** Changes whenever another file takes the name, even one of the same content. */
async function identityOf(path: string): Promise<string> {
  const status = await stat(path, { bigint: true }).catch(() => undefined);
  return status === undefined ? '' : `${status.dev} ${status.ino} ${status.ctimeNs}`;
}

/** Throws a NablaError of code `data` where there is none, or it is not whole. */
async function readModelFile(folder: string): Promise<ModelFile> {
  const path = join(folder, MODEL_FILE);
  const size = await sizeOfFile(path);
  if (size === undefined) {
    throw damaged(
      `no model in ${folder}`,
      `expected ${MODEL_FILE} or checkpoints; save one with saveModel (nabla train --out)`,
    );
  }
  if (size > MAX_MODEL_FILE_BYTES) {
    throw damaged(path, `expected at most ${MAX_MODEL_FILE_BYTES} bytes. Received ${size}`);
  }
  return parseModelFile(await readFile(path), path);
}

/** The bytes that `record` tells of, or what is wrong with those that are there. */
export async function readWeights(folder: string, record: WeightsRecord): Promise<Uint8Array | string> {
  return firstMatching(folder, record, async (path) => {
    const bytes = await readFile(path);
    return { actual: sha256(bytes), found: bytes };
  });
}

/**
 * The path of the bytes that `record` tells of, which are not kept in memory, or what is wrong with those that are
 * there.
 */
export async function locateWeights(folder: string, record: WeightsRecord): Promise<{ path: string } | string> {
  return firstMatching(folder, record, async (path) => {
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
    return { actual: hash.digest('hex'), found: { path } };
  });
}

type Digest<T> = (path: string) => Promise<{ readonly actual: string; readonly found: T }>;

async function firstMatching<T>(folder: string, record: WeightsRecord, digest: Digest<T>): Promise<T | string> {
  // Pending first: a save that goes on meanwhile renames it, and the file is then found under the second name.
  for (const name of [...(await pendingWeights(folder)), WEIGHTS_FILE]) {
    const found = await matching(join(folder, name), record, digest);
    if (typeof found !== 'string' || name === WEIGHTS_FILE) return found;
  }
  return 'no weights';
}

/** Links are not among them: a save makes none. */
async function pendingWeights(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.flatMap((entry) =>
    entry.isFile() && PENDING.test(entry.name) && entry.name.startsWith(WEIGHTS_FILE) ? [entry.name] : [],
  );
}

/** What `digest` found, or what is wrong with it. Sizes come first: a file that cannot be the right one is not read. */
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
