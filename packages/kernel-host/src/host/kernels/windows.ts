/** Arguments for the kernels that move a window over images. */
import type { Shape, Window } from '@nablajs/core';
import type { CONV, Named } from '../abi/kernels.js';
import { itemsOf } from '../engine/work.js';

type Integers = typeof CONV extends { readonly names?: readonly [infer I extends string, never] } ? Named<I> : never;
/** The arguments of the kernels of `CONV`, to fill in. */
export type WindowArguments = { -readonly [K in keyof Integers]: number };
export type Images = readonly [n: number, height: number, width: number, channels: number];
export type Filters = readonly [height: number, width: number, own: number, filters: number];

/**
 * Returns arguments for a window that moves over images of `shape` and has outputs of shape `out`, without addresses.
 * One literal: spreads would take as long as a small kernel.
 */
export function windowArguments(
  shape: Shape,
  out: Shape,
  { size, stride, dilation, padding }: Window,
): WindowArguments {
  const [n, height, width, channels] = shape as Images;
  const [, outHeight, outWidth, filters] = out as Images;
  return {
    x: 0,
    w: 0,
    bias: 0,
    out: 0,
    later: 0,
    y: 0,
    dY: 0,
    db: 0,
    lineBytes: 0,
    partBytes: 0,
    sumStride: 0,
    height,
    width,
    channels,
    outHeight,
    outWidth,
    filters,
    places: n * outHeight * outWidth,
    kernelHeight: size[0],
    kernelWidth: size[1],
    strideY: stride[0],
    strideX: stride[1],
    dilationY: dilation[0],
    dilationX: dilation[1],
    top: padding[0],
    left: padding[1],
    groups: 1,
    each: 1,
    rows: 1,
    chunk: 1,
    together: 1,
    relu: 0,
  };
}

/**
 * Returns the bytes from one row of `steps` elements to the next: an odd number of cache lines, with room for a vector.
 */
export function lineBytesOf(steps: number, size: number): number {
  const lines = itemsOf(steps * size + 16, 64);
  return 64 * (lines + 1 - (lines % 2));
}
