/**
 * Convolution of images. The composition here defines the result and the order of its sums. A backend's `conv` kernels
 * need not gather the windows of a whole batch.
 */
import type { FusedActivation, Operand, Shape } from '../../backend.js';
import { scope } from '../../tensors/scope.js';
import { checkRank, checkSameShape } from '../../tensors/shape.js';
import { isTracked } from '../../tensors/tape.js';
import { type Tensor, wrap } from '../../tensors/tensor.js';
import { checkOptions, checkPositiveInteger } from '../../validation/arguments.js';
import { formatShape, NablaError } from '../../validation/errors.js';
import { maskByOutput, relu } from '../composed.js';
import { scatterAdd, slice } from '../indexing.js';
import { permute } from '../movement.js';
import { checkFloats } from '../operands.js';
import { add, sum } from '../ops.js';
import { matmul } from '../products.js';
import { type CustomVjp, customVjp } from './custom-vjp.js';
import {
  checkPadding,
  gatherWindows,
  imageShape,
  type Pair,
  paddingFor,
  pairOf,
  type ResolvedWindow,
  resolveWindow,
  suitsKernels,
  uploadWindowIndices,
  WINDOW_OPTIONS,
  type WindowOptions,
} from './windows.js';

/** Options of `conv2d`. */
export interface ConvOptions extends WindowOptions {
  /**
   * How many groups to split the channels and the filters into. The filters of group g see only the channels of group
   * g. Default: 1.
   */
  readonly groups?: number;
  /** The function to apply to the result. Default: `none`. */
  readonly activation?: FusedActivation;
}

const CONV_OPTIONS: readonly (keyof ConvOptions)[] = [...WINDOW_OPTIONS, 'groups', 'activation'];

type Filters = readonly [height: number, width: number, channels: number, filters: number];

/** Checks and returns [height, width, channels / groups, filters]. */
function filterShape(op: string, w: Shape, channels: number, groups: number): Filters {
  checkRank(`${op}, which takes filters [height, width, channels / groups, filters]`, w, 4);
  const [, , own, filters] = w as Filters;
  checkPositiveInteger(`${op} groups`, groups);
  if (own > 0 && filters > 0 && own * groups === channels && filters % groups === 0) return w as Filters;
  throw new NablaError(
    'shape',
    `${op}: filters ${formatShape(w)} take ${own * groups} channels, and ${groups} groups must divide the channels and ` +
      `the filters. Received ${channels} channels and ${filters} filters.`,
  );
}

/**
 * Convolves images x [n, height, width, channels] with filters w [rows, columns, channels / groups, filters] (a
 * cross-correlation, as in PyTorch and Keras), adds b [filters] and applies the activation: [n, outHeight, outWidth,
 * filters]. Without padding, outHeight is `⌊(height − dilation · (rows − 1) − 1) / stride⌋ + 1`.
 *
 * Throws NablaError `shape` if the shapes do not match, or if a window would lie outside the image.
 *
 * @example
 * ```ts
 * const w = tensor(backend, [[[[1]], [[-1]]]]); // one filter of 1 x 2
 * const edges = conv2d(tensor(backend, [[[[5], [3], [0]]]]), w, undefined); // [[[[2], [3]]]]
 * ```
 */
export function conv2d(x: Tensor, w: Tensor, b: Tensor | undefined, options: ConvOptions = {}): Tensor {
  const op = 'conv2d';
  const inputs = b === undefined ? [x, w] : [x, w, b];
  checkFloats(op, inputs);
  checkOptions(op, options, CONV_OPTIONS, "{ padding: 'same' }");
  const { groups = 1, activation = 'none' } = options;
  const [n, height, width, channels] = imageShape(op, x.shape);
  const [rows, columns, own, filters] = filterShape(op, w.shape, channels, groups);
  if (b !== undefined) checkSameShape(op, b.shape, [filters]);
  const resolved = resolveWindow(op, [height, width], [rows, columns], options);
  const { window, out } = resolved;
  const shape = [n, ...out, filters];
  const composed = () => {
    const product = multiplyWindows(x, w, resolved, groups);
    const z = (b === undefined ? product : add(product, b)).reshape(shape);
    return activation === 'relu' ? relu(z) : z;
  };
  const kernels = x.backend.conv;
  if (kernels === undefined || !suitsKernels(window, own, filters / groups)) return scope(composed);
  // Only the gradient of w depends on x.
  const image = isTracked(w) ? x : w;
  const forward = () => {
    const storage = kernels.forward(x.operand(), w.operand(), b?.operand(), activation, window, groups, shape);
    const y = wrap(x, storage, shape);
    return { output: y, saved: activation === 'none' ? [image, w] : [image, w, y] };
  };
  const vjp: CustomVjp = (dY, saved, [needX, needW, needB = false]) => {
    const [image, weights, output] = saved.map((tensor) => tensor.operand()) as [Operand, Operand, Operand?];
    const dX = needX
      ? wrap(x, kernels.backwardInput(dY.operand(), weights, output, window, groups, x.shape))
      : undefined;
    if (!needW) return [dX, undefined, needB ? biasGradient(dY, saved[2]) : undefined];
    const made = kernels.backwardFilter(image, dY.operand(), output, needB, window, groups, w.shape);
    return [dX, wrap(w, made.dW), needB ? wrap(w, made.db, [filters]) : undefined];
  };
  return customVjp('conv2d', inputs, forward, vjp, composed);
}

