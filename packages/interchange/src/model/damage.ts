import { NablaError } from '@nablajs/core';

/**
 * Creates a NablaError with code `data` on one line. Control characters from a damaged file must not reach a terminal.
 */
export function damaged(file: string, problem: string): NablaError {
  return new NablaError('data', `${file}: ${problem}.`.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' '));
}
