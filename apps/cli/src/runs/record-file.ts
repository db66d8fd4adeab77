/** Writes and reads records, the JSON files `run.json` and `search.json`. */
import { readFileSync, statSync } from 'node:fs';
import { describeFailure, workError } from '@nablajs/command-line';
import type { z } from 'zod';
import { replaceFile } from './replace-file.js';

/** The first fields of a record. */
export interface RecordFormat {
  readonly format: string;
  readonly formatVersion: number;
}

/** Writes a record atomically, and waits until it is on the disk. The caller holds the lock of its folder. */
export function writeRecordFile(path: string, { format, formatVersion }: RecordFormat, record: object): void {
  const document = { format, formatVersion, ...record };
  replaceFile(path, `${JSON.stringify(document, null, 2)}\n`);
}

/** Reads a record. Throws a CommandError if it is missing, larger than `maxBytes`, from a newer nabla, or invalid. */
export function readRecordFile<T>(
  path: string,
  { formatVersion: known }: RecordFormat,
  schema: z.ZodType<T>,
  maxBytes: number,
): T {
  const fail = (why: string, cause?: unknown) => workError(`${path}: ${why}`, { cause });
  let document: unknown;
  try {
    const { size } = statSync(path);
    if (size > maxBytes)
      throw fail(`expected at most ${maxBytes} bytes. Received ${size}; nabla did not write this file.`);
    document = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw fail('not valid JSON; restore the file from a copy.', error);
    throw workError(describeFailure(error).message, { cause: error });
  }
  const { formatVersion } = (document ?? {}) as { formatVersion?: unknown };
  if (typeof formatVersion === 'number' && formatVersion > known) {
    throw fail(`a newer nabla wrote version ${formatVersion} of the format; this one reads ${known}. Update nabla.`);
  }
  const { data, error } = schema.safeParse(document);
  if (data !== undefined) return data;
  throw fail(
    `not in nabla's format, at ${error?.issues[0]?.path.join('.') || 'the top'}; restore the file from a copy.`,
  );
}
