/** What the decoders of image files have in common. */
import { NablaError } from '@nablajs/core';

/** The largest file to decode, in bytes. */
export const MAX_IMAGE_FILE_BYTES: number = 64 * 2 ** 20;

/** The most pixels of an image to decode: one of 8K (7,680 x 4,320) has fewer. */
export const MAX_IMAGE_PIXELS: number = 2 ** 25;

/** What a header says. */
export interface ImageHeader {
  readonly format: 'PNG' | 'JPEG';
  readonly width: number;
  readonly height: number;
}

/** Why a file was refused, by whoever reads it. */
export function damaged(name: string, what: string, cause?: unknown): NablaError {
  return new NablaError('data', `${printable(name)}: ${what}.`, cause === undefined ? undefined : { cause });
}

/** Files of others may be called anything: without what would move the cursor of a terminal. */
export const printable = (name: string): string => name.replace(/[\p{Cc}\u2028\u2029]/gu, '?');

/** Throws a NablaError of code `data` for no pixels, and for too many. */
export function checkPixels(name: string, { format, width, height }: ImageHeader): void {
  if (width === 0 || height === 0)
    throw damaged(name, `expected a ${format} with pixels. Received ${width} x ${height}`);
  if (width * height <= MAX_IMAGE_PIXELS) return;
  const expected = `expected a ${format} of at most ${MAX_IMAGE_PIXELS} pixels`;
  throw damaged(name, `${expected}. Received ${width} x ${height}; make it smaller`);
}

/** What a library threw, as one line. */
export function damagedBy(name: string, format: 'PNG' | 'JPEG', cause: unknown): NablaError {
  const said = cause instanceof Error ? cause.message : String(cause);
  const reason = said.replace(/\p{Cc}+/gu, ' ').slice(0, 200);
  return damaged(name, `this ${format} is damaged (${reason}); save it again`, cause);
}
