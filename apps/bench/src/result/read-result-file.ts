/** Reads and writes result files; whatever is wrong with one is said in one line. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { plainText } from '@nablajs/charts/markup';
import { NablaError } from '@nablajs/core';
import { describeIssue, shorten } from '../describe-issue.js';
import { type ResultFile, resultFileSchema, SCHEMA } from './result-file.js';

/** Throws a NablaError of code 'data', its message one line: no such file, not JSON, another schema, or the first wrong field. */
export function readResultFile(path: string): ResultFile {
  const content = parseJson(readText(path), path);
  checkSchemaName(content, path);
  const parsed = resultFileSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw dataError(
    path,
    `damaged: ${describeIssue(parsed.error, 'the whole file')}. Make the file anew with nabla-bench --json`,
  );
}

/**
 * Writes beside `path`, then renames: a reader, or a process that ends half-way, sees the old file or the new one. What is no
 * regular file (a pipe, /dev/stdout) is written to directly. Throws a NablaError of code 'data' where `file` does not fit its
 * own schema (a time that is NaN), and the file system's errors.
 */
export function writeResultFile(path: string, file: ResultFile): void {
  const checked = resultFileSchema.safeParse(file);
  if (!checked.success) throw dataError(path, `not written: ${describeIssue(checked.error, 'the whole file')}`);
  const text = `${JSON.stringify(file, undefined, 2)}\n`;
  if (!existsSync(path)) replaceFile(path, text);
  else if (statSync(path).isFile()) replaceFile(realpathSync(path), text);
  else writeFileSync(path, text);
}

function replaceFile(path: string, text: string): void {
  const beside = `${path}.${process.pid}.partial`;
  try {
    const descriptor = openSync(beside, 'w');
    try {
      writeFileSync(descriptor, text);
      // Else a crash of the machine could leave the new name on an empty file.
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

const READ_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file; check the path',
  ENOTDIR: 'no such file; check the path',
  EISDIR: 'this is a folder; name a file written by nabla-bench --json',
  EACCES: 'permission denied; check who may read it',
};

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw dataError(path, READ_ERRORS[code ?? ''] ?? `could not be read: ${message}`, error);
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw dataError(
      path,
      `not JSON (${(error as Error).message}); expected a file written by nabla-bench --json`,
      error,
    );
  }
}

function checkSchemaName(content: unknown, path: string): void {
  const found = typeof content === 'object' && content !== null && 'schema' in content ? content.schema : undefined;
  if (found === SCHEMA) return;
  const name = found === undefined ? "no 'schema' field" : `schema ${shorten(JSON.stringify(found))}`;
  throw dataError(
    path,
    `expected schema "${SCHEMA}". Received ${name}; name a file written by this nabla-bench's --json`,
  );
}

const dataError = (path: string, problem: string, cause?: unknown): NablaError =>
  new NablaError('data', plainText(`${path}: ${problem}.`), { cause });
