/** Windows that move over images: options, output size, and gathering. */
import type { Shape, Window } from '../../backend.js';
import { checkRank } from '../../tensors/shape.js';
import { type Tensor, upload } from '../../tensors/tensor.js';
import { unexpected } from '../../validation/describe.js';
import { NablaError } from '../../validation/errors.js';
import { gather } from '../indexing.js';
import { pad } from '../movement.js';

/** One number for both directions, or two: first for the rows, then for the columns. */
export type Pair = number | readonly [y: number, x: number];

/**
 * How much padding surrounds an image:
 *
 * - `valid`: none. Every window lies inside the image.
 * - `same`: as much as the output needs to have `⌈size / stride⌉` rows and columns. If that is an odd number, the end
 *   gets one more than the beginning, as in Keras.
 * - a number or a pair: this many rows and columns on each side, as in PyTorch.
 */
export type Padding = 'valid' | 'same' | Pair;

/** How a window moves over an image. */
export interface WindowOptions {
  /** How far the window moves from one output to the next: whole numbers >= 1. Default: 1, for pooling its size. */
  readonly stride?: Pair;
  /** What surrounds the image. Default: `valid`. */
  readonly padding?: Padding;
  /** The distance between neighbours in a window: whole numbers >= 1. Default: 1. */
  readonly dilation?: Pair;
}

export const WINDOW_OPTIONS: readonly (keyof WindowOptions)[] = ['stride', 'padding', 'dilation'];

/** A window, and how many positions it takes along each direction. */
export interface ResolvedWindow {
  readonly window: Window;
  readonly out: readonly [height: number, width: number];
}

type Two = readonly [number, number];

/** Returns a pair as two numbers. Throws NablaError `argument` unless both are whole and >= `least`. */
export function pairOf(name: string, pair: Pair, least: number): Two {
  const both = typeof pair === 'number' ? [pair, pair] : pair;
  const isValid = (value: number): boolean => Number.isInteger(value) && value >= least && value < 2147483648;
  if (Array.isArray(both) && both.length === 2 && both.every(isValid)) return both as unknown as Two;
  throw unexpected(name, `a whole number >= ${least}, or two of them`, pair);
}

/** Returns how many rows and columns a window spans, with the gaps of dilation. */
const extents = ({ size, dilation }: Pick<Window, 'size' | 'dilation'>): Two => [
  dilation[0] * (size[0] - 1) + 1,
  dilation[1] * (size[1] - 1) + 1,
];

const each = (f: (axis: 0 | 1) => number): Two => [f(0), f(1)];

/** Returns the padding of each side, or 'same'. Throws NablaError `argument` for other values. */
export function checkPadding(name: string, padding: Padding = 'valid'): Two | 'same' {
  if (padding === 'same') return padding;
  if (padding === 'valid') return [0, 0];
  if (typeof padding !== 'string') return pairOf(name, padding, 0);
  throw unexpected(name, "'valid', 'same', a whole number >= 0, or two of them", padding);
}

/**
 * Turns options into a `Window`, and finds the output's size for an image [height, width]. Throws NablaError `shape` if
 * no window fits, or if one would lie entirely in the padding.
 */
export function resolveWindow(op: string, image: Two, size: Two, options: WindowOptions): ResolvedWindow {
  const stride = pairOf(`${op} stride`, options.stride ?? 1, 1);
  const dilation = pairOf(`${op} dilation`, options.dilation ?? 1, 1);
  const around = checkPadding(`${op} padding`, options.padding);
  const extent = extents({ size, dilation });
  const out = each((axis) =>
    around === 'same'
      ? Math.ceil(image[axis] / stride[axis])
      : Math.floor((image[axis] + 2 * around[axis] - extent[axis]) / stride[axis]) + 1,
  );
  // The smaller half comes before the image.
  const before = (axis: 0 | 1): number =>
    Math.floor(Math.max(0, (out[axis] - 1) * stride[axis] + extent[axis] - image[axis]) / 2);
  const padding = around === 'same' ? each(before) : around;
  const misses = (axis: 0 | 1): boolean =>
    Math.min(out[axis], image[axis]) < 1 ||
    padding[axis] >= extent[axis] ||
    (out[axis] - 1) * stride[axis] - padding[axis] >= image[axis];
  if (!misses(0) && !misses(1)) return { window: { size, stride, dilation, padding }, out };
  throw new NablaError(
    'shape',
    `${op}: a window of ${extent.join(' x ')} must overlap the image wherever it is. Received an image of ` +
      `${image.join(' x ')} with padding ${around === 'same' ? around : around.join(' x ')}.`,
  );
}

