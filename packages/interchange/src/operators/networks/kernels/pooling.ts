/** Pools over any number of axes, on tensors whose channels are last, made of core's for images. */
import {
  add,
  argmax,
  averagePool2d,
  dense,
  divide,
  gather,
  maximum,
  maxPool2d,
  multiply,
  NablaError,
  pad,
  scope,
  sizeOf,
  slice,
  stack,
  type Tensor,
  upload,
} from '@nablajs/core';
import { padAxis, tapRange } from './convolution.js';
import { meanByKernel } from './convolution-kernel.js';
import { uploadNumbers } from './numbers.js';
import { type AxisWindow, behind, placed } from './windows.js';

type Two = readonly [AxisWindow, AxisWindow];

/** The window that leaves an axis as it is. */
const still = (length: number): AxisWindow => ({
  ...{ size: 1, stride: 1, dilation: 1, before: 0, after: 0 },
  length,
  out: length,
});

/** Pools an image [n, height, width, channels]. */
type Pool2d = (image: Tensor, windows: Two) => Tensor;

/** Pools the last two axes of space of x [n, ...space, channels], then one after the other. */
function overAll(x: Tensor, windows: readonly AxisWindow[], pool: Pool2d): Tensor {
  const channels = x.shape.at(-1) as number;
  return scope(() => {
    let y = x;
    for (let end = windows.length; end > 0; ) {
      const count = end === windows.length ? Math.min(2, end) : 1;
      const shape = y.shape;
      const own = windows.slice(end - count, end);
      const [outer, after] = [sizeOf(shape.slice(0, end - count + 1)), sizeOf(shape.slice(end + 1, -1))];
      const both = (count === 2 ? own : [own[0], still(after)]) as unknown as Two;
      const pooled = pool(y.reshape([outer, both[0].length, both[1].length, channels]), both);
      y = pooled.reshape([...shape.slice(0, end - count + 1), ...own.map(({ out }) => out), ...shape.slice(end + 1)]);
      end -= count;
    }
    return y;
  });
}

const isImage = (windows: readonly AxisWindow[]): windows is Two => windows.length === 2;
const isDilated = ({ size, dilation }: AxisWindow): boolean => size > 1 && dilation > 1;
/** Whether windows have no gaps, and lie inside the image. */
const isPlain = (window: AxisWindow): boolean =>
  !isDilated(window) && window.before + window.after + behind(window) === 0;

/** Returns the largest element of each window of x [n, ...space, channels]. Padding does not count. */
export const maximumPool = (x: Tensor, windows: readonly AxisWindow[]): Tensor =>
  overAll(x, windows, (image, both) => {
    if (both.some(isDilated)) return taps(image, both, Number.NEGATIVE_INFINITY).reduce(maximum);
    const { around, padding, stride } = placed(both);
    const given = around === undefined ? image : pad(image, around, Number.NEGATIVE_INFINITY);
    return maxPool2d(given, [both[0].size, both[1].size], { padding, stride });
  });

/**
 * Returns the mean of each window of x [n, ...space, channels]. `countsPadding`: padding counts as zeros. What is
 * behind the padding (`ceil_mode`) never counts.
 */
export const meanPool = (x: Tensor, windows: readonly AxisWindow[], countsPadding: boolean): Tensor =>
  (isImage(windows) && windows.every(isPlain) ? meanByKernel(x, windows) : undefined) ??
  overAll(x, windows, (image, both) => {
    const [rows, columns] = both;
    const { around, padding, stride } = placed(both);
    if (!both.some(isDilated) && around === undefined && (both.every(isPlain) || !countsPadding)) {
      return averagePool2d(image, [rows.size, columns.size], { padding, stride });
    }
    const means = meansOfPadded(image, both);
    const counts = both.map((window) => countsOf(window, countsPadding)) as [number[], number[]];
    if (counts.every((own, axis) => own.every((count) => count === both[axis]?.size))) return means;
    const size = rows.size * columns.size;
    return multiply(
      means,
      perPlace(image, counts, (y, x) => size / (y * x)),
    );
  });

/** Returns the sum of each window of x [n, ...space, channels]. */
export const sumPool = (x: Tensor, windows: readonly AxisWindow[]): Tensor =>
  overAll(x, windows, (image, both) => multiply(meansOfPadded(image, both), both[0].size * both[1].size));

