/** Writes that are on the disk when they return. */
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { damaged } from '../damage.js';

/**
 * Writes a file that must not exist yet: whatever has its name, a symbolic link too, is neither followed nor changed.
 * After an error nothing is left of it; after a crash in between its content may be partial.
 */
export async function writeDurably(path: string, data: Uint8Array | string): Promise<void> {
  // wx is O_CREAT | O_EXCL, with which POSIX follows no link in the last part of the path.
  const file = await open(path, 'wx');
  try {
    await file.writeFile(data);
    await file.sync();
  } catch (error) {
    await removeQuietly(path);
    throw error;
  } finally {
    await file.close();
  }
}

/** Moves a file over another of the same folder, at once: after a crash there is either the old one or the new one. */
export async function renameDurably(from: string, to: string): Promise<void> {
  await rename(from, to);
  await syncFolder(dirname(to));
}

/**
 * Makes a folder and those above it, where they are missing; each is on the disk by its name. One at a time: Node's
 * recursive mkdir never returns where a system refuses new folders with ENOENT, as /proc does.
 */
export async function makeFolder(path: string): Promise<void> {
  if (await isFolder(path)) return;
  const above = dirname(path);
  await makeFolder(above);
  try {
    await mkdir(path);
  } catch (error) {
    // Another process may have been faster.
    if (!(await isFolder(path))) throw error;
  }
  await syncFolder(above);
}

/** Throws a NablaError of code `data` for a file. */
async function isFolder(path: string): Promise<boolean> {
  const status = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (status?.isDirectory() === false) throw damaged(path, 'expected a folder. Received a file');
  return status !== undefined;
}

/** Makes the names in a folder last: a file that is on the disk is of no use while its name is not. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder, and keeps the order of renames by itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Removes a file, or a link and not what it leads to. That may fail too, after an error that is the one to report. */
export async function removeQuietly(path: string): Promise<void> {
  await rm(path, { force: true }).catch(() => undefined);
}

/** In bytes; undefined where there is no such file. Throws a NablaError of code `data` for a folder, a pipe or a device. */
export async function sizeOfFile(path: string): Promise<number | undefined> {
  const status = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  if (status === undefined) return undefined;
  if (!status.isFile()) throw damaged(path, 'expected a file. Received a folder or a device');
  return status.size;
}
