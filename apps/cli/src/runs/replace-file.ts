/** Replaces a file in the folder of a run or a search. */
import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The names of files that are not yet complete. A killed process leaves such a file behind. */
export const PENDING: RegExp = /^\.nabla-new-[0-9a-f-]{36}$/;

/**
 * Atomically replaces a file, and waits until it is on the disk. Only the process that holds the folder's lock may call
 * this: the pending files of others are removed first, so that a full disk has their space. Throws the system's error,
 * and leaves the old file and no pending one.
 */
export function replaceFile(path: string, text: string): void {
  const folder = dirname(path);
  const remove = (name: string): void => rmSync(join(folder, name), { recursive: true, force: true });
  for (const name of readdirSync(folder).filter((one) => PENDING.test(one))) remove(name);
  const name = `.nabla-new-${randomUUID()}`;
  const pending = join(folder, name);
  try {
    // The flag wx does not follow a link that somebody may have put there.
    const file = openSync(pending, 'wx');
    try {
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(pending, path);
  } catch (error) {
    remove(name);
    throw error;
  }
}
