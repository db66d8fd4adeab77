/**
 * Decodes PNG files with fast-png. Checks that the image data inflate to exactly as many bytes as the header announces,
 * and passes on only the chunks that pixels need.
 */
import { convertIndexedToRgb, type DecodedPng, decode } from 'fast-png';
import type { DecodedImage } from './decoded-image.js';
import { damaged, damagedBy } from './image-file.js';
import { checkInflated, readChunks } from './png-chunks.js';
import { pngHeader } from './png-header.js';

/** Decodes to 8 bits per sample. Throws NablaError `data` for anything but a complete PNG. */
export function decodePng(bytes: Uint8Array, name: string): DecodedImage {
  const header = pngHeader(bytes, name);
  if (header.isInterlaced && header.bitsPerPixel < 8) {
    throw damaged(name, 'interlaced PNGs of less than 8 bits a pixel are not supported; save it without interlacing');
  }
  const chunks = readChunks(bytes, header, name);
  checkInflated(chunks.data, header, name);
  try {
    return toBytes(decode(joined(bytes, chunks.kept), { checkCrc: true }));
  } catch (error) {
    throw damagedBy(name, 'PNG', error);
  }
}

function joined(bytes: Uint8Array, chunks: readonly Uint8Array[]): Uint8Array {
  const file = new Uint8Array(8 + chunks.reduce((sum, { length }) => sum + length, 0));
  file.set(bytes.subarray(0, 8));
  let at = 8;
  for (const chunk of chunks) {
    file.set(chunk, at);
    at += chunk.length;
  }
  return file;
}

/** Converts to 8 bits per sample, palettes to colours, and a transparent colour to alpha. */
function toBytes(png: DecodedPng): DecodedImage {
  const { width, height, depth, palette, transparency } = png;
  if (palette !== undefined) {
    const channels = palette[0]?.length as 3 | 4;
    return { width, height, channels, pixels: convertIndexedToRgb(png) };
  }
  const channels = png.channels as 1 | 2 | 3 | 4;
  const samples = depth < 8 ? unpacked(png) : png.data;
  const pixels = depth === 8 ? (samples as Uint8Array) : stretched(samples, 2 ** depth - 1);
  const image = { width, height, channels, pixels };
  return transparency === undefined ? image : withTransparent(image, samples, transparency);
}

/** Scales samples from 0..`highest` to 0..255, rounded to the nearest. */
function stretched(samples: ArrayLike<number>, highest: number): Uint8Array {
  const bytes = new Uint8Array(samples.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = Math.round(((samples[at] as number) * 255) / highest);
  return bytes;
}

/** Unpacks grey samples of 1, 2 or 4 bits to one byte each. Every row begins with a new byte. */
function unpacked({ width, height, depth, data }: DecodedPng): Uint8Array {
  const samples = new Uint8Array(width * height);
  const perByte = 8 / depth;
  const rowBytes = Math.ceil(width / perByte);
  for (let row = 0, at = 0; row < height; row++) {
    for (let column = 0; column < width; column++, at++) {
      const byte = data[row * rowBytes + Math.floor(column / perByte)] as number;
      samples[at] = (byte >> (8 - depth * ((column % perByte) + 1))) & (2 ** depth - 1);
    }
  }
  return samples;
}

/** Makes pixels of one colour transparent. */
function withTransparent(
  { width, height, channels, pixels }: DecodedImage,
  samples: ArrayLike<number>,
  colour: ArrayLike<number>,
): DecodedImage {
  const wider = channels + 1;
  const withAlpha = new Uint8Array(width * height * wider);
  for (let at = 0; at < width * height; at++) {
    let isTransparent = true;
    for (let channel = 0; channel < channels; channel++) {
      withAlpha[at * wider + channel] = pixels[at * channels + channel] as number;
      isTransparent &&= samples[at * channels + channel] === colour[channel];
    }
    withAlpha[at * wider + channels] = isTransparent ? 0 : 255;
  }
  return { width, height, channels: wider as 2 | 4, pixels: withAlpha };
}
