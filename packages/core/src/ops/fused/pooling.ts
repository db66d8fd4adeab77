/** Pooling of images. The compositions here gather every window; a backend's `pool` kernels do not. */
import type { Operand } from '../../backend.js';
import { allocate } from '../../tensors/dtype.js';
import { dense } from '../../tensors/host-array.js';
import { scope } from '../../tensors/scope.js';
import { type Tensor, upload, wrap } from '../../tensors/tensor.js';
import { checkOptions } from '../../validation/arguments.js';
import { composed } from '../composed.js';
import { oneHot } from '../indexing.js';
import { permute } from '../movement.js';
import { checkFloats } from '../operands.js';
import { argmax, divide, max, sum, unlessNan, where } from '../ops.js';
import { type CustomVjp, customVjp } from './custom-vjp.js';
import {
  gatherWindows,
  imageShape,
  type Pair,
  paddingFor,
  pairOf,
  type ResolvedWindow,
  resolveWindow,
  suitsKernels,
  type WindowOptions,
} from './windows.js';

/** Options of `maxPool2d` and `averagePool2d`. */
export type PoolOptions = Pick<WindowOptions, 'stride' | 'padding'>;

function resolvePool(op: string, x: Tensor, size: Pair, options: PoolOptions): ResolvedWindow {
  checkOptions(op, options, ['stride', 'padding'], '{ stride: 2 }');
  checkFloats(op, [x]);
  const [, height, width] = imageShape(op, x.shape);
  const window = pairOf(`${op} size`, size, 1);
  return resolveWindow(op, [height, width], window, { stride: window, ...options });
}

const outputShape = (x: Tensor, { out }: ResolvedWindow) => [x.shape[0] as number, ...out, x.shape[3] as number];

/**
 * Returns the largest element of each window of images x [n, height, width, channels]: [n, outHeight, outWidth,
 * channels]. If a window contains NaN, its result is NaN, and so is the gradient of all its elements. Padding never
 * counts. By default the windows lie side by side, as in PyTorch and Keras. The gradient of a window goes to its first
 * largest element, row by row.
 *
 * @example
 * ```ts
 * const image = tensor(backend, [[[[1], [2]], [[3], [4]]]]); // [1, 2, 2, 1]
 * const y = maxPool2d(image, 2); // [[[[4]]]]
 * ```
 */
export function maxPool2d(x: Tensor, size: Pair, options: PoolOptions = {}): Tensor {
  const resolved = resolvePool('maxPool2d', x, size, options);
  const shape = outputShape(x, resolved);
  const gathered = () => firstLargest(gatherWindows(x, resolved, Number.NEGATIVE_INFINITY)).reshape(shape);
  const { window } = resolved;
  const kernels = x.backend.pool;
  if (kernels === undefined || !suitsKernels(window)) return scope(gathered);
  const forward = () => {
    const y = wrap(x, kernels.max(x.operand(), window, shape), shape);
    return { output: y, saved: [x, y] };
  };
  const vjp: CustomVjp = (dY, saved) => {
    const [image, largest] = saved.map((tensor) => tensor.operand()) as [Operand, Operand];
    return [wrap(x, kernels.maxBackward(image, largest, dY.operand(), window))];
  };
  return customVjp('maxPool2d', [x], forward, vjp, gathered);
}

/**
 * Returns the largest element of each window [places, size, channels]. Only the first such element gets its gradient,
 * unless it is NaN.
 */
function firstLargest(windows: Tensor): Tensor {
  const [places, size, channels] = windows.shape as readonly [number, number, number];
  const kept = [places, 1, channels];
  return composed('firstLargest', windows, 'xy', {
    y: () => max(windows, { axis: 1 }),
    dX: (dY, x, y) => {
      const marks = oneHot(argmax(x, { axis: 1 }).reshape([places * channels]), size, x.dtype);
      const isFirst = permute(marks.reshape([places, channels, size]), [0, 2, 1]);
      return unlessNan(y.reshape(kept), where(isFirst, dY.reshape(kept), 0));
    },
  });
}

/**
 * Returns the mean of each window of images x [n, height, width, channels]: [n, outHeight, outWidth, channels]. Padding
 * does not count, as in Keras (PyTorch: `count_include_pad=False`). By default the windows lie side by side.
 *
 * @example
 * ```ts
 * const image = tensor(backend, [[[[1], [2]], [[3], [4]]]]); // [1, 2, 2, 1]
 * const y = averagePool2d(image, 2); // [[[[2.5]]]]
 * ```
 */
export function averagePool2d(x: Tensor, size: Pair, options: PoolOptions = {}): Tensor {
  const resolved = resolvePool('averagePool2d', x, size, options);
  const shape = outputShape(x, resolved);
  const gathered = () => {
    const sums = sum(gatherWindows(x, resolved, 0), { axis: 1 });
    return divide(sums.reshape(shape), windowCounts(x, resolved));
  };
  const { window } = resolved;
  const kernels = x.backend.pool;
  if (kernels === undefined || !suitsKernels(window)) return scope(gathered);
  const forward = () => ({ output: wrap(x, kernels.average(x.operand(), window, shape), shape), saved: [] });
  const vjp: CustomVjp = (dY) => [wrap(x, kernels.averageBackward(dY.operand(), window, x.shape))];
  return customVjp('averagePool2d', [x], forward, vjp, gathered);
}

/** Counts each window's pixels inside the image: [outHeight, outWidth, 1], or one number if all are equal. */
function windowCounts(x: Tensor, resolved: ResolvedWindow): Tensor | number {
  const { window, out } = resolved;
  const [, height, width] = imageShape('averagePool2d', x.shape);
  const { widths } = paddingFor(x.shape, resolved);
  if (widths.every(([before, after]) => before + after === 0)) return window.size[0] * window.size[1];
  const along = (axis: 0 | 1, length: number, at: number): number => {
    const start = at * window.stride[axis] - window.padding[axis];
    return Math.min(start + window.size[axis], length) - Math.max(start, 0);
  };
  const data = allocate(x.dtype, out[0] * out[1]);
  for (let y = 0, at = 0; y < out[0]; y++) {
    for (let i = 0; i < out[1]; i++) data[at++] = along(0, height, y) * along(1, width, i);
  }
  return upload(x.backend, dense(data, [...out, 1]));
}
