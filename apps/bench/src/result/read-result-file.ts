/** Reads and writes result files. Every error is one line. */
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

/**
 * Reads a result file. Throws NablaError `data` and one line: no such file, not JSON, another schema, or the first
 * wrong field.
 */
export function readResultFile(path: string): ResultFile {
  const content = parseJson(readText(path), path);
  checkSchemaName(content, path);
  const parsed = resultFileSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw dataError(
    path,
    `damaged: ${describeIssue(parsed.error, 'the whole file')}. Create the file again with nabla-bench --json`,
  );
}

/**
 * Writes a result file. A reader never sees half a file. A pipe or device such as /dev/stdout is written directly.
 * Throws NablaError `data` if `file` does not match the schema (for example a time of NaN), and errors of the file
 * system.
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
      // Without this, a crash could leave an empty file.
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
  EISDIR: 'this is a folder; pass a file written by nabla-bench --json',
  EACCES: 'permission denied; check the permissions of the file',
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
    `expected schema "${SCHEMA}". Received ${name}; pass a file written by --json of this version of nabla-bench`,
  );
}

const dataError = (path: string, problem: string, cause?: unknown): NablaError =>
  new NablaError('data', plainText(`${path}: ${problem}.`), { cause });
