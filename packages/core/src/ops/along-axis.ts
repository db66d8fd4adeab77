/** Compositions along an axis: running sums, and the largest elements. */

import { observe } from '../tensors/kinks.js';
import { scope } from '../tensors/scope.js';
import { normaliseAxis, sizeOf } from '../tensors/shape.js';
import { withTapes } from '../tensors/tape.js';
import { fill, type Tensor, upload, wrap } from '../tensors/tensor.js';
import { checkBoolean, checkOptions, checkWhole } from '../validation/arguments.js';
import { composed } from './composed.js';
import { gather, oneHot, slice } from './indexing.js';
import { type ConcatOptions, cast, pad, permute, stack } from './movement.js';
import { checkDense, checkFloat } from './operands.js';
import { add, argmax, multiply, subtract, sum, where } from './ops.js';

/** Options of `cumsum`. */
export interface CumsumOptions extends ConcatOptions {
  /** Whether each sum leaves out its own element and starts with 0. Default: false. */
  readonly exclusive?: boolean;
  /** Whether to sum from the end to the start. Default: false. */
  readonly reverse?: boolean;
}

/**
 * Returns running sums along an axis (default: 0): `y[i] = x[0] + … + x[i]`. Elements are added in pairs, so that a sum
 * keeps its digits; int32 as in `add`. dX is the running sum of dY from the other end.
 *
 * @example
 * ```ts
 * const sums = cumsum(tensor(backend, [1, 2, 3])); // [1, 3, 6]
 * const starts = cumsum(tensor(backend, [1, 2, 3]), { exclusive: true }); // [0, 1, 3]
 * ```
 */
export function cumsum(x: Tensor, options: CumsumOptions = {}): Tensor {
  checkOptions('cumsum', options, ['axis', 'exclusive', 'reverse'], '{ axis: 1 }');
  const { exclusive = false, reverse = false } = options;
  checkBoolean('cumsum exclusive', exclusive);
  checkBoolean('cumsum reverse', reverse);
  checkDense('cumsum', [x]);
  if (x.dtype !== 'int32' || x.backend.integers === undefined) checkFloat('cumsum', x);
  const axis = normaliseAxis('cumsum', options.axis ?? 0, x.shape.length);
  return composed('cumsum', x, '', {
    y: () => runningSums(x, axis, exclusive, reverse),
    dX: (dY) => cumsum(dY, { axis, exclusive, reverse: !reverse }),
  });
}

/** Doubles what each element sums at every step (Hillis and Steele 1986). */
function runningSums(x: Tensor, axis: number, exclusive: boolean, reverse: boolean): Tensor {
  const n = x.shape[axis] as number;
  const moved = (y: Tensor, by: number): Tensor =>
    pad(
      slice(y, [...x.shape.slice(0, axis).map(() => [] as const), reverse ? [by] : [0, n - by]]),
      x.shape.map((_, at) => (at !== axis ? [0, 0] : reverse ? [0, by] : [by, 0])),
    );
  let sums = exclusive && n > 0 ? moved(x, 1) : multiply(x, 1);
  for (let by = 1; by < n; by *= 2) {
    const before = sums;
    sums = scope(() => add(before, moved(before, by)));
    before.dispose();
  }
  return sums;
}

/** What `topK` returns. The caller, or the enclosing scope, owns both tensors. */
export interface Largest {
  readonly values: Tensor;
  /** int32. Where they are along the axis. */
  readonly indices: Tensor;
}

/**
 * Returns the k largest elements along an axis (default: the last) and their indices, the largest first. Of equal ones
 * the first in x comes first, and NaN counts as the largest, as in `argmax`. int32 needs a backend with float64, which
 * holds each int32. Throws NablaError `argument` unless `1 ≤ k ≤ n`, n the length of the axis. dX is dY at the
 * elements that were chosen, and 0 elsewhere.
 *
 * @example
 * ```ts
 * const { values, indices } = topK(tensor(backend, [1, 5, 2, 5]), 3); // [5, 5, 2] at [1, 3, 2]
 * ```
 */
export function topK(x: Tensor, k: number, options: ConcatOptions = {}): Largest {
  checkOptions('topK', options, ['axis'], '{ axis: 0 }');
  checkDense('topK', [x]);
  const isWidened = x.dtype === 'int32' && x.backend.dtypes.includes('float64');
  if (!isWidened) checkFloat('topK', x);
  const rank = x.shape.length;
  const axis = normaliseAxis('topK', options.axis ?? -1, rank);
  const n = x.shape[axis] as number;
  checkWhole('topK k', k, 1, n + 1, `[1, ${n}]`);
  const others = x.shape.map((_, at) => at).filter((at) => at !== axis);
  const lengths = others.map((at) => x.shape[at] as number);
  const [last, back] = [[...others, axis], [...lengths.keys()].toSpliced(axis, 0, rank - 1)];
  return scope(() => {
    const floats = isWidened ? cast(x, 'float64') : x;
    const lines = (axis === rank - 1 ? floats : permute(floats, last)).reshape([sizeOf(lengths), n]);
    const { values, indices } = largestOfRows(lines, k);
    observe(() => indices);
    const restored = (y: Tensor): Tensor => permute(y.reshape([...lengths, k]), back);
    return { values: restored(isWidened ? cast(values, 'int32') : values), indices: restored(indices) };
  });
}

function largestOfRows(x: Tensor, k: number): Largest {
  const { backend } = x;
  const [rows, n] = x.shape as [number, number];
  const kernel = backend.integers && backend.fused?.topK;
  if (kernel === undefined) return largestInTurn(x, k);
  const indices = wrap(x, kernel(x.operand(), k), [rows, k], 'int32');
  const data = Int32Array.from({ length: rows }, (_, row) => row * n);
  const places = add(indices, upload(backend, { layout: 'dense', shape: [rows, 1], data }));
  return { values: gather(x.reshape([rows * n]), places), indices };
}

function largestInTurn(x: Tensor, k: number): Largest {
  const n = x.shape[1] as number;
  const hot = (scores: Tensor): Tensor => oneHot(argmax(scores, { axis: 1 }), n, x.dtype);
  const choices = withTapes([], () => {
    let free = fill(x.backend, x.shape, 1, x.dtype);
    return Array.from({ length: k }, () => {
      const best = hot(where(free, x, Number.NEGATIVE_INFINITY));
      // Where only -Infinity is left, the best one may be taken.
      const choice = where(sum(multiply(best, free), { axis: 1, keepDimensions: true }), best, hot(free));
      free = subtract(free, choice);
      return choice;
    });
  });
  return {
    values: stack(
      choices.map((choice) => sum(where(choice, x, 0), { axis: 1 })),
      { axis: 1 },
    ),
    indices: stack(
      choices.map((choice) => argmax(choice, { axis: 1 })),
      { axis: 1 },
    ),
  };
}
