/** Files of images, whatever they are called. */
import { NablaError } from '@nablajs/core';
import { type OpaqueImage, withoutAlpha } from './decoded-image.js';
import { damaged, type ImageHeader, MAX_IMAGE_FILE_BYTES } from './image-file.js';
import { decodeJpeg, isJpeg, jpegHeader } from './jpeg.js';
import { decodePng } from './png.js';
import { isPng, pngHeader } from './png-header.js';

/** Options of `decodeImage`. */
export interface DecodeImageOptions {
  /** The grey level behind transparent pixels, 0 to 255. Default 255, white. */
  readonly background?: number;
}

/**
 * Decodes a PNG or a JPEG, told by its first bytes, to grey or RGB of 8 bits. PNGs may have 1, 2, 4, 8 or 16 bits a sample,
 * a palette, transparency or interlacing (from 8 bits a pixel on); JPEGs may be baseline or progressive. Colour profiles and
 * the orientation that a camera notes are not applied. `name` is for messages. It needs no Node.js.
 *
 * ```ts
 * const { width, height, channels, pixels } = decodeImage(new Uint8Array(await file.arrayBuffer()), file.name);
 * ```
 *
 * Throws a NablaError of code `data` for a file that is damaged, of another format, above 64 MiB, or of more than
 * MAX_IMAGE_PIXELS; all but the damage is found before anything is decoded.
 */
export function decodeImage(bytes: Uint8Array, name: string, options: DecodeImageOptions = {}): OpaqueImage {
  const { background = 255 } = options;
  if (!Number.isInteger(background) || background < 0 || background > 255) {
    throw new NablaError(
      'argument',
      `decodeImage: background: expected a whole number from 0 to 255. Received ${background}.`,
    );
  }
  return withoutAlpha(decoderOf(bytes, name).decode(bytes, name), background);
}

/** What the header of a PNG or a JPEG says. Throws as `decodeImage`, but for damage behind the header. */
export function readImageHeader(bytes: Uint8Array, name: string): ImageHeader {
  return decoderOf(bytes, name).header(bytes, name);
}

const DECODERS = [
  { is: isPng, header: pngHeader, decode: decodePng },
  { is: isJpeg, header: jpegHeader, decode: decodeJpeg },
];

function decoderOf(bytes: Uint8Array, name: string): (typeof DECODERS)[number] {
  if (bytes.length > MAX_IMAGE_FILE_BYTES) {
    throw damaged(name, `expected at most ${MAX_IMAGE_FILE_BYTES} bytes. Received ${bytes.length}; make it smaller`);
  }
  const decoder = DECODERS.find(({ is }) => is(bytes));
  if (decoder !== undefined) return decoder;
  throw damaged(name, bytes.length === 0 ? 'this file is empty' : 'expected a PNG or a JPEG; save it as one of these');
}
