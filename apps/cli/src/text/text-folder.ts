/** Reads a folder with a subfolder of text files per class as a table of texts and classes. */
import { type Dirent, readdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { describeFailure, workError } from '@nablajs/command-line';
import { utf16Of } from '@nablajs/datasets';

/** The columns of the table. */
const TEXT_COLUMN = 'text';
export const CLASS_COLUMN = 'class';

/** How much of a file is read: more has no new words, or more than a network reads. */
const MAX_FILE_BYTES = 1 << 18;
/** The texts are kept in memory. */
const MAX_BYTES = 2 ** 30;

const TEXT = /\.txt$/i;
const IMAGE = /\.(png|jpe?g)$/i;

/** Whether a folder has subfolders of text files. Throws a CommandError if there are images beside them. */
export function isTextFolder(folder: string): boolean {
  const has = (pattern: RegExp): string | undefined =>
    subfoldersOf(folder).find((name) => filesIn(join(folder, name), pattern).length > 0);
  const text = has(TEXT);
  const image = text === undefined ? undefined : has(IMAGE);
  if (image === undefined) return text !== undefined;
  throw workError(
    `${folder}: expected subfolders of images or of text files. Received text files in ${text} and images in ${image}; ` +
      'move one of the two elsewhere.',
  );
}

/** Returns the table of a folder of texts. Throws a CommandError for a file that is no text, or cannot be read. */
export async function textFolderTable(folder: string): Promise<Blob> {
  const rows: string[] = [`${TEXT_COLUMN},${CLASS_COLUMN}\n`];
  let bytes = 0;
  for (const name of subfoldersOf(folder)) {
    for (const file of filesIn(join(folder, name), TEXT)) {
      const row = `${quoted(await readText(join(folder, name, file)))},${quoted(name)}\n`;
      bytes += row.length;
      if (bytes > MAX_BYTES) throw workError(`${folder}: expected at most 1 GB of texts. Received more.`);
      rows.push(row);
    }
  }
  return new Blob(rows);
}

/**
 * Reads the first 256 kB of a text in UTF-8, in UTF-16 with its mark, or else in Windows-1252. Throws a CommandError
 * for a file that cannot be read, or is no text.
 */
export async function readText(path: string): Promise<string> {
  const text = decoded(await firstBytes(path));
  if (!text.includes('\0')) return text;
  throw workError(`${path}: expected a text. Received binary data; move the file elsewhere.`);
}

async function firstBytes(path: string): Promise<Uint8Array> {
  try {
    await using file = await open(path);
    const { buffer, bytesRead } = await file.read(new Uint8Array(MAX_FILE_BYTES), 0, MAX_FILE_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw workError(describeFailure(error).message, { cause: error });
  }
}

function decoded(bytes: Uint8Array): string {
  try {
    // A character that the end cuts is left out.
    return new TextDecoder(utf16Of(bytes) ?? 'utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

/** Returns the names of visible subfolders, sorted; none if the folder cannot be read. */
const subfoldersOf = (folder: string): string[] => namesOf(folder, (entry) => entry.isDirectory());

const filesIn = (folder: string, pattern: RegExp): string[] =>
  namesOf(folder, (entry) => entry.isFile() && pattern.test(entry.name));

function namesOf(folder: string, isRight: (entry: Dirent) => boolean): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.'));
    return entries
      .filter(isRight)
      .map(({ name }) => name)
      .sort();
  } catch {
    return [];
  }
}
