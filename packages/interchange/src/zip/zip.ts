/** ZIP files (PKWARE's APPNOTE 6.3.10), as PyTorch, Keras and NumPy use them: entries that are stored or deflated. */
import { checkOptionNames } from '@nablajs/core';
import { type Zippable, zipSync } from 'fflate';
import { damaged } from '../model/damage.js';
import { readDirectory } from './directory.js';
import { readEntry } from './entry.js';

/** Limits of `readZip`, checked before anything is inflated. */
export interface ReadZipOptions {
  /** Names the file in errors. Default: `file.zip`. */
  readonly name?: string;
  /** The most entries. Default: 200,000. */
  readonly maxEntries?: number;
  /** The most bytes of all entries together. Default: 100 times the file's, and at least 64 MiB. */
  readonly maxBytes?: number;
}

/** The files in a ZIP file, by their paths, in the file's order. */
export interface ZipFile {
  readonly names: readonly string[];
  /** Whether there is a file of this path. */
  has(name: string): boolean;
  /**
   * Returns the bytes of one file: a view of the ZIP file if it is stored, else inflated. Throws NablaError `data` if
   * there is none, or if it is damaged.
   */
  read(name: string): Uint8Array;
}

/**
 * Reads the directory of a ZIP file; `read` then inflates single files.
 *
 * @throws NablaError `data` for a file that is no ZIP file, is damaged, encrypted or split, exceeds a limit, or has a
 * path twice or out of the folder (`../`, `/`, `C:`).
 *
 * @example
 * ```ts
 * const zip = readZip(await readFile('model.keras'), { name: 'model.keras' });
 * const config = JSON.parse(new TextDecoder().decode(zip.read('config.json')));
 * ```
 */
export function readZip(bytes: Uint8Array, options: ReadZipOptions = {}): ZipFile {
  checkOptionNames('readZip', options, ['name', 'maxEntries', 'maxBytes']);
  const { name: file = 'file.zip', maxEntries = 200_000, maxBytes = Math.max(100 * bytes.length, 2 ** 26) } = options;
  const entries = new Map(readDirectory(bytes, file, { maxEntries, maxBytes }).map((entry) => [entry.name, entry]));
  return {
    names: [...entries.keys()],
    has: (name) => entries.has(name),
    read: (name) => {
      const entry = entries.get(name);
      if (entry === undefined) throw damaged(file, `expected a file '${name}' in it. Received none`);
      return readEntry(bytes, entry, `${file}: ${name}`);
    },
  };
}

/** Options of `writeZip`. */
export interface WriteZipOptions {
  /** How hard to compress, 0 (not at all) to 9. Default: 0, since weights hardly compress. */
  readonly level?: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
}

/**
 * Writes files into a ZIP file. Equal files give equal bytes.
 *
 * @example
 * ```ts
 * await writeFile('notes.zip', writeZip(new Map([['notes.txt', new TextEncoder().encode('hello')]])));
 * ```
 */
export function writeZip(files: ReadonlyMap<string, Uint8Array>, options: WriteZipOptions = {}): Uint8Array {
  checkOptionNames('writeZip', options, ['level']);
  const { level = 0 } = options;
  // The local time of the year that the format begins with is the same date everywhere.
  return zipSync(Object.fromEntries(files) as Zippable, { level, mtime: new Date(1980, 0, 1) });
}
