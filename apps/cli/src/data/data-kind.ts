import { constants, openAsBlob, readdirSync, statSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { describeFailure, workError } from '@nablajs/command-line';
import type { NablaConfig } from '../settings/config-schema.js';
import { isTextFolder } from '../text/text-folder.js';

export type DataKind = 'mnist' | 'idx' | 'images' | 'table' | 'text' | 'arrays';

const TABLE_NAME = /\.(csv|tsv|tab|txt)$/i;
const ARRAYS_NAME = /\.(npz|npy)$/i;

type Given = Pick<NablaConfig, 'preset' | 'target' | 'task'>;

/**
 * Determines the kind from the path, also if nothing is there. A folder without IDX files has images, or is a table if
 * it has subfolders of text files. A `.txt` is a text, unless the settings are for a table: a target, a task, or a
 * table's preset.
 */
export function dataKind(path: string | undefined, given: Given = {}): DataKind {
  if (path === undefined) return 'mnist';
  const stats = statSync(path, { throwIfNoEntry: false });
  const isFile = stats === undefined ? TABLE_NAME.test(path) || ARRAYS_NAME.test(path) : !stats.isDirectory();
  if (isFile && ARRAYS_NAME.test(path)) return 'arrays';
  if (isFile) return isText(path, given) ? 'text' : 'table';
  if (stats === undefined) return 'images';
  if (readdirSync(path).some((name) => /^[^.].*idx[13]-ubyte/.test(name))) return 'idx';
  return isTextFolder(path) ? 'table' : 'images';
}

function isText(path: string, { preset, target, task }: Given): boolean {
  if (preset === 'gpt') return true;
  const isOfTable = preset === 'table' || preset === 'table-fast' || target !== undefined || task !== undefined;
  return /\.txt$/i.test(path) && !isOfTable;
}

/** Throws a CommandError for a folder, and for a file that cannot be read. `expected`: what it should be. */
export async function openFile(path: string, expected: string): Promise<Blob> {
  await checkExists(path);
  if (statSync(path).isDirectory()) throw workError(`${path}: expected ${expected}. Received a folder.`);
  return await openAsBlob(path);
}

export async function checkExists(path: string): Promise<void> {
  try {
    await access(path, constants.R_OK);
  } catch (error) {
    throw workError(describeFailure(error).message, { cause: error });
  }
}
