/**
 * Operations that core composes from kernels. Where the derivative of a composition would lose digits or take more
 * steps, a better one is stated.
 */

import { isFloat } from '../tensors/dtype.js';
import { smooth } from '../tensors/kinks.js';
import { scope } from '../tensors/scope.js';
import { isTracked, record, withTapes } from '../tensors/tape.js';
import { fill, type Tensor, wrap } from '../tensors/tensor.js';
import { checkOptions } from '../validation/arguments.js';
import { NablaError } from '../validation/errors.js';
import {
  add,
  divide,
  exp,
  greater,
  log,
  log1p,
  max,
  maximum,
  multiply,
  type ReduceOptions,
  type SumOptions,
  sigmoid,
  sqrt,
  subtract,
  sum,
  type TensorLike,
  unlessNan,
  where,
} from './ops.js';

/** A function of one tensor and its derivative, both made of operations, so it can be differentiated again. */
export interface Composition {
  /** Computes y. Intermediate tensors are not recorded. */
  readonly y: () => Tensor;
  /** Computes dX from dY and what was saved: x, y, or x and then y. */
  readonly dX: (dY: Tensor, saved: Tensor, y: Tensor) => Tensor;
}

/** Runs a composition. `save` names what dX needs: x, y, both ('xy') or nothing (''). */
export function composed(op: string, x: Tensor, save: 'x' | 'y' | 'xy' | '', { y: forward, dX }: Composition): Tensor {
  return scope(() => {
    const y = withTapes([], forward);
    const saved = [...(save.includes('x') ? [x] : []), ...(save.includes('y') ? [y] : [])];
    return record(op, [x], y, saved, (dY, kept) => [dX(dY, ...(kept as [Tensor, Tensor]))]);
  });
}

/**
 * Returns `−x`.
 *
 * @example
 * ```ts
 * const y = negate(tensor(backend, [1, -2])); // [-1, 2]
 * ```
 */
export const negate = (x: Tensor): Tensor => multiply(x, -1);

/**
 * Returns `x²`. `dX = 2 x · dY`.
 *
 * @example
 * ```ts
 * const squaredErrors = square(subtract(outputs, targets));
 * ```
 */
export const square = (x: Tensor): Tensor =>
  composed('square', x, 'x', {
    y: () => multiply(x, x),
    dX: (dY, saved) => multiply(dY, multiply(saved, 2)),
  });

/**
 * Returns `|x|`; `|−0|` is 0, NaN stays NaN. `dX = dY · sign(x)`.
 *
 * @example
 * ```ts
 * const y = abs(tensor(backend, [-2, 0, 3])); // [2, 0, 3]
 * ```
 */
export const abs = (x: Tensor): Tensor =>
  composed('abs', x, 'x', {
    y: () => add(maximum(x, negate(x)), 0), // -0 + 0 is 0
    dX: (dY, saved) => multiply(dY, sign(saved)),
  });

/**
 * Returns 1 or -1; zeros and NaN stay, as in Math.sign. Its gradient is 0.
 *
 * @example
 * ```ts
 * const y = sign(tensor(backend, [-3, 0, 2])); // [-1, 0, 1]
 * ```
 */
export const sign = (x: Tensor): Tensor =>
  withTapes([], () => scope(() => where(greater(x, 0), 1, where(greater(0, x), -1, x))));

/**
 * Returns `max(0, x)`; relu(NaN) is NaN. `dX = dY` where `y > 0`, NaN where it is NaN, else 0.
 *
 * @example
 * ```ts
 * const y = relu(tensor(backend, [-1, 0, 2])); // [0, 0, 2]
 * ```
 */
export function relu(x: Tensor): Tensor {
  const y = withTapes([], () => maximum(x, 0));
  return record('relu', [x], y, [y], (dY, [z]) => [maskByOutput(dY, z as Tensor)]);
}

/** Returns dY where `y > 0`, NaN where y is NaN, else 0, for the output y of a ReLU or a y of the caller. */
export function maskByOutput(dY: Tensor, y: Tensor): Tensor {
  const kernel = y.backend.fused?.reluBackward;
  // What the last operand passes on to y, y's derivative stops. Adding 0 turns -0 into 0: some backends give -0 as the
  // larger one of -0 and 0.
  if (kernel === undefined || isTracked(dY, y)) return where(greater(y, 0), dY, add(maximum(y, 0), 0));
  return wrap(y, kernel(y.operand(), dY.operand()));
}

/**
 * Returns `x² / 2` where `|x| ≤ delta`, else `delta · (|x| − delta / 2)` (Huber 1964). `dX = dY · x` where
 * `|x| ≤ delta`, else `dY · delta · sign(x)`.
 *
 * @example
 * ```ts
 * const y = huber(tensor(backend, [0.5, -3]), 1); // [0.125, 2.5]
 * ```
 */
export const huber = (x: Tensor, delta: number): Tensor =>
  composed('huber', x, 'x', {
    y: () => {
      const size = abs(x);
      const linear = multiply(subtract(size, delta / 2), delta);
      return where(greater(size, delta), linear, multiply(square(x), 0.5));
    },
    dX: (dY, saved) => multiply(dY, where(greater(abs(saved), delta), multiply(sign(saved), delta), saved)),
  });

