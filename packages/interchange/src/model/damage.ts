import { NablaError } from '@nablajs/core';

/** One line: control characters from a damaged file must not reach a terminal. */
export function damaged(file: string, problem: string): NablaError {
  return new NablaError('data', `${file}: ${problem}.`.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' '));
}
