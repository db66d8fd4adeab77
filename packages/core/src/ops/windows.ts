/** How windows move over images: sizes, strides and padding, and the composition that gathers them. */
import type { Shape, Window } from '../backend.js';
import { checkRank } from '../tensors/shape.js';
import { type Tensor, upload } from '../tensors/tensor.js';
import { unexpected } from '../validation/describe.js';
import { NablaError } from '../validation/errors.js';
import { gather, pad } from './movement.js';

/** A number for both directions, or one for the rows and one for the columns. */
export type Pair = number | readonly [y: number, x: number];

/**
 * What surrounds an image:
 * - `valid`: nothing, so that every window lies inside the image.
 * - `same`: zeros, so that the output has ceil(size / stride) rows and columns; an odd one goes to the end, as in
 *   Keras.
 * - a number or a pair: so many zeros on both sides, as in PyTorch.
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

/** A window and how many outputs it has along each direction. */
export interface Placed {
  readonly window: Window;
  readonly out: readonly [height: number, width: number];
}

type Two = readonly [number, number];

/** Returns both numbers of a pair. Throws a NablaError of code `argument` unless they are whole and >= `least`. */
export function pairOf(name: string, pair: Pair, least: number): Two {
  const both = typeof pair === 'number' ? [pair, pair] : pair;
  const isValid = (value: number): boolean => Number.isInteger(value) && value >= least && value < 2147483648;
  if (Array.isArray(both) && both.length === 2 && both.every(isValid)) return both as unknown as Two;
  throw unexpected(name, `a whole number >= ${least}, or two of them`, pair);
}

/** Returns the number of elements from the first to the last of a window, along each direction. */
const extents = ({ size, dilation }: Pick<Window, 'size' | 'dilation'>): Two => [
  dilation[0] * (size[0] - 1) + 1,
  dilation[1] * (size[1] - 1) + 1,
];

const each = (f: (axis: 0 | 1) => number): Two => [f(0), f(1)];

/** Throws a NablaError of code `argument` unless `padding` is a kind or a pair. */
export function checkPadding(name: string, padding: Padding): void {
  if (padding === 'valid' || padding === 'same') return;
  if (typeof padding === 'string') throw unexpected(name, "'valid', 'same', a whole number >= 0 or two", padding);
  pairOf(name, padding, 0);
}

/**
 * Places windows of `size` on an image of `height` and `width`. Throws a NablaError of code `shape` if not even one
 * fits, or if a window would lie in the padding alone.
 */
export function placeWindow(op: string, image: Two, size: Two, options: WindowOptions): Placed {
  const stride = pairOf(`${op} stride`, options.stride ?? 1, 1);
  const dilation = pairOf(`${op} dilation`, options.dilation ?? 1, 1);
  const given = options.padding ?? 'valid';
  checkPadding(`${op} padding`, given);
  const extent = extents({ size, dilation });
  const fits = typeof given === 'string' ? undefined : pairOf(`${op} padding`, given, 0);
  const out = each((axis) =>
    given === 'same'
      ? Math.ceil(image[axis] / stride[axis])
      : Math.floor((image[axis] + 2 * (fits?.[axis] ?? 0) - extent[axis]) / stride[axis]) + 1,
  );
  const padding =
    fits ?? each((axis) => (given === 'same' ? before(image[axis], out[axis], stride[axis], extent[axis]) : 0));
  const misses = (axis: 0 | 1): boolean =>
    Math.min(out[axis], image[axis]) < 1 ||
    padding[axis] >= extent[axis] ||
    (out[axis] - 1) * stride[axis] - padding[axis] >= image[axis];
  if (!misses(0) && !misses(1)) return { window: { size, stride, dilation, padding }, out };
  throw new NablaError(
    'shape',
    `${op}: a window of ${extent.join(' x ')} must overlap the image wherever it is. Received an image of ` +
      `${image.join(' x ')} with padding ${describePadding(given)}.`,
  );
}

const describePadding = (padding: Padding): string =>
  typeof padding === 'object' ? padding.join(' x ') : `${padding}`;

/** The padding before an image if both sides together have `same` padding. */
const before = (image: number, out: number, stride: number, extent: number): number =>
  Math.floor(Math.max(0, (out - 1) * stride + extent - image) / 2);

/** Beyond this, sums need blocks that kernels for images do without, or more memory than they have at hand. */
const MOST_OVERLAPS = 128;
const MOST_STEPS = 16384;

/**
 * Whether kernels for images take this window: at most 128 windows lie over a pixel, and a window has at most 16,384
 * elements of the `channels` and `filters` of a group.
 */
export const suitsKernels = ({ size, stride }: Window, channels = 1, filters = 1): boolean =>
  Math.ceil(size[0] / stride[0]) * Math.ceil(size[1] / stride[1]) <= MOST_OVERLAPS &&
  Math.max(size[0] * size[1] * channels, filters) <= MOST_STEPS;

/** Returns [n, height, width, channels], or throws a NablaError of code `shape`. */
export function imageShape(op: string, shape: Shape): readonly [number, number, number, number] {
  checkRank(`${op}, which takes images [n, height, width, channels]`, shape, 4);
  return shape as unknown as readonly [number, number, number, number];
}

/** Images with their padding around them. */
export interface Padded {
  readonly shape: readonly [n: number, height: number, width: number, channels: number];
  /** How much padding is around each dimension. */
  readonly widths: readonly (readonly [before: number, after: number])[];
}

/** Returns what `window` needs around images of `shape` for its `out` outputs. */
export function padded([n, height, width, channels]: Shape, { window, out }: Placed): Padded {
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
 * Returns the pixels [n, outHeight, outWidth, size[0], size[1]] under each window, as positions among all pixels of
 * padded images.
 */
function windowPixels([n, height, width]: Padded['shape'], { window, out }: Placed): Int32Array {
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
  return pixels;
}

/** Uploads `windowPixels` to the backend of `x`. */
export function uploadPixels(x: Tensor, shape: Padded['shape'], placed: Placed): Tensor {
  const data = windowPixels(shape, placed);
  return upload(x.backend, { layout: 'dense', shape: [data.length], data });
}

/** Returns the elements under each window, [n * outHeight * outWidth, size[0] * size[1], channels]. */
export function windowsOf(x: Tensor, placed: Placed, padding: number): Tensor {
  const { shape, widths } = padded(x.shape, placed);
  const whole = widths.some(([before, after]) => before + after > 0) ? pad(x, widths, padding) : x;
  const [n, height, width, channels] = shape;
  const [rows, columns] = placed.window.size;
  const pixels = uploadPixels(x, shape, placed);
  const found = gather(whole.reshape([n * height * width, channels]), pixels);
  return found.reshape([n * placed.out[0] * placed.out[1], rows * columns, channels]);
}
