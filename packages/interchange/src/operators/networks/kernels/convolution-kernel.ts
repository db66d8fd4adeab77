/**
 * Convolutions and means of images by the kernels of a backend, where nothing needs a gradient: faster for small ones
 * than core's operations.
 */
import { isFloat, isTracked, Tensor, type Window } from '@nablajs/core';
import { type AxisWindow, type Convolving, overlaps } from './windows.js';

/** What the kernels take: see `ConvKernels` of core. */
const [MOST_TAPS, MOST_STEPS] = [128, 16_384];

/** Convolves as `convolution` does. Returns undefined where core has to. */
export function convolutionByKernel(
  x: Tensor,
  w: Tensor,
  b: Tensor | undefined,
  { windows, groups, activation = 'none', isLimited = false }: Convolving,
): Tensor | undefined {
  const { conv } = x.backend;
  const [rows, columns] = windows;
  const isImage = rows !== undefined && columns !== undefined && windows.length === 2;
  if (conv === undefined || (isLimited && conv.relu6 === undefined) || !isImage || isTracked(x, w, b)) return undefined;
  if (!fits(x, w, b, groups) || !isPlaced(rows, columns, w)) return undefined;
  const window = windowOf(rows, columns);
  const shape = [x.shape[0] as number, rows.out, columns.out, w.shape[3] as number];
  const [image, filters, bias] = [x.operand(), w.operand(), b?.operand()];
  const storage = isLimited
    ? conv.relu6?.(image, filters, bias, window, groups, shape)
    : conv.forward(image, filters, bias, activation, window, groups, shape);
  return new Tensor(x.backend, storage, shape, x.dtype);
}

/**
 * Returns the mean of each window of images x [n, height, width, channels]; windows have no gaps, and lie inside the
 * image. Returns undefined where core has to.
 */
export function meanByKernel(x: Tensor, [rows, columns]: readonly [AxisWindow, AxisWindow]): Tensor | undefined {
  const { pool } = x.backend;
  const isSmall = rows.size * columns.size <= MOST_TAPS;
  if (pool === undefined || !isSmall || !isFloat(x.dtype) || isTracked(x)) return undefined;
  const shape = [x.shape[0] as number, rows.out, columns.out, x.shape[3] as number];
  return new Tensor(x.backend, pool.average(x.operand(), windowOf(rows, columns), shape), shape, x.dtype);
}

const windowOf = (rows: AxisWindow, columns: AxisWindow): Window => ({
  size: [rows.size, columns.size],
  stride: [rows.stride, columns.stride],
  dilation: [rows.dilation, columns.dilation],
  padding: [rows.before, columns.before],
});

/** Whether the shapes and the dtypes belong together. */
function fits(x: Tensor, w: Tensor, b: Tensor | undefined, groups: number): boolean {
  if (x.shape.length !== 4 || w.shape.length !== 4 || !isFloat(x.dtype) || w.dtype !== x.dtype) return false;
  const [, , own, filters] = w.shape as readonly [number, number, number, number];
  const isGrouped = groups >= 1 && own > 0 && filters > 0 && own * groups === x.shape[3] && filters % groups === 0;
  return isGrouped && (b === undefined || (b.dtype === x.dtype && b.shape.length === 1 && b.shape[0] === filters));
}

/** Whether the windows are those of the filters, lie where kernels expect them, and are not too large for them. */
function isPlaced(rows: AxisWindow, columns: AxisWindow, { shape }: Tensor): boolean {
  const [height, width, own, filters] = shape as readonly [number, number, number, number];
  const taps = height * width;
  const isSmall = taps <= MOST_TAPS && taps * own <= MOST_STEPS && filters <= MOST_STEPS;
  const isOfFilters = rows.size === height && columns.size === width;
  return isSmall && isOfFilters && [rows, columns].every((window) => window.before >= 0 && overlaps(window));
}
