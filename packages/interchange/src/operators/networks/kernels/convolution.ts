/** Convolutions over any number of axes, on tensors whose channels are last, made of core's for images. */
import {
  add,
  conv2d,
  convTranspose2d,
  greater,
  pad,
  relu,
  type Shape,
  scope,
  slice,
  type Tensor,
  where,
} from '@nablajs/core';
import { convolutionByKernel } from './convolution-kernel.js';
import { type AxisWindow, behind, type Convolving, extentOf, placed } from './windows.js';

type Two = readonly [AxisWindow, AxisWindow];

/** The window of an axis that is not there: sequences are images with one row. */
const ONE: AxisWindow = { size: 1, stride: 1, dilation: 1, length: 1, before: 0, after: 0, out: 1 };

const all: readonly [] = [];

/**
 * Convolves x [n, ...space, channels] with w [...sizes, channels / groups, filters], adds b [filters] and applies the
 * activation: [n, ...out, filters].
 */
export function convolution(x: Tensor, w: Tensor, b: Tensor | undefined, how: Convolving): Tensor {
  const y = convolutionByKernel(x, w, b, how);
  if (y !== undefined) return y;
  return how.isLimited === true ? atMost(unlimited(x, w, b, how), 6) : unlimited(x, w, b, how);
}

/** The smaller of x and a number, in two kernels, where `minimum` takes three. */
export const atMost = (x: Tensor, limit: number): Tensor => where(greater(x, limit), limit, x);

/** The convolution with a ReLU at most. */
function unlimited(x: Tensor, w: Tensor, b: Tensor | undefined, how: Convolving): Tensor {
  const { windows, groups, activation = 'none' } = how;
  const [n = 0, ...rest] = x.shape;
  if (windows.length > 2) {
    const y = overDepth(x, w, b, how).reshape([n, ...windows.map(({ out }) => out), w.shape.at(-1) as number]);
    return activation === 'relu' ? relu(y) : y;
  }
  if (windows.length === 1) {
    const rows = unlimited(x.reshape([n, 1, ...rest]), w.reshape([1, ...w.shape]), b, {
      ...how,
      windows: [ONE, ...windows],
    });
    return rows.reshape(rows.shape.toSpliced(1, 1));
  }
  const { around, ...placing } = placed(windows as unknown as Two);
  return conv2d(around === undefined ? x : pad(x, around), w, b, { ...placing, groups, activation });
}

/** Adds up convolutions over all axes but the first: one for each place of the window along it. */
function overDepth(x: Tensor, w: Tensor, b: Tensor | undefined, { windows, groups }: Convolving): Tensor {
  const [first, ...inner] = windows as [AxisWindow, ...AxisWindow[]];
  const [n = 0, , ...rest] = x.shape;
  const padded = padAxis(x, 1, first.before, behind(first));
  return scope(() => {
    let sum: Tensor | undefined;
    for (let tap = 0; tap < first.size; tap++) {
      const planes = slice(padded, [all, tapRange(first, tap)]).reshape([n * first.out, ...rest]);
      // The bias is added once.
      const part = convolution(planes, slice(w, [tap]), tap === 0 ? b : undefined, { windows: inner, groups });
      sum = sum === undefined ? part : add(sum, part);
    }
    return sum as Tensor;
  });
}

/** The elements of a padded axis that place `tap` of the window sees, one for each output. */
export const tapRange = ({ stride, dilation, out }: AxisWindow, tap: number): [number, number, number] => [
  tap * dilation,
  tap * dilation + (out - 1) * stride + 1,
  stride,
];

/** Surrounds one axis with a value. */
export const padAxis = (x: Tensor, axis: number, before: number, after: number, value = 0): Tensor =>
  before + after === 0 ? x : pad(x, widthsAt(x.shape, axis, before, after), value);

const widthsAt = (shape: Shape, axis: number, before: number, after: number): [number, number][] =>
  shape.map((_, at) => (at === axis ? [before, after] : [0, 0]));

/** How an axis of a transposed convolution is enlarged. */
export interface TransposedAxis {
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
  /** How much is cut off at the start of the whole result. */
  readonly before: number;
  /** The length of the result. */
  readonly out: number;
}

/**
 * The transpose of `convolution`: each element of x [n, ...space, channels] times w [...sizes, filters / groups,
 * channels] is added to its window of the result [n, ...out, filters], of which `axes` keep a part.
 */
