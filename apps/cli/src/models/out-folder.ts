import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkModelFolder } from '@nablajs/checkpoint';
import { describeFailure, usageError } from '@nablajs/command-line';

/**
 * Makes the folder and writes to it, so that hours of training do not end at a folder that refuses the model. A model of ours
 * may be there, which saving replaces, but no file that is not ours under its names.
 */
export async function prepareOutFolder(folder: string): Promise<void> {
  const probe = join(folder, `.nabla-probe-${randomUUID()}`);
  try {
    await checkModelFolder(folder);
    const present = statSync(folder, { throwIfNoEntry: false });
    if (present?.isDirectory() === false) throw usageError(`${folder} is a file, not a folder`);
    makeFolder(folder);
    // wx follows no link that somebody may have put there.
    writeFileSync(probe, '', { flag: 'wx' });
    rmSync(probe);
  } catch (error) {
    throw usageError(`--out: cannot save there: ${describeFailure(error).message}`, { cause: error });
  }
}

/** One level at a time: Node's recursive `mkdirSync` never returns where a system refuses new folders with ENOENT, as /proc does. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}
