/** Reads a folder of images with a sub-folder for each class. Node.js only. */
import type { Dirent } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { isNablaError, NablaError, seePage } from '@nablajs/core';
import { reason } from '../idx/idx-file.js';
import { damaged, MAX_IMAGE_FILE_BYTES, printable } from './codecs/image-file.js';
import { checkClassName, MAX_FORM_CLASSES } from './image-form.js';

/** A class and the paths of its images, sorted by name. */
interface ClassFolder {
  readonly name: string;
  readonly paths: readonly string[];
}

/** A file in a folder of images left out. */
export interface SkippedFile {
  readonly path: string;
  /** What was expected or is wrong, and the remedy. */
  readonly reason: string;
}

/** The classes of a folder, and what is in their folders besides their images. */
interface ClassFolders {
  readonly classes: readonly ClassFolder[];
  readonly skipped: readonly SkippedFile[];
}

/**
 * Lists the classes of a folder: its sub-folders, sorted by code unit, with their files that end with .png, .jpg or
 * .jpeg. Ignores hidden entries, and links that lead out of the folder.
 */
export async function listClasses(folder: string): Promise<ClassFolders> {
  const root = await realpathOf(folder);
  const entries = await entriesOf(folder, root);
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  checkCount(folder, names, entries.length - names.length);
  const classes: ClassFolder[] = [];
  const skipped: SkippedFile[] = [];
  for (const name of names) {
    checkClassName(name, folder);
    const path = join(folder, name);
    const isImage = (entry: Entry): boolean => entry.isFile() && /\.(png|jpe?g)$/i.test(entry.name);
    const found = await entriesOf(path, root);
    const others = found.filter((entry) => !isImage(entry)).map((entry) => join(path, entry.name));
    if (others.length === found.length) throw withoutImages(path, others.map(printable));
    classes.push({ name, paths: found.filter(isImage).map((entry) => join(path, entry.name)) });
    for (const other of others)
      skipped.push({ path: other, reason: 'expected a PNG or a JPEG; save it as one of these' });
  }
  return { classes, skipped };
}

const GUIDE = seePage('guides/your-own-images');

function checkCount(folder: string, names: readonly string[], files: number): void {
  if (names.length >= 2 && names.length <= MAX_FORM_CLASSES) return;
  const expected = 'expected a sub-folder of PNG or JPEG files for each class';
  const limit = names.length < 2 ? 'at least two classes' : `at most ${MAX_FORM_CLASSES} classes`;
  const received = counted(names.length, 'sub-folder');
  const loose = files === 0 ? '' : ` and ${counted(files, 'file')}; move each file into the folder of its class`;
  throw new NablaError('data', `${folder}: ${expected}, ${limit}. Received ${received}${loose}.${GUIDE}`);
}

const counted = (count: number, what: string): string => `${count || 'no'} ${what}${count === 1 ? '' : 's'}`;

function withoutImages(path: string, others: readonly string[]): NablaError {
  const [other] = others;
  const found = `${counted(others.length, 'other file')}, such as ${other}; save them as PNG or JPEG`;
  return new NablaError(
    'data',
    `${path}: expected PNG or JPEG files. Received ${other === undefined ? 'none' : found}.${GUIDE}`,
  );
}

async function realpathOf(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch (error) {
    throw unreadable(folder, 'expected a folder', error);
  }
}

/** Lists a folder, sorted by code unit, without hidden entries. */
async function entriesOf(folder: string, root: string): Promise<Entry[]> {
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    throw unreadable(folder, 'expected a folder', error);
  }
  const found: Entry[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const own = entry.isSymbolicLink() ? await resolveLink(entry.name, join(folder, entry.name), root) : entry;
    if (own !== undefined) found.push(own);
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

type Entry = Pick<Dirent, 'name' | 'isDirectory' | 'isFile'>;

/** Follows a link. Returns undefined if the target is missing or outside `root`. */
async function resolveLink(name: string, path: string, root: string): Promise<Entry | undefined> {
  const target = await realpath(path).catch(() => undefined);
  if (target === undefined || !target.startsWith(root.endsWith(sep) ? root : root + sep)) return undefined;
  const stats = await stat(target).catch(() => undefined);
  return stats && { name, isDirectory: () => stats.isDirectory(), isFile: () => stats.isFile() };
}

/** Reads a file of at most 64 MiB. Throws NablaError `data` that names the path. */
export async function readImageFile(path: string): Promise<Uint8Array> {
  try {
    const stats = await stat(path);
    // Reading a pipe or a device might never end.
    if (!stats.isFile()) throw damaged(path, 'expected a file. Received a folder or a device');
    if (stats.size <= MAX_IMAGE_FILE_BYTES) return await readFile(path);
    throw damaged(path, `expected at most ${MAX_IMAGE_FILE_BYTES} bytes. Received ${stats.size}; make it smaller`);
  } catch (error) {
    if (isNablaError(error)) throw error;
    throw unreadable(path, 'expected a file that can be read', error);
  }
}

function unreadable(path: string, expected: string, cause: unknown): NablaError {
  return damaged(path, `${expected}. Received ${printable(reason(cause))}; check the path`, cause);
}
