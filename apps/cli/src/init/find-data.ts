/** Finds the data for a config: the named data, or the only data in the working folder. */
import { type Dirent, existsSync, readdirSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { oneLine, usageError } from '@nablajs/command-line';
import { dataKind } from '../data/data-kind.js';

export interface ImageClass {
  /** The name of the class's folder. */
  readonly name: string;
  readonly images: number;
}

/** The data. `path` uses slashes, and is relative if it lies in the working folder. */
export type FoundData =
  | { readonly kind: 'mnist' }
  | { readonly kind: 'table'; readonly path: string }
  | { readonly kind: 'idx'; readonly path: string }
  | { readonly kind: 'images'; readonly path: string; readonly classes: readonly ImageClass[] };

/** Finds the data. Throws a CommandError if `named` contains no data, or if it is absent and there are several. */
export function findData(workingFolder: string, named: string | undefined): FoundData {
  if (named !== undefined) return namedData(workingFolder, named);
  const entries = readEntries(workingFolder);
  const tables = entries.filter((entry) => entry.isFile() && /\.(csv|tsv)$/i.test(entry.name));
  const [table] = tables;
  if (table !== undefined) {
    checkOnly(
      tables.map((entry) => entry.name),
      'table',
    );
    return { kind: 'table', path: table.name };
  }
  return onlyFolder(workingFolder, entries) ?? { kind: 'mnist' };
}

function namedData(workingFolder: string, named: string): FoundData {
  const path = resolve(workingFolder, named);
  const place = portable(relative(workingFolder, path)) || '.';
  if (!existsSync(path)) {
    throw usageError(`init: expected a table or a folder of images. ${oneLine(named)} does not exist; check the path.`);
  }
  if (dataKind(path) === 'table') return { kind: 'table', path: place };
  const found = imagesIn(path, place);
  if (found !== undefined) return found;
  throw usageError(
    `init: expected a table, a folder with a subfolder of PNG or JPEG files per class, or a folder of IDX files. ` +
      `Received ${oneLine(named)}, which has neither images nor IDX files.`,
  );
}

/** Folders that never contain data. */
const IGNORED_FOLDERS = new Set(['node_modules', 'runs']);

function onlyFolder(workingFolder: string, entries: readonly Dirent[]): FoundData | undefined {
  const here = imagesIn(workingFolder, '.');
  if (here !== undefined) return here;
  const folders = entries.filter((entry) => entry.isDirectory() && !IGNORED_FOLDERS.has(entry.name));
  const found = folders
    .slice(0, MOST_FOLDERS)
    .map(({ name }) => imagesIn(join(workingFolder, name), name))
    .filter((one) => one !== undefined);
  checkOnly(
    found.map(({ path }) => path),
    'folder of images',
  );
  return found[0];
}

function checkOnly(names: readonly string[], what: string): void {
  if (names.length <= 1) return;
  const shown = names.slice(0, 20).map(oneLine).join(', ');
  const more = names.length > 20 ? ' …' : '';
  throw usageError(`init: found more than one ${what}: ${shown}${more}. Name one: nabla init DATA.`);
}

/** The most folders to look at, in the working folder or as classes. */
const MOST_FOLDERS = 1000;

/** Returns the images in a folder, if there are any; `path` is the folder's path in the config. */
function imagesIn(folder: string, path: string): Extract<FoundData, { kind: 'idx' | 'images' }> | undefined {
  const entries = readEntries(folder);
  if (entries.some((entry) => entry.isFile() && /idx3-ubyte(\.gz)?$/.test(entry.name))) return { kind: 'idx', path };
  const classes = entries
    .filter((entry) => entry.isDirectory())
    .slice(0, MOST_FOLDERS)
    .map(({ name }) => ({ name, images: countImages(join(folder, name)) }))
    .filter(({ images }) => images > 0);
  return classes.length < 2 ? undefined : { kind: 'images', path, classes };
}

function countImages(folder: string): number {
  return readEntries(folder).filter((entry) => entry.isFile() && /\.(png|jpe?g)$/i.test(entry.name)).length;
}

/** Returns the entries sorted by name, without hidden ones; none if the folder is unreadable. */
function readEntries(folder: string): Dirent[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.'));
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}

const portable = (path: string): string => path.split(sep).join('/');