/**
 * Returns the smaller of the two; NaN if either is. Gradients as in `maximum`.
 *
 * @example
 * ```ts
 * const atMostOne = minimum(x, 1);
 * ```
 */
export const minimum = (a: TensorLike, b: TensorLike): Tensor => scope(() => negate(maximum(opposite(a), opposite(b))));
const opposite = (x: TensorLike): TensorLike => (typeof x === 'number' ? -x : negate(x));

/**
 * Returns the smallest over one axis or everything; NaN if any is NaN. Gradients as in `max`.
 *
 * @example
 * ```ts
 * const rowMinima = min(tensor(backend, [[3, 1], [2, 5]]), { axis: 1 }); // [1, 2]
 * ```
 */
export const min = (x: Tensor, options: ReduceOptions = {}): Tensor => scope(() => negate(max(negate(x), options)));

/**
 * Returns 1 where `a < b`, else 0, also where either is NaN; of floats or int32. Has no gradient.
 *
 * @example
 * ```ts
 * const y = less(tensor(backend, [1, 2, 3]), 2); // [1, 0, 0]
 * ```
 */
export const less = (a: TensorLike, b: TensorLike): Tensor => greater(b, a);

/**
 * Returns 1 where x is NaN, else 0. Has no gradient.
 *
 * @example
 * ```ts
 * const y = isNan(tensor(backend, [1, NaN])); // [0, 1]
 * ```
 */
export const isNan = (x: Tensor): Tensor =>
  // NaN is neither 0 nor above or below it.
  scope(() => where(x, subtract(subtract(1, greater(x, 0)), greater(0, x)), 0));

/**
 * Returns 1 where a and b are equal (0 and -0 are, NaN never is), else 0; of floats or int32. Has no gradient.
 *
 * @example
 * ```ts
 * const hits = equal(x, 0);
 * ```
 */
export const equal = (a: TensorLike, b: TensorLike): Tensor =>
  scope(() => {
    const apart = add(greater(a, b), greater(b, a));
    const missing = [a, b]
      .filter((x) => typeof x !== 'number')
      .map(isNan)
      .reduce(add);
    const possible = [a, b].some((x) => Number.isNaN(x)) ? 0 : 1;
    return multiply(where(add(apart, missing), 0, 1), possible);
  });

/**
 * Limits x to [low, high], `min(max(x, low), high)`; NaN stays. `dX = dY` where x is in the interval, NaN where it is
 * NaN, else 0.
 *
 * @example
 * ```ts
 * const percent = clip(x, 0, 100);
 * ```
 */
export const clip = (x: Tensor, low: number, high: number): Tensor => {
  if (!(low <= high)) {
    throw new NablaError('argument', `clip: expected low <= high. Received ${low} and ${high}.`);
  }
  return composed('clip', x, 'x', {
    y: () => minimum(maximum(x, low), high),
    dX: (dY, saved) => where(greater(low, saved), 0, where(greater(saved, high), 0, unlessNan(saved, dY))),
  });
};

/** Whole powers up to here are products, which are exact for whole numbers. */
const LARGEST_PRODUCTS = 1024;

/**
 * Returns x to a power: by products for a whole power up to 1024, else `exp(power · log(x))`, which is NaN where
 * `x < 0`. `x⁰` is 1. `dX = dY · power · pow(x, power − 1)`.
 *
 * @example
 * ```ts
 * const cubes = pow(x, 3);
 * ```
 */
export function pow(x: Tensor, power: number): Tensor {
  if (!Number.isFinite(power)) throw new NablaError('argument', `pow: expected a finite power. Received ${power}.`);
  return composed('pow', x, 'x', {
    y: () => powerOf(x, power),
    dX: (dY, saved) =>
      power === 0 ? fill(x.backend, x.shape, 0, x.dtype) : multiply(dY, multiply(pow(saved, power - 1), power)),
  });
}

function powerOf(x: Tensor, power: number): Tensor {
  if (power === 0.5) return sqrt(x);
  if (!Number.isInteger(power) || Math.abs(power) > LARGEST_PRODUCTS) return exp(multiply(log(x), power));
  if (power < 0) return divide(1, powerOf(x, -power));
  // By squaring, from the lowest bit (Knuth, TAOCP 2, 4.6.3).
  let result: Tensor | undefined;
  let base = x;
  for (let left = power; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = result === undefined ? base : multiply(result, base);
    if (left > 1) base = multiply(base, base);
  }
  if (result === undefined) return fill(x.backend, x.shape, 1, x.dtype);
  return result === x ? multiply(x, 1) : result;
}

/**
 * Returns the mean over an axis, over several or over everything; NaN if there are no elements.
 *
 * @example
 * ```ts
 * const columnMeans = mean(x, { axis: 0 });
 * ```
 */
export function mean(x: Tensor, options: SumOptions = {}): Tensor {
  return scope(() => {
    const total = sum(x, options);
    return divide(total, x.size / total.size);
  });
}

