/** Writes files so that they are safely on disk when the promise resolves. */
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { damaged } from '../damage.js';

/**
 * Writes a new file. Throws if anything of that name exists, even a symbolic link. After a crash the file may be
 * incomplete.
 */
export async function writeDurably(path: string, data: Uint8Array | string): Promise<void> {
  // wx is O_CREAT | O_EXCL: POSIX then follows no link in the last part of the path.
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

/**
 * Atomically replaces a file with another from the same folder: after a crash, either the old or the new one is there.
 */
export async function renameDurably(from: string, to: string): Promise<void> {
  await rename(from, to);
  await syncFolder(dirname(to));
}

/**
 * Creates a folder and its missing parents, and syncs each. One at a time: Node's recursive mkdir never returns in
 * /proc.
 */
export async function makeFolder(path: string): Promise<void> {
  if (await isFolder(path)) return;
  const above = dirname(path);
  await makeFolder(above);
  try {
    await mkdir(path);
  } catch (error) {
    // Another process may have created it first.
    if (!(await isFolder(path))) throw error;
  }
  await syncFolder(above);
}

/** Throws NablaError `data` if there is a file of that name. */
async function isFolder(path: string): Promise<boolean> {
  const status = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (status?.isDirectory() === false) throw damaged(path, 'expected a folder. Received a file');
  return status !== undefined;
}

/** Writes a folder's entries to disk: a file is lost in a crash if its name has not been written. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder, and keeps renames in order by itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Removes a file or a link, and ignores errors. */
export async function removeQuietly(path: string): Promise<void> {
  await rm(path, { force: true }).catch(() => undefined);
}

/**
 * Returns a file's size in bytes, or undefined if there is no such file. Throws NablaError `data` for a folder, a pipe
 * or a device.
 */
export async function sizeOfFile(path: string): Promise<number | undefined> {
  const status = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  if (status === undefined) return undefined;
  if (!status.isFile()) throw damaged(path, 'expected a file. Received a folder or a device');
  return status.size;
}
