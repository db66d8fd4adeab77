import { statfs } from 'node:fs/promises';
import { usageError } from '@nablajs/command-line';

/** What a file system says of itself: blocks that may be used, of all, and how many bytes a block has. */
export interface FileSystemSize {
  readonly bavail: number;
  readonly blocks: number;
  readonly bsize: number;
}

/** model.json, the header of the weights, and folders that grow. */
const SURPLUS_BYTES = 65_536;

/**
 * Throws a CommandError where the folder's file system has no room for weights of so many bytes: the model that is
 * there stays until the new one is written. Says nothing where the system does not know how much room there is.
 */
export async function checkRoom(
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
    `--out: cannot save there: ${folder}: the model needs ${megabytes(needed)} MB. Received ${megabytes(free)} MB of free ` +
      'space; free some or choose another folder.',
  );
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 1e7 ? 2 : 0);
}
