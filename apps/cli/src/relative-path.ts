import { relative } from 'node:path';

/** As somebody would type it here. */
export function relativePath(folder: string): string {
  const path = relative('', folder);
  if (path === '') return '.';
  return path.startsWith('..') ? folder : path;
}
