import { NablaError } from '@nablajs/core';

/** A NablaError of code `data` on one line: what a damaged file holds must not reach a terminal as control characters. */
export function damaged(file: string, problem: string, cause?: unknown): NablaError {
  const message = `${file}: ${problem}.`.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
  return new NablaError('data', message, cause === undefined ? {} : { cause });
}

/** A value from a file, short enough for a message. */
export function show(value: unknown): string {
  const text = typeof value === 'object' && value !== null ? JSON.stringify(value) : literal(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function literal(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : String(value);
}

/** Why a file operation failed, in the operating system's words. */
export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
