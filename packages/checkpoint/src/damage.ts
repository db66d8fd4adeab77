import { NablaError } from '@nablajs/core';

/**
 * Creates NablaError `data` on one line. Control characters from a damaged file must not reach a terminal. `link` is what
 * `seePage` returned.
 */
export function damaged(file: string, problem: string, cause?: unknown, link = ''): NablaError {
  const message = `${file}: ${problem}.${link}`.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
  return new NablaError('data', message, cause === undefined ? {} : { cause });
}

/** Formats a value from a file, short enough for a message. */
export function show(value: unknown): string {
  const text = typeof value === 'object' && value !== null ? JSON.stringify(value) : literal(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function literal(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : String(value);
}

/** Says why a file operation failed, in the operating system's words. */
export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
