/** JSON files that say what something was begun with: `run.json`, `search.json`. */
import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describeFailure, workError } from '@nablajs/command-line';
import type { z } from 'zod';

/** What a record's file begins with. */
export interface RecordFormat {
  readonly format: string;
  readonly formatVersion: number;
}

/** Writes a record, all or nothing, and on the disk for good. */
export function writeRecordFile(path: string, { format, formatVersion }: RecordFormat, record: object): void {
  const document = { format, formatVersion, ...record };
  const pending = join(dirname(path), `.nabla-new-${randomUUID()}`);
  // wx follows no link that somebody may have put there.
  const file = openSync(pending, 'wx');
  try {
    writeFileSync(file, `${JSON.stringify(document, null, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(pending, path);
}

/** Throws a CommandError for a file that is missing, larger than `maxBytes`, of a newer nabla, or not what `schema` says. */
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
    if (size > maxBytes) throw fail(`expected at most ${maxBytes} bytes. Received ${size}; it is not nabla's.`);
    document = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw fail('it is no JSON; restore it from a copy.', error);
    throw workError(describeFailure(error).message, { cause: error });
  }
  const { formatVersion } = (document ?? {}) as { formatVersion?: unknown };
  if (typeof formatVersion === 'number' && formatVersion > known) {
    throw fail(`version ${formatVersion} of the format is of a newer nabla; this one knows ${known}.`);
  }
  const { data, error } = schema.safeParse(document);
  if (data !== undefined) return data;
  throw fail(
    `it is not what nabla writes, at ${error?.issues[0]?.path.join('.') || 'the top'}; restore it from a copy.`,
  );
}
