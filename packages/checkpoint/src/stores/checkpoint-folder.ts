/** Checkpoints in a folder, one folder each: `0012-epoch-3/manifest.json` and `tensors.safetensors`. */
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isNablaError } from '@nablajs/core';
import type { CheckpointFiles } from '../checkpoint/checkpoint.js';
import { MANIFEST_FILE, MAX_MANIFEST_BYTES, TENSORS_FILE } from '../checkpoint/manifest.js';
import { damaged, reason } from '../damage.js';
import { makeFolder, renameDurably, syncFolder, writeDurably } from '../files/durable-files.js';
import { takeLock } from '../files/folder-lock.js';
import {
  type CheckpointReader,
  type CheckpointStore,
  readerOn,
  type Shelf,
  type StoreOptions,
  storeOn,
} from './store.js';

const LOCK_FILE = 'checkpoints.nabla-lock';
/** What a save leaves that is killed: a checkpoint half written or half removed, or a claim on a lock that has gone. */
const LEFTOVER = /^(\.nabla-(new|old)-[0-9a-f]{16}|checkpoints\.nabla-lock(\.[0-9a-f]{16})+)$/;
/** The files of a checkpoint, and how large each may be: Node.js reads 2 GiB at once. */
const LIMITS: Readonly<Record<string, number>> = { [MANIFEST_FILE]: MAX_MANIFEST_BYTES, [TENSORS_FILE]: 2 ** 31 - 1 };

/**
 * Opens a folder of checkpoints to save to; it is made where it is missing. Other files in it are left alone. Close the
 * store when the run has ended: until then, or until this process ends, no other can open it.
 *
 * ```ts
 * const store = await openCheckpointFolder('runs/first/checkpoints', { keep: 3 });
 * const { config, dtype } = network;
 * const callback = new ModelCheckpoint({
 *   save: async (state, { best }) => void (await store.save(state, { best, model: { config, dtype } })),
 * });
 * ```
 *
 * Whatever the moment of a crash, the checkpoints before are whole. A checkpoint folder that holds a file of yours, or
 * that you made a symbolic link, is never removed.
 *
 * Rejects with a NablaError of code `data` where the folder cannot be written to, or where another process, which the
 * message names, has it open; of code `argument` for a `keep` that is no number of checkpoints.
 */
export async function openCheckpointFolder(path: string, options: StoreOptions = {}): Promise<CheckpointStore> {
  let unlock: (() => Promise<void>) | undefined;
  try {
    await makeFolder(path);
    unlock = await takeLock(join(path, LOCK_FILE));
    await removeLeftovers(path);
    return storeOn(writableShelf(path, unlock), options);
  } catch (error) {
    await unlock?.();
    throw isNablaError(error) ? error : damaged(`cannot save checkpoints to ${path}`, reason(error), error);
  }
}

/** Reads a folder of checkpoints, also while another process saves to it. Nothing is written. */
export function readCheckpointFolder(path: string): CheckpointReader {
  return readerOn(shelfOf(path));
}

function shelfOf(path: string): Shelf {
  return { place: path, names: () => readdir(path), read: (name) => readFiles(join(path, name)) };
}

function writableShelf(path: string, close: () => Promise<void>) {
  return {
    ...shelfOf(path),
    close,
    async put(name: string, files: CheckpointFiles, obsolete: readonly string[]): Promise<void> {
      await writeFolder(path, name, files);
      // What cannot be removed now is removed by the next save. The checkpoint is saved all the same.
      for (const old of obsolete) await removeCheckpoint(path, old).catch(() => undefined);
    },
  };
}

/** Under a name of its own, then by one rename. */
async function writeFolder(parent: string, name: string, files: CheckpointFiles): Promise<void> {
  const pending = join(parent, `.nabla-new-${randomBytes(8).toString('hex')}`);
  try {
    await mkdir(pending);
    for (const [file, bytes] of files) await writeDurably(join(pending, file), bytes);
    await syncFolder(pending);
    await renameDurably(pending, join(parent, name));
  } catch (error) {
    await rm(pending, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
}

/** By one rename too, so that no checkpoint is ever seen in part. */
async function removeCheckpoint(parent: string, name: string): Promise<void> {
  const path = join(parent, name);
  if (!(await lstat(path)).isDirectory()) return;
  if ((await readdir(path)).some((file) => !Object.hasOwn(LIMITS, file))) return;
  const old = join(parent, `.nabla-old-${randomBytes(8).toString('hex')}`);
  await rename(path, old);
  await rm(old, { recursive: true, force: true });
}

/** Of saves that were killed: nobody else is saving now. */
async function removeLeftovers(path: string): Promise<void> {
  for (const name of await readdir(path)) {
    if (LEFTOVER.test(name)) await rm(join(path, name), { recursive: true, force: true });
  }
}

/** The files of the checkpoint in a folder, without any other that is there; undefined where there is no such folder. */
export async function readFiles(folder: string): Promise<CheckpointFiles | undefined> {
  const files = new Map<string, Uint8Array>();
  if (!(await isRealFolder(folder))) return undefined;
  for (const [name, limit] of Object.entries(LIMITS)) {
    const bytes = await readRealFile(join(folder, name), limit);
    if (bytes !== undefined) files.set(name, bytes);
  }
  // A file is missing, or the whole folder was removed meanwhile.
  return files.size === Object.keys(LIMITS).length || (await isRealFolder(folder)) ? files : undefined;
}

async function isRealFolder(path: string): Promise<boolean> {
  const status = await statusOf(path);
  if (status?.isDirectory() === false) throw damaged(path, `expected a folder. Received ${kindOf(status)}`);
  return status !== undefined;
}

/** Undefined where there is none. Neither follows a link nor waits for a pipe. */
async function readRealFile(path: string, limit: number): Promise<Uint8Array | undefined> {
  const status = await statusOf(path);
  if (status === undefined) return undefined;
  if (!status.isFile()) throw damaged(path, `expected a file. Received ${kindOf(status)}`);
  if (status.size > limit) throw damaged(path, `expected at most ${limit} bytes. Received ${status.size}`);
  // Windows has no O_NOFOLLOW.
  const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)).catch(unlessMissing);
  if (file === undefined) return undefined;
  try {
    return await file.readFile();
  } finally {
    await file.close();
  }
}

type Status = Awaited<ReturnType<typeof lstat>>;

function statusOf(path: string): Promise<Status | undefined> {
  return lstat(path).catch(unlessMissing);
}

function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

function kindOf(status: Status): string {
  if (status.isSymbolicLink()) return 'a symbolic link, which is not followed';
  if (status.isDirectory()) return 'a folder';
  return status.isFile() ? 'a file' : 'a device or a pipe';
}
