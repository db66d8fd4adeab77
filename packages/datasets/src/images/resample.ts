/**
 * Scales images by sums of whole numbers below 2^53, with one division at the end: every machine gives the same bytes.
 */
import type { OpaqueImage } from './codecs/decoded-image.js';

/** A part of an image, in pixels. `right` and `bottom` are exclusive. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * Scales a part of an image. Averages the area that a pixel covers if it gets smaller, else interpolates bilinearly.
 */
export function resample(image: OpaqueImage, box: Box, width: number, height: number): OpaqueImage {
  const [fromWidth, fromHeight] = [box.right - box.left, box.bottom - box.top];
  if (width === fromWidth && height === fromHeight) return crop(image, box);
  const isSmaller = width <= fromWidth && height <= fromHeight;
  return isSmaller ? averaged(image, box, width, height) : interpolated(image, box, width, height);
}

/** Divides two whole numbers and rounds half up. */
const rounded = (sum: number, total: number): number => Math.floor((2 * sum + total) / (2 * total));

function crop({ width, channels, pixels }: OpaqueImage, { left, top, right, bottom }: Box): OpaqueImage {
  const rowBytes = (right - left) * channels;
  const cut = new Uint8Array((bottom - top) * rowBytes);
  for (let row = top; row < bottom; row++) {
    const start = (row * width + left) * channels;
    cut.set(pixels.subarray(start, start + rowBytes), (row - top) * rowBytes);
  }
  return { width: right - left, height: bottom - top, channels, pixels: cut };
}

/**
 * Averages areas. In its units a source pixel is `height` tall and a result pixel `fromHeight`, and likewise across, so
 * overlaps are whole numbers.
 */
function averaged(image: OpaqueImage, box: Box, width: number, height: number): OpaqueImage {
  const { channels } = image;
  const [fromWidth, fromHeight] = [box.right - box.left, box.bottom - box.top];
  const rowLength = width * channels;
  const [sums, line] = [new Float64Array(height * rowLength), new Float64Array(rowLength)];
  for (let row = 0; row < fromHeight; row++) {
    averageLine(image, box, row, width, line);
    const [start, end] = [row * height, (row + 1) * height];
    for (let to = Math.floor(start / fromHeight); to * fromHeight < end; to++) {
      const overlap = Math.min(end, (to + 1) * fromHeight) - Math.max(start, to * fromHeight);
      for (let at = 0; at < rowLength; at++) (sums[to * rowLength + at] as number) += overlap * (line[at] as number);
    }
  }
  const pixels = new Uint8Array(height * rowLength);
  for (let at = 0; at < pixels.length; at++) pixels[at] = rounded(sums[at] as number, fromWidth * fromHeight);
  return { width, height, channels, pixels };
}

/** Sums up one row of the source, in units of 1 / `fromWidth`. */
function averageLine(image: OpaqueImage, box: Box, row: number, width: number, line: Float64Array): void {
  const { channels, pixels } = image;
  const fromWidth = box.right - box.left;
  line.fill(0);
  let at = ((box.top + row) * image.width + box.left) * channels;
  for (let column = 0; column < fromWidth; column++, at += channels) {
    const [start, end] = [column * width, (column + 1) * width];
    for (let to = Math.floor(start / fromWidth); to * fromWidth < end; to++) {
      const overlap = Math.min(end, (to + 1) * fromWidth) - Math.max(start, to * fromWidth);
      for (let channel = 0; channel < channels; channel++) {
        (line[to * channels + channel] as number) += overlap * (pixels[at + channel] as number);
      }
    }
  }
}

/** Two neighbouring pixels along an axis, and the weight of the second in units of 1 / (2 `to`). */
interface Neighbours {
  readonly first: number;
  readonly second: number;
  readonly weight: number;
}

/** The centres of pixels lie at halves. */
function neighbours(at: number, from: number, to: number): Neighbours {
  const place = Math.min(Math.max((2 * at + 1) * from - to, 0), 2 * to * (from - 1));
  const first = Math.floor(place / (2 * to));
  return { first, second: Math.min(first + 1, from - 1), weight: place - 2 * to * first };
}

function interpolated(image: OpaqueImage, box: Box, width: number, height: number): OpaqueImage {
  const { channels, pixels: source } = image;
  const pixels = new Uint8Array(width * height * channels);
  const [across, down] = [2 * width, 2 * height];
  const columns = Array.from({ length: width }, (_, at) => neighbours(at, box.right - box.left, width));
  let at = 0;
  for (let y = 0; y < height; y++) {
    const row = neighbours(y, box.bottom - box.top, height);
    const [upper, lower] = [row.first, row.second].map((one) => (box.top + one) * image.width + box.left) as [
      number,
      number,
    ];
    for (const { first, second, weight } of columns) {
      for (let channel = 0; channel < channels; channel++, at++) {
        const of = (line: number, column: number): number => source[(line + column) * channels + channel] as number;
        const above = (across - weight) * of(upper, first) + weight * of(upper, second);
        const below = (across - weight) * of(lower, first) + weight * of(lower, second);
        pixels[at] = rounded((down - row.weight) * above + row.weight * below, across * down);
      }
    }
  }
  return { width, height, channels, pixels };
}
