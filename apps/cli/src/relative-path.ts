import { relative } from 'node:path';

/** Returns a folder's path as you would type it in the working folder: relative if it lies inside, else unchanged. */
export function relativePath(folder: string): string {
  const path = relative('', folder);
  if (path === '') return '.';
  return path.startsWith('..') ? folder : path;
}