/** Beyond these, sums need blocks, or more memory than kernels for images have. */
const MAX_OVERLAPS = 128;
const MAX_STEPS = 16384;

/**
 * Whether kernels for images take this window: at most 128 windows over a pixel, and in each group at most 16,384
 * elements in a window and 16,384 filters. `channels` and `filters` are those of a group.
 */
export const suitsKernels = ({ size, stride }: Window, channels = 1, filters = 1): boolean =>
  Math.ceil(size[0] / stride[0]) * Math.ceil(size[1] / stride[1]) <= MAX_OVERLAPS &&
  Math.max(size[0] * size[1] * channels, filters) <= MAX_STEPS;

/** Returns [n, height, width, channels], or throws NablaError `shape`. */
export function imageShape(op: string, shape: Shape): readonly [number, number, number, number] {
  checkRank(`${op}, which takes images [n, height, width, channels]`, shape, 4);
  return shape as unknown as readonly [number, number, number, number];
}

export interface PaddedImages {
  readonly shape: readonly [n: number, height: number, width: number, channels: number];
  readonly widths: readonly (readonly [before: number, after: number])[];
}

/** Returns the padding that keeps every window inside the images. */
export function paddingFor([n, height, width, channels]: Shape, { window, out }: ResolvedWindow): PaddedImages {
  const { stride, padding } = window;
  const extent = extents(window);
  const after = (axis: 0 | 1, length: number): number =>
    Math.max(0, (out[axis] - 1) * stride[axis] + extent[axis] - padding[axis] - length);
  const [bottom, right] = [after(0, height as number), after(1, width as number)];
  const [top, left] = padding;
  return {
    shape: [n as number, top + (height as number) + bottom, left + (width as number) + right, channels as number],
    widths: [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ],
  };
}

/**
 * Returns each window's pixel indices, [n * outHeight * outWidth * size[0] * size[1]], among all pixels of the padded
 * images, on the backend of x.
 */
export function uploadWindowIndices(
  x: Tensor,
  [n, height, width]: PaddedImages['shape'],
  { window, out }: ResolvedWindow,
): Tensor {
  const { size, stride, dilation } = window;
  const pixels = new Int32Array(n * out[0] * out[1] * size[0] * size[1]);
  let at = 0;
  for (let image = 0; image < n; image++) {
    for (let y = 0; y < out[0]; y++) {
      for (let x = 0; x < out[1]; x++) {
        for (let i = 0; i < size[0]; i++) {
          const row = (image * height + y * stride[0] + i * dilation[0]) * width + x * stride[1];
          for (let j = 0; j < size[1]; j++) pixels[at++] = row + j * dilation[1];
        }
      }
    }
  }
  return upload(x.backend, { layout: 'dense', shape: [pixels.length], data: pixels });
}

/** Returns the elements under each window, [n * outHeight * outWidth, size[0] * size[1], channels]. */
export function gatherWindows(x: Tensor, resolved: ResolvedWindow, padding: number): Tensor {
  const { shape, widths } = paddingFor(x.shape, resolved);
  const whole = widths.some(([before, after]) => before + after > 0) ? pad(x, widths, padding) : x;
  const [n, height, width, channels] = shape;
  const [rows, columns] = resolved.window.size;
  const pixels = uploadWindowIndices(x, shape, resolved);
  const found = gather(whole.reshape([n * height * width, channels]), pixels);
  return found.reshape([n * resolved.out[0] * resolved.out[1], rows * columns, channels]);
}
