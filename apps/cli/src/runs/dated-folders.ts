/** Folders of runs and searches, named by the time when they were created. */
import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Returns the path of a new folder below `parent`: `runs/2026-11-27T05-10-22-quick`. */
export function newDatedFolder(parent: string, started: Date, name: string): string {
  const time = started.toISOString().slice(0, 19).replaceAll(':', '-');
  const path = join(parent, `${time}-${name}`);
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? path : `${path}-${number}`;
    if (statSync(candidate, { throwIfNoEntry: false }) === undefined) return candidate;
  }
}

/**
 * Returns the newest folder below `parent` that `isOne` accepts, or undefined if there is none. `startedOf` reads when
 * a folder was started. If it throws, the folder counts as the oldest; opening it reports the error.
 */
export function newestFolder(
  parent: string,
  isOne: (folder: string) => boolean,
  startedOf: (folder: string) => string,
): string | undefined {
  const folders = readdirIfThere(parent).map((name) => join(parent, name));
  const dated = folders.filter(isOne).map((folder) => ({ folder, started: startOf(folder, startedOf) }));
  const [newest] = dated.sort((a, b) => (a.started === b.started ? compare(b, a) : a.started < b.started ? 1 : -1));
  return newest?.folder;
}

const compare = (a: { folder: string }, b: { folder: string }): number =>
  basename(a.folder).localeCompare(basename(b.folder), 'en', { numeric: true });

function startOf(folder: string, startedOf: (folder: string) => string): string {
  try {
    return startedOf(folder);
  } catch {
    return '';
  }
}

function readdirIfThere(folder: string): string[] {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true ? readdirSync(folder) : [];
}
