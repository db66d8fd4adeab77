/** Reads a folder of images with a sub-folder for each class. Node.js only. */
import type { Dirent } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { isNablaError, NablaError } from '@nablajs/core';
import { reason } from '../idx/idx-file.js';
import { damaged, MAX_IMAGE_FILE_BYTES, printable } from './codecs/image-file.js';
import { checkClassName, MAX_FORM_CLASSES } from './image-form.js';

/** A class and the paths of its images, sorted by name. */
export interface ClassFolder {
  readonly name: string;
  readonly paths: readonly string[];
}

/**
 * Lists the classes of a folder: its sub-folders, sorted by code unit. Ignores hidden entries, files that do not end
 * with .png, .jpg or .jpeg, and symbolic links that lead out of the folder.
 */
export async function listClasses(folder: string): Promise<readonly ClassFolder[]> {
  const root = await realpathOf(folder);
  const names = await entriesOf(folder, root, (entry) => entry.isDirectory());
  checkCount(folder, names);
  const classes: ClassFolder[] = [];
  for (const name of names) {
    checkClassName(name, folder);
    const path = join(folder, name);
    const files = await entriesOf(path, root, (entry) => entry.isFile() && /\.(png|jpe?g)$/i.test(entry.name));
    if (files.length === 0) throw new NablaError('data', `${path}: expected PNG or JPEG files. Received none.`);
    classes.push({ name, paths: files.map((file) => join(path, file)) });
  }
  return classes;
}

function checkCount(folder: string, names: readonly string[]): void {
  if (names.length >= 2 && names.length <= MAX_FORM_CLASSES) return;
  const expected = 'expected a sub-folder of PNG or JPEG files for each class';
  const remedy = names.length < 2 ? 'at least two classes' : `at most ${MAX_FORM_CLASSES} classes`;
  throw new NablaError('data', `${folder}: ${expected}, ${remedy}. Received ${names.length || 'no sub-folders'}.`);
}

async function realpathOf(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch (error) {
    throw unreadable(folder, 'expected a folder', error);
  }
}

async function entriesOf(folder: string, root: string, isWanted: (entry: Entry) => boolean): Promise<string[]> {
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    throw unreadable(folder, 'expected a folder', error);
  }
  const names: string[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    if (isWanted(entry.isSymbolicLink() ? await resolveLink(entry.name, join(folder, entry.name), root) : entry)) {
      names.push(entry.name);
    }
  }
  return names.sort();
}

type Entry = Pick<Dirent, 'name' | 'isDirectory' | 'isFile'>;

/** Follows a link. The result is neither file nor folder if the target is missing or outside `root`. */
async function resolveLink(name: string, path: string, root: string): Promise<Entry> {
  const nothing = { name, isDirectory: () => false, isFile: () => false };
  const target = await realpath(path).catch(() => undefined);
  if (target === undefined || !target.startsWith(root.endsWith(sep) ? root : root + sep)) return nothing;
  const stats = await stat(target).catch(() => undefined);
  return stats === undefined ? nothing : { name, isDirectory: () => stats.isDirectory(), isFile: () => stats.isFile() };
}

/** Reads a file of at most 64 MiB. Throws a NablaError with code `data` that names the path. */
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
