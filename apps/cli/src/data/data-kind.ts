import { constants, readdirSync, statSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { describeFailure, workError } from '@nablajs/command-line';

/** The kinds of training data: MNIST, four IDX files, a folder of images per class, or a table. */
export type DataKind = 'mnist' | 'idx' | 'images' | 'table';

const TABLE_NAME = /\.(csv|tsv|tab|txt)$/i;

/** Determines the kind from the path, also if nothing is there. A folder without IDX files is one of images. */
export function dataKind(path: string | undefined): DataKind {
  if (path === undefined) return 'mnist';
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return TABLE_NAME.test(path) ? 'table' : 'images';
  if (!stats.isDirectory()) return 'table';
  return readdirSync(path).some((name) => /^[^.].*idx[13]-ubyte/.test(name)) ? 'idx' : 'images';
}

/** Throws a CommandError unless there is a file or a folder that can be read. */
export async function checkExists(path: string): Promise<void> {
  try {
    await access(path, constants.R_OK);
  } catch (error) {
    throw workError(describeFailure(error).message, { cause: error });
  }
}
