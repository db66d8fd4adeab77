import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What training data are: MNIST, four IDX files, a folder of images for each class, or a table. */
export type DataKind = 'mnist' | 'idx' | 'images' | 'table';

const TABLE_NAME = /\.(csv|tsv|tab|txt)$/i;

/** Tells it from the path alone; a folder that is not there is taken for one of IDX files, which says that it is missing. */
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
