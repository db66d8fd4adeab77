import { NablaError } from '@nablajs/core';

/** Creates a NablaError of code `data` on one line: text of a file must not change a terminal. */
export function damaged(problem: string, cause?: unknown): NablaError {
  const message = `ONNX: ${problem}.`.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
  return new NablaError('data', message, cause === undefined ? {} : { cause });
}

/** Formats a text of a file, short enough for a message. */
export const show = (text: string): string => `'${text.length > 80 ? `${text.slice(0, 77)}...` : text}'`;
