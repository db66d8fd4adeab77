/** Finds data: those that the user names, or the only data in the working folder. */
import { type Dirent, existsSync, readdirSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { oneLine, usageError } from '@nablajs/command-line';
import { shellQuoted } from '../shell-quoted.js';
import { dataKind } from './data-kind.js';

export interface ImageClass {
  readonly name: string;
  readonly images: number;
}

/** `path` uses slashes, and is relative if it lies in the working folder. */
export type LocalData =
  | { readonly kind: 'table'; readonly path: string }
  | { readonly kind: 'text'; readonly path: string }
  | { readonly kind: 'idx'; readonly path: string }
  | { readonly kind: 'images'; readonly path: string; readonly classes: readonly ImageClass[] };

export type FoundData = { readonly kind: 'mnist' } | LocalData;

/**
 * Throws a CommandError if `named` has no data, or is absent and there are several. With a target, a text is a table.
 */
export function findData(workingFolder: string, named: string | undefined, target?: string): FoundData {
  if (named !== undefined) return namedData(workingFolder, named, target);
  return onlyOf(dataIn(workingFolder), 'init') ?? { kind: 'mnist' };
}

/** Returns the tables and the folders of images or IDX files in a folder; or the folder, if it is one. */
export function dataIn(workingFolder: string): LocalData[] {
  const entries = readEntries(workingFolder);
  const tables = entries.filter((entry) => entry.isFile() && /\.(csv|tsv)$/i.test(entry.name));
  const here = imagesIn(workingFolder, '.');
  const folders = entries.filter((entry) => entry.isDirectory() && !IGNORED_FOLDERS.has(entry.name));
  const images =
    here !== undefined
      ? [here]
      : folders.slice(0, MOST_FOLDERS).flatMap(({ name }) => imagesIn(join(workingFolder, name), name) ?? []);
  return [...tables.map(({ name }) => ({ kind: 'table', path: name }) as const), ...images];
}

/** Throws a CommandError with the commands to type if there are several. */
export function onlyOf(found: readonly LocalData[], command: string): LocalData | undefined {
  if (found.length <= 1) return found[0];
  const commands = found
    .slice(0, MOST_SHOWN)
    .map((data) => [`nabla ${command} ${shellQuoted(data.path)}`, contentOf(data)] as const);
  const more = found.length > MOST_SHOWN ? `, of which these are the first ${MOST_SHOWN}` : '';
  throw usageError(`${command}: expected the only data in this folder. Received ${found.length}${more}. Name one.`, {
    commands,
  });
}

const MOST_SHOWN = 20;

/** `a table`, or `images of 3 classes`. */
export function contentOf(data: LocalData): string {
  if (data.kind === 'table' || data.kind === 'text') return `a ${data.kind}`;
  return data.kind === 'idx' ? 'images in IDX files' : `images of ${data.classes.length} classes`;
}

function namedData(workingFolder: string, named: string, target: string | undefined): FoundData {
  const path = resolve(workingFolder, named);
  const place = portable(relative(workingFolder, path)) || '.';
  if (!existsSync(path)) {
    throw usageError(
      `init: expected a table, a text or a folder of images. ${oneLine(named)} does not exist; check the path.`,
    );
  }
  if (dataKind(path) === 'arrays') throw usageError(`init: arrays need no config: nabla train ${shellQuoted(place)}`);
  const kind = dataKind(path, target === undefined ? {} : { target });
  if (kind === 'table' || kind === 'text') return { kind, path: place };
  const found = imagesIn(path, place);
  if (found !== undefined) return found;
  throw usageError(
    `init: expected a table, a text, a folder with a subfolder of PNG or JPEG files per class, or a folder of IDX files. ` +
      `Received ${oneLine(named)}, which has no such subfolders and no IDX files.`,
  );
}

const IGNORED_FOLDERS = new Set(['node_modules', 'runs', 'searches']);

/** The most folders to look at, in the working folder or as classes. */
const MOST_FOLDERS = 1000;

/** `path`: the folder's path in the config. */
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

/** Sorted by name, without hidden ones; none if the folder is unreadable. */
function readEntries(folder: string): Dirent[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.'));
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}

const portable = (path: string): string => path.split(sep).join('/');
