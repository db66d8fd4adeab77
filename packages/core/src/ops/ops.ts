/**
 * Operations on tensors. Each checks its operands, calls one kernel and records its derivative. `products.ts` has
 * matrix products, `movement.ts` moves elements, and `composed.ts` has compositions of these.
 */

import type { Kernels, OperandLike, Shape } from '../backend.js';
import { isFloat } from '../tensors/dtype.js';
import { observe, smooth } from '../tensors/kinks.js';
import { scope } from '../tensors/scope.js';
import {
  broadcastShapes,
  checkBroadcasts,
  checkNotEmpty,
  normaliseAxes,
  padShape,
  reduction,
  sameShape,
} from '../tensors/shape.js';
import { record, withTapes } from '../tensors/tape.js';
import { fill, type Tensor, wrap } from '../tensors/tensor.js';
import { checkOptions } from '../validation/arguments.js';
import { NablaError } from '../validation/errors.js';
import { checkDense, checkFloats, checkTensors, checkTogether, kernelsFor, padded } from './operands.js';

/** A tensor, or a number, which takes the other operand's dtype. */
export type TensorLike = Tensor | number;

type UnaryKernel = 'exp' | 'expm1' | 'log' | 'log1p' | 'sqrt' | 'tanh' | 'sigmoid' | 'erf';

/** `derivative` returns dX from dY and from x or y, whichever is saved. */
function unary(op: UnaryKernel, x: Tensor, save: 'x' | 'y', derivative: (dY: Tensor, saved: Tensor) => Tensor): Tensor {
  checkFloats(op, [x]);
  const y = wrap(x, x.backend[op](x.operand()));
  return record(op, [x], y, [save === 'x' ? x : y], (dY, [saved]) => [derivative(dY, saved as Tensor)]);
}

/**
 * Returns `eˣ`, element by element. `dX = dY · y`.
 *
 * @example
 * ```ts
 * const y = exp(x);
 * ```
 */
export const exp = (x: Tensor): Tensor => unary('exp', x, 'y', multiply);

/**
 * Returns `exp(x) − 1`, without cancellation near 0. `dX = dY · exp(x)`, because `y + 1` is 0 long before exp(x) is.
 *
 * @example
 * ```ts
 * const y = expm1(tensor(backend, [0, 1e-8])); // [0, 1e-8], where exp(x) - 1 would round to 0
 * ```
 */
export const expm1 = (x: Tensor): Tensor => unary('expm1', x, 'x', (dY, saved) => multiply(dY, exp(saved)));

/**
 * Returns the natural logarithm; log(0) is -Infinity, the log of a negative number NaN. `dX = dY / x`.
 *
 * @example
 * ```ts
 * const y = log(tensor(backend, [1, 0])); // [0, -Infinity]
 * ```
 */
export const log = (x: Tensor): Tensor => unary('log', x, 'x', divide);

/**
 * Returns `log(1 + x)`, without cancellation near 0. `dX = dY / (x + 1)`.
 *
 * @example
 * ```ts
 * const y = log1p(tensor(backend, [0, 1e-8])); // [0, 1e-8], where log(1 + x) would round to 0
 * ```
 */
export const log1p = (x: Tensor): Tensor => unary('log1p', x, 'x', (dY, saved) => divide(dY, add(saved, 1)));

/**
 * Returns the square root `√x`; NaN for a negative number. `dX = dY / (2 y)`.
 *
 * @example
 * ```ts
 * const y = sqrt(tensor(backend, [4, 9])); // [2, 3]
 * ```
 */
export const sqrt = (x: Tensor): Tensor => unary('sqrt', x, 'y', (dY, y) => divide(dY, multiply(y, 2)));

/**
 * Returns the hyperbolic tangent. `dX = dY · (1 − y²)`.
 *
 * @example
 * ```ts
 * const y = tanh(tensor(backend, [0, 100])); // [0, 1]
 * ```
 */
export const tanh = (x: Tensor): Tensor => unary('tanh', x, 'y', (dY, y) => multiply(dY, subtract(1, multiply(y, y))));

/**
 * Returns `1 / (1 + exp(−x))`, without overflow. `dX = dY · y (1 − y)`.
 *
 * @example
 * ```ts
 * const y = sigmoid(tensor(backend, [0, 100])); // [0.5, 1]
 * ```
 */
export const sigmoid = (x: Tensor): Tensor =>
  unary('sigmoid', x, 'y', (dY, y) => multiply(dY, multiply(y, subtract(1, y))));

/** `2 / √π` */
const ERF_SLOPE_AT_0 = 1.1283791670955126;