export function transposedConvolution(
  x: Tensor,
  w: Tensor,
  b: Tensor | undefined,
  axes: readonly TransposedAxis[],
  groups: number,
): Tensor {
  const filters = (w.shape.at(-2) as number) * groups;
  const shape = [x.shape[0] as number, ...axes.map(({ out }) => out), filters];
  const lengths = x.shape.slice(1, -1);
  if (axes.length === 2 && axes.every((axis, at) => isPlain(axis, lengths[at] as number))) {
    const pairOf = (f: (axis: TransposedAxis, length: number) => number) =>
      axes.map((axis, at) => f(axis, lengths[at] as number)) as [number, number];
    return convTranspose2d(x, w, b, {
      stride: pairOf(({ stride }) => stride),
      dilation: pairOf(({ dilation }) => dilation),
      padding: pairOf(({ before }) => before),
      outputPadding: pairOf(extraOf),
      groups,
    });
  }
  return scope(() => {
    const whole = wholeTransposed(x, w, axes, groups);
    let y = whole;
    for (const [at, { before, out }] of axes.entries()) {
      const length = y.shape[at + 1] as number;
      const ranges = [...Array.from({ length: at + 1 }, () => all), [before, Math.min(length, before + out)] as const];
      y = padAxis(slice(y, ranges), at + 1, 0, Math.max(0, before + out - length));
    }
    const kept = y.reshape(shape);
    return b === undefined ? kept : add(kept, b);
  });
}

/** How much longer the result is than with as much cut off at the end as at the start. */
const extraOf = (axis: TransposedAxis, length: number): number =>
  axis.out - ((length - 1) * axis.stride + extentOf(axis) - 2 * axis.before);

/** Whether core's options express it. */
function isPlain(axis: TransposedAxis, length: number): boolean {
  const extra = extraOf(axis, length);
  const last = (length - 1) * axis.stride - axis.before;
  return extra >= 0 && extra < axis.stride && axis.before < extentOf(axis) && last < axis.out;
}

/** Computes a transposed convolution without cutting anything off. */
function wholeTransposed(x: Tensor, w: Tensor, axes: readonly TransposedAxis[], groups: number): Tensor {
  const [n = 0, ...rest] = x.shape;
  const channels = rest.at(-1) as number;
  const own = w.shape.at(-2) as number;
  const longs = axes.map((axis, at) => ((rest[at] as number) - 1) * axis.stride + extentOf(axis));
  const shape = [n, ...longs, own * groups];
  if (axes.length > 2) return transposedOverDepth(x, w, axes, groups);
  const both = (axes.length === 1 ? [{ stride: 1, dilation: 1 }, ...axes] : axes) as readonly TransposedAxis[];
  const [rows, columns] = both as readonly [TransposedAxis, TransposedAxis];
  const image = axes.length === 1 ? x.reshape([n, 1, rest[0] as number, channels]) : x;
  const weights = axes.length === 1 ? w.reshape([1, ...w.shape]) : w;
  const how = { stride: [rows.stride, columns.stride], dilation: [rows.dilation, columns.dilation] } as const;
  return convTranspose2d(image, weights, undefined, { ...how, groups }).reshape(shape);
}

/** Enlarges the other axes for each place of the window along the first one, and adds the results. */
function transposedOverDepth(x: Tensor, w: Tensor, axes: readonly TransposedAxis[], groups: number): Tensor {
  const [first, ...inner] = axes as [TransposedAxis, ...TransposedAxis[]];
  const [n = 0, depth = 0, ...rest] = x.shape;
  const planes = x.reshape([n * depth, ...rest]);
  let sum: Tensor | undefined;
  for (let tap = 0; tap < first.size; tap++) {
    const part = wholeTransposed(planes, slice(w, [tap]), inner, groups);
    const [, ...large] = part.shape;
    // Planes lie `stride` apart: zeros between them, and as many as the window needs around.
    const apart = padAxis(part.reshape([n, depth, 1, ...large]), 2, 0, first.stride - 1);
    const line = apart.reshape([n, depth * first.stride, ...large]);
    const used = slice(line, [all, [0, (depth - 1) * first.stride + 1]]);
    const moved = padAxis(used, 1, tap * first.dilation, (first.size - 1 - tap) * first.dilation);
    sum = sum === undefined ? moved : add(sum, moved);
  }
  return sum as Tensor;
}