/**
 * Returns where the first largest element of each window of images or sequences x [n, ...space, channels] is: int32 [n,
 * ...out, channels], the place among all elements of [n, channels, ...space], or with the axes of space in reverse if
 * `byColumns`.
 */
export function largestPlaces(x: Tensor, windows: readonly AxisWindow[], byColumns: boolean): Tensor {
  const [rows, columns] = (windows.length === 1 ? [still(1), ...windows] : windows) as unknown as Two;
  const [n, channels] = [x.shape[0] as number, x.shape.at(-1) as number];
  const [height, width] = [rows.length, columns.length];
  const [down, right] = byColumns ? [1, height] : [width, 1];
  const integers = (shape: readonly [number, number], f: (i: number, j: number) => number): Tensor => {
    const data = Int32Array.from({ length: sizeOf(shape) }, (_, at) => f(Math.floor(at / shape[1]), at % shape[1]));
    return upload(x.backend, dense(data, shape));
  };
  return scope(() => {
    const seen = taps(x.reshape([n, height, width, channels]), [rows, columns], Number.NEGATIVE_INFINITY);
    const steps = integers(
      [rows.size, columns.size],
      (i, j) => i * rows.dilation * down + j * columns.dilation * right,
    );
    const starts = integers(
      [rows.out, columns.out],
      (y, x) => (y * rows.stride - rows.before) * down + (x * columns.stride - columns.before) * right,
    );
    const images = integers([n, channels], (image, channel) => (image * channels + channel) * height * width);
    const inImage = add(
      gather(steps.reshape([-1]), argmax(stack(seen), { axis: 0 })),
      starts.reshape([...starts.shape, 1]),
    );
    const outs = windows.map(({ out }) => out);
    return add(inImage, images.reshape([n, 1, 1, channels])).reshape([n, ...outs, channels]);
  });
}

/** Returns the mean of each window, with zeros around the image. */
function meansOfPadded(image: Tensor, both: Two): Tensor {
  const [rows, columns] = both;
  if (both.some(isDilated)) return divide(taps(image, both, 0).reduce(add), rows.size * columns.size);
  const around = both.map((window) => [window.before, behind(window)] as const);
  const padded = pad(image, [[0, 0], ...around, [0, 0]]);
  return averagePool2d(padded, [rows.size, columns.size], { stride: [rows.stride, columns.stride] });
}

/** Returns how many elements of each window count. */
function countsOf({ size, stride, dilation, length, before, after, out }: AxisWindow, padding: boolean): number[] {
  const [low, high] = padding ? [-before, length + after] : [0, length];
  return Array.from({ length: out }, (_, at) => {
    const start = at * stride - before;
    const first = Math.max(0, Math.ceil((low - start) / dilation));
    const last = Math.min(size - 1, Math.ceil((high - start) / dilation) - 1);
    return Math.max(0, last - first + 1);
  });
}

/** Returns a number for each place of the output, [out, out, 1]. */
function perPlace(like: Tensor, [rows, columns]: [number[], number[]], f: (y: number, x: number) => number): Tensor {
  const values = rows.flatMap((y) => columns.map((x) => f(y, x)));
  return uploadNumbers(like, [rows.length, columns.length, 1], values);
}

/** Each place is an image of its own. */
const MOST_TAPS = 4096;

/** Returns what each place of the window sees, as one image of the output's size for each. */
function taps(image: Tensor, [rows, columns]: Two, value: number): Tensor[] {
  if (rows.size * columns.size > MOST_TAPS) {
    const received = `${rows.size} x ${columns.size}`;
    throw new NablaError(
      'shape',
      `A pool with gaps, or with indices, takes at most ${MOST_TAPS} places. Received ${received}.`,
    );
  }
  const tall = padAxis(image, 1, rows.before, behind(rows), value);
  const whole = padAxis(tall, 2, columns.before, behind(columns), value);
  const places: Tensor[] = [];
  for (let i = 0; i < rows.size; i++) {
    for (let j = 0; j < columns.size; j++) places.push(slice(whole, [[], tapRange(rows, i), tapRange(columns, j)]));
  }
  return places;
}