/** Sums dY over all images and positions, masked by the output y of a ReLU, if any. */
function biasGradient(dY: Tensor, y: Tensor | undefined): Tensor {
  const dZ = y === undefined ? dY : maskByOutput(dY, y);
  return sum(dZ.reshape([-1, dY.shape[3] as number]), { axis: 0 });
}

/** Returns the products of windows and filters, [n * outHeight * outWidth, filters]. */
function multiplyWindows(x: Tensor, w: Tensor, resolved: ResolvedWindow, groups: number): Tensor {
  const [rows, columns, own, filters] = w.shape as Filters;
  const taps = rows * columns;
  const windows = gatherWindows(x, resolved, 0);
  const places = windows.shape[0] as number;
  if (groups === 1) return matmul(windows.reshape([places, taps * own]), w.reshape([taps * own, filters]));
  const parted = permute(windows.reshape([places, taps, groups, own]), [2, 0, 1, 3]);
  const products = matmul(parted.reshape([groups, places, taps * own]), filtersByGroup(w, groups));
  return permute(products, [1, 0, 2]).reshape([places, filters]);
}

/** Returns the filters of each group, [groups, rows * columns * channels / groups, filters / groups]. */
function filtersByGroup(w: Tensor, groups: number): Tensor {
  const [rows, columns, own, filters] = w.shape as Filters;
  return permute(w.reshape([rows * columns * own, groups, filters / groups]), [1, 0, 2]);
}

/** Options of `convTranspose2d`. */
export interface ConvTransposeOptions extends WindowOptions {
  /** As in `conv2d`, with the roles of channels and filters swapped. Default: 1. */
  readonly groups?: number;
  /** How many rows and columns to add at the end of the output, less than the stride. Default: 0. */
  readonly outputPadding?: Pair;
}

const TRANSPOSE_OPTIONS: readonly (keyof ConvTransposeOptions)[] = [...WINDOW_OPTIONS, 'groups', 'outputPadding'];

/**
 * Computes the transpose of `conv2d`: each pixel of x [n, height, width, channels] times the filters w [rows, columns,
 * filters / groups, channels] is added to its window of the output [n, outHeight, outWidth, filters]:
 *
 * - With `same` padding, `outHeight = height · stride`
 * - Else `outHeight = (height − 1) · stride − 2 · padding + dilation · (rows − 1) + 1 + outputPadding`
 *
 * Names and formulas are those of PyTorch's ConvTranspose2d and Keras' Conv2DTranspose. w has the layout of Keras.
 *
 * @example
 * ```ts
 * const w = tensor(backend, [[[[1]], [[2]]]]); // one filter of 1 x 2
 * const x = tensor(backend, [[[[3], [4]]]]);
 * const y = convTranspose2d(x, w, undefined, { stride: [1, 2] }); // [[[[3], [6], [4], [8]]]]
 * ```
 */
