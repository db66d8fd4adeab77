/** What the decoders of image files share: limits, headers and errors. */
import { NablaError } from '@nablajs/core';

/** The largest file that `decodeImage` accepts, in bytes. */
export const MAX_IMAGE_FILE_BYTES: number = 64 * 2 ** 20;

/** The largest number of pixels that `decodeImage` accepts: slightly more than 8K (7,680 x 4,320). */
export const MAX_IMAGE_PIXELS: number = 2 ** 25;

/** The longest side of a PNG that nabla accepts, as in JPEG. */
const MAX_SIDE = 65_535;

/** The format and size of an image file. The size is that of the upright image. */
export interface ImageHeader {
  readonly format: 'PNG' | 'JPEG';
  readonly width: number;
  readonly height: number;
}

/** Creates the error for a file that is refused. */
export function damaged(name: string, what: string, cause?: unknown): NablaError {
  return new NablaError('data', `${printable(name)}: ${what}.`, cause === undefined ? undefined : { cause });
}

/** Returns what an error of `damaged` says, without the file's name. */
export const problemOf = (name: string, { message }: NablaError): string =>
  message.slice(printable(name).length + 2, -1);

/** Replaces control characters in a file's name, which could move the terminal's cursor. */
export const printable = (name: string): string => name.replace(/[\p{Cc}\u2028\u2029]/gu, '?');

/** Throws NablaError `data` for an image with no pixels or too many. */
export function checkPixels(name: string, { format, width, height }: ImageHeader): void {
  if (width === 0 || height === 0)
    throw damaged(name, `expected a ${format} with pixels. Received ${width} x ${height}`);
  if (width * height <= MAX_IMAGE_PIXELS && Math.max(width, height) <= MAX_SIDE) return;
  const expected = `expected a ${format} of at most ${MAX_IMAGE_PIXELS} pixels, and ${MAX_SIDE} a side`;
  throw damaged(name, `${expected}. Received ${width} x ${height}; make it smaller`);
}

/** Wraps an error that a decoding library threw, as one line. */
export function damagedBy(name: string, format: 'PNG' | 'JPEG', cause: unknown): NablaError {
  const said = cause instanceof Error ? cause.message : String(cause);
  const reason = said.replace(/\p{Cc}+/gu, ' ').slice(0, 200);
  return damaged(name, `this ${format} is damaged (${reason}); save it again`, cause);
}
