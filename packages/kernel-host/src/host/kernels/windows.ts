/** Windows that move over images. */
import type { Operand, Shape, Window } from '@nablajs/core';
import { itemsOf } from '../engine/work.js';
import { addressOf, type Storage } from '../storage/storage.js';

export type Images = readonly [n: number, height: number, width: number, channels: number];
export type Filters = readonly [height: number, width: number, own: number, filters: number];

/** Returns the list `window` of kernels, for images of `shape` and outputs of shape `out`. */
export function windowList(shape: Shape, out: Shape, { size, stride, dilation, padding }: Window): readonly number[] {
  const [, height, width, channels] = shape as Images;
  const [n, outHeight, outWidth, filters] = out as Images;
  // biome-ignore format: spreads would take as long as a small kernel.
  return [
    height, width, channels, outHeight, outWidth, filters, n * outHeight * outWidth,
    size[0], size[1], stride[0], stride[1], dilation[0], dilation[1], padding[0], padding[1],
  ];
}

/** Counts the outputs of all images, without their channels. */
export function placesOf(out: Shape): number {
  const [n, height, width] = out as Images;
  return n * height * width;
}

/** The address of an operand, or 0 without one. */
export const addressOrNone = (x: Operand<Storage> | undefined): number => (x === undefined ? 0 : addressOf(x));

/**
 * Returns the bytes from one row of `steps` elements to the next: an odd number of cache lines, with room for a vector.
 */
export function lineBytesOf(steps: number, size: number): number {
  const lines = itemsOf(steps * size + 16, 64);
  return 64 * (lines + 1 - (lines % 2));
}
