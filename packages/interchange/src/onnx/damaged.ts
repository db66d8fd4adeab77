import { NablaError } from '@nablajs/core';

/** One line: text of a file must not change a terminal. */
export function damaged(problem: string, cause?: unknown): NablaError {
  const message = `ONNX: ${problem}.`.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
  return new NablaError('data', message, cause === undefined ? {} : { cause });
}

export const show = (text: string): string => `'${text.length > 80 ? `${text.slice(0, 77)}...` : text}'`;
