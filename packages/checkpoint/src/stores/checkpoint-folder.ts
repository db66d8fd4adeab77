/** Checkpoints in a folder, each in its own folder: `0012-epoch-3/manifest.json` and `tensors.safetensors`. */
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
  type CheckpointStorage,
  type CheckpointStore,
  createReader,
  createStore,
  type StoreOptions,
} from './store.js';

const LOCK_FILE = 'checkpoints.nabla-lock';
/** What a killed save leaves behind: a checkpoint half written or half removed, or a claim on a lock that is gone. */
const LEFTOVER = /^(\.nabla-(new|old)-[0-9a-f]{16}|checkpoints\.nabla-lock(\.[0-9a-f]{16})+)$/;
/** The files of a checkpoint and the size limit of each. Node.js reads at most 2 GiB at once. */
const LIMITS: Readonly<Record<string, number>> = { [MANIFEST_FILE]: MAX_MANIFEST_BYTES, [TENSORS_FILE]: 2 ** 31 - 1 };

/**
 * Opens a folder for saving checkpoints, and creates it if it is missing. Only one process can have a folder open for
 * saving. Close the store when the run has ended.
 *
 * If the process crashes during a save, all earlier checkpoints are intact. A checkpoint's folder with a file of your
 * own is never removed.
 *
 * @throws NablaError `data` if the folder cannot be written to, or if another process has it open; `argument` if `keep`
 * is not a whole number of at least 1 or Infinity.
 *
 * @example
 * ```ts
 * const store = await openCheckpointFolder('runs/first/checkpoints', { keep: 3 });
 * const { config, dtype } = network;
 * const callback = new ModelCheckpoint({
 *   save: async (state, { best }) => {
 *     await store.save(state, { best, model: { config, dtype } });
 *   },
 * });
 * await fit(network, dataset, { loss, optimizer, epochs: 10, callbacks: [callback] });
 * await store.close();
 * ```
 */
export async function openCheckpointFolder(path: string, options: StoreOptions = {}): Promise<CheckpointStore> {
  let unlock: (() => Promise<void>) | undefined;
  try {
    await makeFolder(path);
    unlock = await takeLock(join(path, LOCK_FILE));
    await removeLeftovers(path);
    return createStore(writableStorage(path, unlock), options);
  } catch (error) {
    await unlock?.();
    throw isNablaError(error) ? error : damaged(`cannot save checkpoints to ${path}`, reason(error), error);
  }
}

/**
 * Reads a folder of checkpoints. Another process may be saving to it at the same time. Writes nothing.
 *
 * @example
 * ```ts
 * const reader = readCheckpointFolder('runs/first/checkpoints');
 * const names = (await reader.list()).map(({ name }) => name);
 * const { state } = await reader.load('best');
 * ```
 */
export function readCheckpointFolder(path: string): CheckpointReader {
  return createReader(storageOf(path));
}

function storageOf(path: string): CheckpointStorage {
  return { place: path, names: () => readdir(path), read: (name) => readFiles(join(path, name)) };
}

function writableStorage(path: string, close: () => Promise<void>) {
  return {
    ...storageOf(path),
    close,
    async put(name: string, files: CheckpointFiles, obsolete: readonly string[]): Promise<void> {
      await writeFolder(path, name, files);
      // The new checkpoint is saved either way; the next save tries again to remove the old one.
      for (const old of obsolete) await removeCheckpoint(path, old).catch(() => undefined);
    },
  };
}

/** Writes under a temporary name, then renames once. */
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

/** Renames first, so nobody sees a partly removed checkpoint. */
async function removeCheckpoint(parent: string, name: string): Promise<void> {
  const path = join(parent, name);
  if (!(await lstat(path)).isDirectory()) return;
  if ((await readdir(path)).some((file) => !Object.hasOwn(LIMITS, file))) return;
  const old = join(parent, `.nabla-old-${randomBytes(8).toString('hex')}`);
  await rename(path, old);
  await rm(old, { recursive: true, force: true });
}

/** Removes what killed saves left behind. This process holds the lock, so no one else is saving. */
async function removeLeftovers(path: string): Promise<void> {
  for (const name of await readdir(path)) {
    if (LEFTOVER.test(name)) await rm(join(path, name), { recursive: true, force: true });
  }
}

/** Reads the files of a checkpoint and ignores all others. Returns undefined if there is no such folder. */
export async function readFiles(folder: string): Promise<CheckpointFiles | undefined> {
  const files = new Map<string, Uint8Array>();
  if (!(await isRealFolder(folder))) return undefined;
  for (const [name, limit] of Object.entries(LIMITS)) {
    const bytes = await readRealFile(join(folder, name), limit);
    if (bytes !== undefined) files.set(name, bytes);
  }
  // If files are missing, check whether the whole folder was removed meanwhile.
  return files.size === Object.keys(LIMITS).length || (await isRealFolder(folder)) ? files : undefined;
}

async function isRealFolder(path: string): Promise<boolean> {
  const status = await statusOf(path);
  if (status?.isDirectory() === false) throw damaged(path, `expected a folder. Received ${kindOf(status)}`);
  return status !== undefined;
}

/** Returns undefined if there is no such file. Neither follows a link nor waits for a pipe. */
async function readRealFile(path: string, limit: number): Promise<Uint8Array | undefined> {
  const status = await statusOf(path);
  if (status === undefined) return undefined;
  if (!status.isFile()) throw damaged(path, `expected a file. Received ${kindOf(status)}`);
  if (status.size > limit) throw damaged(path, `expected at most ${limit} bytes. Received ${status.size}`);
  // Windows has no O_NOFOLLOW.
  const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)).catch(undefinedIfMissing);
  if (file === undefined) return undefined;
  try {
    return await file.readFile();
  } finally {
    await file.close();
  }
}

type Status = Awaited<ReturnType<typeof lstat>>;

function statusOf(path: string): Promise<Status | undefined> {
  return lstat(path).catch(undefinedIfMissing);
}

function undefinedIfMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

function kindOf(status: Status): string {
  if (status.isSymbolicLink()) return 'a symbolic link, which is not followed';
  if (status.isDirectory()) return 'a folder';
  return status.isFile() ? 'a file' : 'a device or a pipe';
}
