/** Fits images into frames. */
import type { OpaqueImage } from './codecs/decoded-image.js';

/** Returns the largest size with the same proportions that fits a frame. Each side is at least one pixel. */
export function scaledSize(
  { width, height }: { readonly width: number; readonly height: number },
  frameWidth: number,
  frameHeight: number,
): { readonly width: number; readonly height: number } {
  const side = (long: number, frame: number, other: number): number =>
    Math.max(1, Math.floor((2 * other * frame + long) / (2 * long)));
  const isWider = width * frameHeight >= height * frameWidth;
  return isWider
    ? { width: frameWidth, height: side(width, frameWidth, height) }
    : { width: side(height, frameHeight, width), height: frameHeight };
}

/** Copies an image into a black frame. Parts that lie outside the frame are cut off. */
export function placed(image: OpaqueImage, left: number, top: number, width: number, height: number): Uint8Array {
  const { channels } = image;
  const frame = new Uint8Array(width * height * channels);
  const [from, to] = [Math.max(0, -left), Math.min(image.width, width - left)];
  for (let row = Math.max(0, -top); row < Math.min(image.height, height - top); row++) {
    const start = row * image.width * channels;
    const target = ((row + top) * width + left + from) * channels;
    if (from < to) frame.set(image.pixels.subarray(start + from * channels, start + to * channels), target);
  }
  return frame;
}