export function convTranspose2d(
  x: Tensor,
  w: Tensor,
  b: Tensor | undefined,
  options: ConvTransposeOptions = {},
): Tensor {
  const op = 'convTranspose2d';
  const inputs = b === undefined ? [x, w] : [x, w, b];
  checkFloats(op, inputs);
  checkOptions(op, options, TRANSPOSE_OPTIONS, '{ stride: 2 }');
  const { groups = 1 } = options;
  const [n, height, width, channels] = imageShape(op, x.shape);
  checkRank(`${op}, which takes filters [height, width, filters / groups, channels]`, w.shape, 4);
  const [rows, columns, own] = w.shape as Filters;
  const filters = own * groups;
  filterShape(op, w.shape, filters, groups);
  checkSameShape(op, [w.shape[3] as number], [channels]);
  if (b !== undefined) checkSameShape(op, b.shape, [filters]);
  const resolved = resolveTransposed(op, [height, width], [rows, columns], options);
  const shape = [n, ...resolved.image, filters];
  return scope(() => {
    const y = addToWindows(x, w, resolved, groups, shape);
    return b === undefined ? y : add(y, b);
  });
}

/** A transposed convolution's window, and the size of the image that it moves over: the output. */
export interface ResolvedTransposed extends ResolvedWindow {
  readonly image: readonly [height: number, width: number];
}

/** Finds the image size for which a window has `out` outputs. */
export function resolveTransposed(
  op: string,
  out: readonly [number, number],
  size: readonly [number, number],
  options: ConvTransposeOptions,
): ResolvedTransposed {
  const stride = pairOf(`${op} stride`, options.stride ?? 1, 1);
  const dilation = pairOf(`${op} dilation`, options.dilation ?? 1, 1);
  const extra = pairOf(`${op} outputPadding`, options.outputPadding ?? 0, 0);
  const around = checkPadding(`${op} padding`, options.padding);
  const along = (axis: 0 | 1): number =>
    around === 'same'
      ? out[axis] * stride[axis]
      : (out[axis] - 1) * stride[axis] - 2 * around[axis] + dilation[axis] * (size[axis] - 1) + 1 + extra[axis];
  const image = [along(0), along(1)] as const;
  const resolved = resolveWindow(op, image, size, options);
  if (resolved.out.every((length, axis) => Object.is(length, out[axis]))) return { ...resolved, image };
  throw new NablaError(
    'argument',
    `${op}: outputPadding must be less than the stride. Received ${extra.join(' x ')} for a stride of ` +
      `${stride.join(' x ')}.`,
  );
}

/** Adds each pixel's products with the filters to its window of the output. */
function addToWindows(x: Tensor, w: Tensor, resolved: ResolvedWindow, groups: number, shape: Shape): Tensor {
  const composed = () => sumOfWindows(x, w, resolved, groups, shape);
  const kernels = x.backend.conv;
  const { window } = resolved;
  const [, , own, filters] = w.shape as Filters;
  if (kernels === undefined || !suitsKernels(window, own, filters / groups)) return scope(composed);
  const forward = () => {
    const storage = kernels.backwardInput(x.operand(), w.operand(), undefined, window, groups, shape);
    return { output: wrap(x, storage, shape), saved: [x, w] };
  };
  const vjp: CustomVjp = (dY, saved, [needX, needW]) => {
    const [image, filters, output] = [...saved, dY].map((tensor) => tensor.operand()) as [Operand, Operand, Operand];
    return [
      needX ? wrap(x, kernels.forward(output, filters, undefined, 'none', window, groups, x.shape)) : undefined,
      needW ? wrap(w, kernels.backwardFilter(output, image, undefined, false, window, groups, w.shape).dW) : undefined,
    ];
  };
  return customVjp('convTranspose2d', [x, w], forward, vjp, composed);
}

function sumOfWindows(x: Tensor, w: Tensor, resolved: ResolvedWindow, groups: number, shape: Shape): Tensor {
  const [rows, columns, own] = w.shape as Filters;
  const taps = rows * columns;
  const channels = own * groups;
  const filters = x.shape[3] as number;
  const places = x.size / filters;
  const pixels = x.reshape([places, filters]);
  const windows =
    groups === 1
      ? matmul(pixels, w.reshape([taps * own, filters]), { transposeB: true })
      : permute(
          matmul(permute(pixels.reshape([places, groups, filters / groups]), [1, 0, 2]), filtersByGroup(w, groups), {
            transposeB: true,
          }).reshape([groups, places, taps, own]),
          [1, 2, 0, 3],
        );
  const { shape: whole, widths } = paddingFor(shape, resolved);
  const [n, height, width] = whole;
  const added = scatterAdd(
    windows.reshape([places * taps, channels]),
    uploadWindowIndices(x, whole, resolved),
    n * height * width,
  ).reshape(whole);
  return slice(
    added,
    widths.map(([before], axis) => [before, before + (shape[axis] as number)]),
  );
}