/**
 * Returns the error function, `2 / √π · ∫ exp(−t²) dt` from 0 to x. `dX = dY · 2 / √π · exp(−x²)`.
 *
 * @example
 * ```ts
 * const y = erf(tensor(backend, [0, 1])); // about [0, 0.8427]
 * ```
 */
export const erf = (x: Tensor): Tensor =>
  unary('erf', x, 'x', (dY, saved) =>
    multiply(dY, multiply(exp(multiply(multiply(saved, saved), -1)), ERF_SLOPE_AT_0)),
  );

/** Returns one of the operands' tensors, the kernels for it, and the result's shape. Throws without a tensor. */
function common(op: string, values: readonly TensorLike[]): { like: Tensor; kernels: Kernels; shape: Shape } {
  const tensors = values.filter((value) => typeof value !== 'number');
  const [first] = tensors;
  if (first === undefined) throw new NablaError('argument', `${op}: at least one operand must be a tensor.`);
  checkDense(op, tensors);
  const kernels = kernelsFor(op, first, values);
  checkTogether(op, tensors);
  const areAlike = tensors.every((tensor) => sameShape(tensor.shape, first.shape));
  return { like: first, kernels, shape: areAlike ? first.shape : broadcastShapes(op, ...values.map(shapeOf)) };
}

const shapeOf = (value: TensorLike): Shape => (typeof value === 'number' ? [] : value.shape);

const aligned = (value: TensorLike, rank: number): OperandLike =>
  typeof value === 'number' ? value : padded(value, rank);

type BinaryKernel = 'add' | 'subtract' | 'multiply' | 'divide' | 'maximum' | 'greater';

/**
 * dA and dB from dY, before broadcasting is undone. Frequent ones are made once: making them in each call takes as long
 * as a kernel of a few elements.
 */
interface BinaryDerivative {
  readonly save?: (a: TensorLike, b: TensorLike, needs: readonly boolean[], y: Tensor) => readonly Saved[];
  readonly dA: (dY: Tensor, saved: readonly TensorLike[]) => Tensor;
  readonly dB: (dY: Tensor, saved: readonly TensorLike[]) => Tensor;
}

type Saved = TensorLike | undefined;

function binary(op: BinaryKernel, a: TensorLike, b: TensorLike, derivative?: BinaryDerivative): Tensor {
  const { like, kernels, shape } = common(op, [a, b]);
  const storage = kernels[op](aligned(a, shape.length), aligned(b, shape.length), shape);
  const out = wrap(like, storage, shape);
  if ((op === 'maximum' || op === 'greater') && isFloat(like.dtype))
    observe(() => subtract(greater(a, b), greater(b, a)));
  if (derivative === undefined) return out;
  const { save, dA, dB } = derivative;
  return record(
    op,
    [a, b],
    out,
    (needs) => save?.(a, b, needs, out) ?? [],
    (dY, saved, needs) => [
      needs[0] ? sumTo(dA(dY, saved as TensorLike[]), shapeOf(a)) : undefined,
      needs[1] ? sumTo(dB(dY, saved as TensorLike[]), shapeOf(b)) : undefined,
    ],
  );
}

const OF_ADD: BinaryDerivative = { dA: (dY) => dY, dB: (dY) => dY };
const OF_MULTIPLY: BinaryDerivative = {
  save: (x, y, needs) => [needs[1] ? x : undefined, needs[0] ? y : undefined],
  dA: (dY, [, y]) => multiply(dY, y as TensorLike),
  dB: (dY, [x]) => multiply(dY, x as TensorLike),
};

/**
 * Returns `a + b`, element by element with NumPy's broadcasting. A number takes the other operand's dtype. int32 wraps
 * to 32 bits: 2147483647 + 1 is -2147483648. Throws NablaError `shape` if the shapes do not broadcast, `dtype` for
 * uint8, for two dtypes, for a number beside int32 that is none, and for int32 on a backend without `integers`, and
 * `backend` for tensors on two backends.
 *
 * @example
 * ```ts
 * const y = add(tensor(backend, [[1, 2], [3, 4]]), tensor(backend, [10, 20])); // [[11, 22], [13, 24]]
 * ```
 */
export const add = (a: TensorLike, b: TensorLike): Tensor => binary('add', a, b, OF_ADD);

/**
 * Returns `a − b`. Shapes, numbers and int32 as in `add`.
 *
 * @example
 * ```ts
 * const error = subtract(outputs, targets);
 * ```
 */
export const subtract = (a: TensorLike, b: TensorLike): Tensor =>
  binary('subtract', a, b, { dA: (dY) => dY, dB: (dY) => multiply(dY, -1) });

/**
 * Returns `a · b`, element by element. Shapes, numbers and int32 as in `add`. `dA = dY · b`, `dB = dY · a`.
 *
 * @example
 * ```ts
 * const doubled = multiply(x, 2);
 * ```
 */
