import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The kinds of training data: MNIST, four IDX files, a folder of images per class, or a table. */
export type DataKind = 'mnist' | 'idx' | 'images' | 'table';

const TABLE_NAME = /\.(csv|tsv|tab|txt)$/i;

/** Determines the kind from the path. A missing folder counts as IDX files, whose reader then reports it. */
export function dataKind(path: string | undefined): DataKind {
  if (path === undefined) return 'mnist';
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return TABLE_NAME.test(path) ? 'table' : 'idx';
  if (!stats.isDirectory()) return 'table';
  const names = readdirSync(path).filter((name) => !name.startsWith('.'));
  const hasIdx = names.some((name) => /idx[13]-ubyte/.test(name));
  const isFolder = (name: string): boolean =>
    statSync(join(path, name), { throwIfNoEntry: false })?.isDirectory() === true;
  return !hasIdx && names.some(isFolder) ? 'images' : 'idx';
}
