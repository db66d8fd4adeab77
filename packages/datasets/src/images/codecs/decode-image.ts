/** Decodes image files. Recognises their format by their content. */
import { checkOptionNames, NablaError } from '@nablajs/core';
import { type OpaqueImage, withoutAlpha } from './decoded-image.js';
import { damaged, type ImageHeader, MAX_IMAGE_FILE_BYTES } from './image-file.js';
import { decodeJpeg, isJpeg, jpegHeader } from './jpeg.js';
import { decodePng } from './png.js';
import { isPng, pngHeader } from './png-header.js';

/** Options of `decodeImage`. */
export interface DecodeImageOptions {
  /** The grey level behind transparent pixels, from 0 to 255. Default: 255 (white). */
  readonly background?: number;
}

/**
 * Decodes a PNG or JPEG file to grey or RGB pixels of 8 bits, with or without Node.js. PNGs may be of any kind, but
 * interlaced only if a pixel has at least 8 bits. JPEGs may be baseline or progressive, and are turned upright by their
 * Exif data. Colour profiles are ignored.
 *
 * @param name Names the file in errors.
 * @throws NablaError `data` if the file is damaged, of another format or larger than 64 MiB, or if it has more than
 * `MAX_IMAGE_PIXELS`, or more than 65,535 on a side.
 *
 * @example
 * ```ts
 * const [file] = input.files;
 * const { width, height, channels, pixels } = decodeImage(new Uint8Array(await file.arrayBuffer()), file.name);
 * ```
 */
export function decodeImage(bytes: Uint8Array, name: string, options: DecodeImageOptions = {}): OpaqueImage {
  checkOptionNames('decodeImage', options, ['background']);
  const { background = 255 } = options;
  if (!Number.isInteger(background) || background < 0 || background > 255) {
    throw new NablaError(
      'argument',
      `decodeImage: background: expected a whole number from 0 to 255. Received ${background}.`,
    );
  }
  return withoutAlpha(decoderOf(bytes, name).decode(bytes, name), background);
}

/**
 * Reads the format and size of a PNG or JPEG. The file may end after the header.
 *
 * @param name Names the file in errors.
 * @throws The errors of `decodeImage`, except for damage after the header.
 *
 * @example
 * ```ts
 * const { format, width, height } = readImageHeader(await readFile('cat.jpg'), 'cat.jpg');
 * ```
 */
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