export const multiply = (a: TensorLike, b: TensorLike): Tensor => binary('multiply', a, b, OF_MULTIPLY);

/**
 * Returns `a / b`, of floats. Shapes and numbers as in `add`. `dA = dY / b`, `dB = −dY · (a / b) / b`.
 *
 * @example
 * ```ts
 * const ratio = divide(x, 100);
 * ```
 */
export const divide = (a: TensorLike, b: TensorLike): Tensor =>
  binary('divide', a, b, {
    save: (_x, y, needs, out) => [y, needs[1] ? out : undefined],
    dA: (dY, [y]) => divide(dY, y as TensorLike),
    dB: (dY, [y, out]) => divide(multiply(multiply(dY, out as Tensor), -1), y as Tensor),
  });

/**
 * Returns the larger of the two; NaN if either is. The gradient goes to the larger one, half to each if they are equal.
 * If either is NaN, both gradients are.
 *
 * @example
 * ```ts
 * const atLeastZero = maximum(x, 0);
 * ```
 */
export const maximum = (a: TensorLike, b: TensorLike): Tensor =>
  binary('maximum', a, b, {
    save: (x, y) => [x, y],
    dA: (dY, [x, y]) => shareOfLarger(dY, x as TensorLike, y as TensorLike),
    dB: (dY, [x, y]) => shareOfLarger(dY, y as TensorLike, x as TensorLike),
  });

/**
 * dY where `a > b`, 0 where `b > a`, `dY / 2` where they are equal, else NaN. Selected, because an infinite dY times 0
 * would be NaN.
 */
function shareOfLarger(dY: Tensor, a: TensorLike, b: TensorLike): Tensor {
  const half = unlessNan(maximum(a, b), multiply(dY, 0.5));
  return where(greater(a, b), dY, where(greater(b, a), 0, half));
}

/** Returns `value`, but NaN where x is NaN, for gradients of comparisons. */
export function unlessNan(x: Tensor, value: TensorLike): Tensor {
  // Each number is above 0 or below 1.
  const isNumber = smooth(() => maximum(greater(x, 0), greater(1, x)));
  return where(isNumber, value, Number.NaN);
}

/**
 * Returns 1 where `a > b`, else 0, in the operands' dtype, a float or int32. Has no gradient.
 *
 * @example
 * ```ts
 * const positive = greater(x, 0);
 * ```
 */
export const greater = (a: TensorLike, b: TensorLike): Tensor => binary('greater', a, b);

/**
 * Returns `a` where `condition` is not 0, else `b`. All three broadcast and have the same dtype, a float or int32; the
 * condition may also be int32 beside floats. It has no gradient.
 *
 * @example
 * ```ts
 * const y = where(greater(x, 0), x, 0);
 * ```
 */
export function where(condition: Tensor, a: TensorLike, b: TensorLike): Tensor {
  checkTensors('where', [condition]);
  const dtype = (a as Tensor)?.dtype ?? (b as Tensor)?.dtype;
  if (condition.dtype === 'int32' && isFloat(dtype)) {
    const cast = condition.backend.cast(condition.operand(), dtype);
    return scope(() => where(wrap(condition, cast, condition.shape, dtype), a, b));
  }
  const { kernels, shape } = common('where', [condition, a, b]);
  const test = padded(condition, shape.length);
  const storage = kernels.where(test, aligned(a, shape.length), aligned(b, shape.length), shape);
  const y = wrap(condition, storage, shape);
  return record('where', [a, b], y, [condition], (dY, [chosen], needs) => [
    needs[0] ? sumTo(where(chosen as Tensor, dY, 0), shapeOf(a)) : undefined,
    needs[1] ? sumTo(where(chosen as Tensor, 0, dY), shapeOf(b)) : undefined,
  ]);
}

/**
 * Returns the elements of x as a constant that no gradient passes through. Shares them with x, as `reshape` does.
 *
 * @example
 * ```ts
 * const centered = subtract(x, stopGradient(mean(x)));
 * ```
 */
export const stopGradient = (x: Tensor): Tensor => withTapes([], () => x.reshape(x.shape));

/**
 * Repeats x to `shape`, which it must broadcast to. Its gradient is summed over the repetitions.
 *
 * @example
 * ```ts
 * const rows = broadcastTo(tensor(backend, [1, 2, 3]), [4, 3]);
 * ```
 */
export function broadcastTo(x: Tensor, shape: Shape): Tensor {
  checkBroadcasts('broadcastTo', x.shape, shape);
  const y = withTapes([], () =>
    scope(() => (sameShape(x.shape, shape) ? x.reshape(shape) : multiply(x, fill(x.backend, shape, 1, x.dtype)))),
  );
  return record('broadcastTo', [x], y, [], (dY) => [sumTo(dY, x.shape)]);
}

