/** Writes that are on the disk when they return. */
import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { damaged } from './damage.js';

/** Writes a file; after a crash in between, or an error, its content may be partial. */
export async function writeDurably(path: string, data: Uint8Array | string): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(data);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Moves a file over another of the same folder, at once: after a crash there is either the old one or the new one. */
export async function renameDurably(from: string, to: string): Promise<void> {
  await rename(from, to);
  await syncFolder(dirname(to));
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

/** Removes what is there of a failed write. That may fail too, and the first error is the one to report. */
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