/** Options of `softmax` and `logSoftmax`. */
export interface SoftmaxOptions {
  /** The axis along which the probabilities sum to 1; a negative one counts from the end. Default: the last. */
  readonly axis?: number;
}

/** Subtracting the maximum before exp only changes the rounding. */
const largest = (x: Tensor, options: ReduceOptions): Tensor => smooth(() => max(x, options));

/** Runs the kernels for rows if the backend has them, else the composition along an axis. */
function along(
  op: 'softmax' | 'logSoftmax',
  x: Tensor,
  options: SoftmaxOptions,
  compose: (axis: { readonly axis: number; readonly keepDimensions: true }) => Composition,
): Tensor {
  checkOptions(op, options, ['axis'], '{ axis: 1 }');
  const { axis = -1 } = options;
  const areRows = (axis === -1 || axis === x.shape.length - 1) && x.shape.at(-1) !== 0 && isFloat(x.dtype);
  const { softmax: forward, softmaxBackward: backward } = (areRows && x.backend.fused) || {};
  const { y, dX } = compose({ axis, keepDimensions: true });
  const isLogarithm = op === 'logSoftmax';
  return composed(op, x, 'y', {
    y: forward === undefined ? y : () => wrap(x, forward(x.operand(), isLogarithm)),
    // The kernel has no derivative.
    dX: (dY, saved, last) =>
      backward === undefined || isTracked(dY, saved)
        ? dX(dY, saved, last)
        : wrap(saved, backward(saved.operand(), dY.operand(), isLogarithm)),
  });
}

/**
 * Returns `exp(x − max) / Σ exp(x − max)` along an axis. Logits of ±1e4 stay finite. A NaN makes its row NaN, and so
 * does a row of only -Infinity. `dX = y (dY − Σ dY · y)`.
 *
 * @example
 * ```ts
 * const probabilities = softmax(logits);
 * ```
 */
export const softmax = (x: Tensor, options: SoftmaxOptions = {}): Tensor =>
  along('softmax', x, options, (axis) => ({
    y: () => {
      const powers = exp(subtract(x, largest(x, axis)));
      return divide(powers, sum(powers, axis));
    },
    dX: (dY, y) => multiply(y, subtract(dY, sum(multiply(dY, y), axis))),
  }));

/**
 * Returns `(x − max) − log(Σ exp(x − max))` along an axis: finite where `log(softmax(x))` would be log(0).
 * `dX = dY − exp(y) Σ dY`.
 *
 * @example
 * ```ts
 * const logProbabilities = logSoftmax(logits);
 * ```
 */
export const logSoftmax = (x: Tensor, options: SoftmaxOptions = {}): Tensor =>
  along('logSoftmax', x, options, (axis) => ({
    y: () => {
      const shifted = subtract(x, largest(x, axis));
      return subtract(shifted, log(sum(exp(shifted), axis)));
    },
    dX: (dY, y) => subtract(dY, multiply(exp(y), sum(dY, axis))),
  }));

/**
 * Returns `−t log(sigmoid(x)) − (1 − t) log(1 − sigmoid(x))`, element by element, from logits x and targets t of the
 * same shape, as `max(0, x) − x t + log1p(exp(−|x|))`. `dX = dY · (sigmoid(x) − t)`, which keeps its digits where
 * sigmoid(x) rounds to t; `dT = −dY · x`.
 *
 * @example
 * ```ts
 * const losses = binaryCrossEntropy(tensor(backend, [0, 2]), tensor(backend, [1, 0])); // about [0.6931, 2.1269]
 * ```
 */
export function binaryCrossEntropy(logits: Tensor, targets: Tensor): Tensor {
  return scope(() => {
    const y = withTapes([], () =>
      smooth(() => add(subtract(relu(logits), multiply(logits, targets)), log1p(exp(negate(abs(logits)))))),
    );
    return record('binaryCrossEntropy', [logits, targets], y, [logits, targets], (dY, [x, t], needs) => [
      needs[0] ? multiply(dY, binaryCrossEntropySlope(x as Tensor, t as Tensor)) : undefined,
      needs[1] ? multiply(dY, negate(x as Tensor)) : undefined,
    ]);
  });
}

function binaryCrossEntropySlope(logits: Tensor, targets: Tensor): Tensor {
  return scope(() => {
    const slope = withTapes([], () => {
      // The probability of the less likely class: it keeps its digits where the other one rounds to 1.
      const unlikely = sigmoid(negate(abs(logits)));
      return where(
        greater(logits, 0),
        subtract(subtract(1, targets), unlikely), // sigmoid(x) = 1 - sigmoid(-x)
        subtract(unlikely, targets),
      );
    });
    return record('binaryCrossEntropySlope', [logits, targets], slope, [logits], (dY, [x], needs) => {
      const s = sigmoid(x as Tensor);
      return [needs[0] ? multiply(dY, multiply(s, subtract(1, s))) : undefined, needs[1] ? negate(dY) : undefined];
    });
  });
}
