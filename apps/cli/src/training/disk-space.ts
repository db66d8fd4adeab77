import { statfs } from 'node:fs/promises';
import { usageError } from '@nablajs/command-line';

/** The size of a file system: its available blocks, all blocks, and the bytes per block. */
export interface FileSystemSize {
  readonly bavail: number;
  readonly blocks: number;
  readonly bsize: number;
}

/** Room for model.json, the header of the weights, and folders. */
const SURPLUS_BYTES = 65_536;

/**
 * Throws a CommandError if the folder's file system has no room for weights of that size. An old model stays until the
 * new one is written. Does nothing if the system does not report its free space.
 */
export async function checkDiskSpace(
  folder: string,
  weightBytes: number,
  sizeOf: (folder: string) => Promise<FileSystemSize> = statfs,
): Promise<void> {
  const size = await sizeOf(folder).catch(() => undefined);
  // Some network and FUSE file systems answer 0 to everything.
  if (size === undefined || size.blocks === 0) return;
  const [needed, free] = [weightBytes + SURPLUS_BYTES, size.bavail * size.bsize];
  if (free >= needed) return;
  throw usageError(
    `--out: cannot save there: ${folder}: the model needs ${megabytes(needed)} MB, but only ` +
      `${megabytes(free)} MB are free. Free some space, or choose another folder.`,
  );
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 1e7 ? 2 : 0);
}