/**
 * Sums x to `shape`, over the dimensions that broadcasting would repeat: the transpose of `broadcastTo`.
 *
 * @example
 * ```ts
 * const sums = sumTo(tensor(backend, [[1, 2], [3, 4]]), [2]); // [4, 6]
 * ```
 */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  checkBroadcasts('sumTo', shape, x.shape);
  if (sameShape(x.shape, shape)) return x.reshape(shape);
  return scope(() => {
    const wanted = padShape(shape, x.shape.length);
    let sums = x;
    for (const [axis, dimension] of x.shape.entries()) {
      if (wanted[axis] !== dimension) sums = sum(sums, { axis, keepDimensions: true });
    }
    return sums.reshape(shape);
  });
}

/** Options of `sum` and `mean`. */
export interface SumOptions {
  /** The axis or axes to reduce; negative ones count from the end. Default: all. */
  readonly axis?: number | readonly number[];
  /** Whether to keep each reduced axis with length 1, so the result broadcasts against the operand. Default: false. */
  readonly keepDimensions?: boolean;
}

/** Options of `max`, `min` and `argmax`. */
export interface ReduceOptions {
  /** The axis to reduce; a negative one counts from the end. Default: all axes. */
  readonly axis?: number;
  /** Whether to keep the reduced axis with length 1, so the result broadcasts against the operand. Default: false. */
  readonly keepDimensions?: boolean;
}

type ReduceKernel = 'sum' | 'max' | 'argmax';

/** Returns dX from dY and `kept`, its shape with the reduced dimensions as 1. */
type ReduceDerivative = (dY: Tensor, shape: Shape, saved: readonly Tensor[], kept: Shape) => Tensor;

function reduce(op: ReduceKernel, x: Tensor, options: ReduceOptions, derivative?: ReduceDerivative): Tensor {
  checkFloats(op, [x]);
  checkOptions(op, options, ['axis', 'keepDimensions'], '{ axis: 0 }');
  const { kernelShape, resultShape } = reduction(op, x.shape, options.axis, options.keepDimensions ?? false);
  if (op !== 'sum') checkNotEmpty(op, kernelShape);
  const storage = x.backend[op](x.operand(), kernelShape);
  const y = wrap(x, storage, resultShape, op === 'argmax' ? 'int32' : x.dtype);
  if (op === 'max') observe(() => reduce('argmax', x, options));
  if (derivative === undefined) return y;
  // Keeps the reduced dimensions as ones, so it broadcasts against x.
  const { resultShape: kept } = reduction(op, x.shape, options.axis, true);
  return record(op, [x], y, op === 'max' ? [x, y] : [], (dY, saved) => [
    derivative(dY.reshape(kept), x.shape, saved as Tensor[], kept),
  ]);
}

/**
 * Sums over an axis, over several (the last one first) or over everything. An empty sum is 0. `dX = dY`, repeated.
 *
 * @example
 * ```ts
 * const rowSums = sum(tensor(backend, [[1, 2], [3, 4]]), { axis: 1 }); // [3, 7]
 * ```
 */
export function sum(x: Tensor, options: SumOptions = {}): Tensor {
  const { axis } = options;
  if (!Array.isArray(axis)) return reduce('sum', x, options as ReduceOptions, broadcastTo);
  checkDense('sum', [x]);
  const axes = normaliseAxes('sum', axis, x.shape.length);
  const shape =
    options.keepDimensions === true
      ? x.shape.map((dimension, at) => (axes.includes(at) ? 1 : dimension))
      : x.shape.filter((_, at) => !axes.includes(at));
  return scope(() => axes.reduce((sums, at) => sum(sums, { axis: at }), x).reshape(shape));
}

/**
 * Returns the largest over one axis or everything; NaN if any is NaN. Equal ones share the gradient; if any is NaN, all
 * gradients are.
 *
 * @example
 * ```ts
 * const rowMaxima = max(x, { axis: 1 });
 * ```
 */
export const max = (x: Tensor, options: ReduceOptions = {}): Tensor =>
  reduce('max', x, options, (dY, _shape, [values, largest], kept) => {
    const most = (largest as Tensor).reshape(kept);
    const below = greater(most, values as Tensor);
    return where(below, 0, unlessNan(most, divide(dY, sumTo(subtract(1, below), kept))));
  });

/**
 * Returns the int32 index of the first largest element along one axis. A NaN counts as the largest, as in NumPy. Has no
 * gradient.
 *
 * @example
 * ```ts
 * const classes = argmax(logits, { axis: -1 });
 * ```
 */
export const argmax = (x: Tensor, options: ReduceOptions = {}): Tensor => reduce('argmax', x, options);
