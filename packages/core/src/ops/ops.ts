/**
 * Operations on tensors: each checks its operands, then calls one kernel. Products of matrices are in `products.ts`, what moves
 * elements in `movement.ts`, and what is composed of these in `composed.ts`.
 */

import { observe } from '../autodiff/kinks.js';
import { record, withTapes } from '../autodiff/tape.js';
import type { Backend, OperandLike, Shape } from '../backend.js';
import type { DType } from '../tensors/dtype.js';
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
import { fill, Tensor } from '../tensors/tensor.js';
import { checkOptions } from '../validation/arguments.js';
import { NablaError } from '../validation/errors.js';
import { checkDense, checkFloat, checkTensors, checkTogether, padded } from './operands.js';

/** A tensor, or a number that joins in the other operand's dtype. */
export type TensorLike = Tensor | number;

type UnaryKernel = 'exp' | 'expm1' | 'log' | 'log1p' | 'sqrt' | 'tanh' | 'sigmoid' | 'erf';

/** `derivative`: dX from dY and from x or y, whichever is saved. */
function unary(op: UnaryKernel, x: Tensor, save: 'x' | 'y', derivative: (dY: Tensor, saved: Tensor) => Tensor): Tensor {
  checkDense(op, [x]);
  checkFloat(op, x);
  const y = new Tensor(x.backend, x.backend[op](x.operand()), x.shape, x.dtype);
  return record(
    op,
    [x],
    y,
    () => [save === 'x' ? x : y],
    (dY, [saved]) => [derivative(dY, saved as Tensor)],
  );
}

/** e to the x, element by element. dX = dY y. */
export const exp = (x: Tensor): Tensor => unary('exp', x, 'y', multiply);
/** exp(x) - 1, without cancellation near 0. dX = dY exp(x), since y + 1 is 0 long before exp(x) is. */
export const expm1 = (x: Tensor): Tensor => unary('expm1', x, 'x', (dY, saved) => multiply(dY, exp(saved)));
/** The natural logarithm; log(0) is -Infinity, of a negative number NaN. dX = dY / x. */
export const log = (x: Tensor): Tensor => unary('log', x, 'x', divide);
/** log(1 + x), without cancellation near 0. dX = dY / (x + 1). */
export const log1p = (x: Tensor): Tensor => unary('log1p', x, 'x', (dY, saved) => divide(dY, add(saved, 1)));
/** The square root; NaN of a negative number. dX = dY / (2 y). */
export const sqrt = (x: Tensor): Tensor => unary('sqrt', x, 'y', (dY, y) => divide(dY, multiply(y, 2)));
/** The hyperbolic tangent. dX = dY (1 - y^2). */
export const tanh = (x: Tensor): Tensor => unary('tanh', x, 'y', (dY, y) => multiply(dY, subtract(1, multiply(y, y))));
/** 1 / (1 + exp(-x)), without overflow. dX = dY y (1 - y). */
export const sigmoid = (x: Tensor): Tensor =>
  unary('sigmoid', x, 'y', (dY, y) => multiply(dY, multiply(y, subtract(1, y))));

/** 2 / sqrt(pi) */
const ERF_SLOPE_AT_0 = 1.1283791670955126;

/** The error function, 2 / sqrt(pi) times the integral of exp(-t^2) from 0 to x. dX = dY 2 / sqrt(pi) exp(-x^2). */
export const erf = (x: Tensor): Tensor =>
  unary('erf', x, 'x', (dY, saved) =>
    multiply(dY, multiply(exp(multiply(multiply(saved, saved), -1)), ERF_SLOPE_AT_0)),
  );

/** The backend and the dtype that the operands have in common; at least one is a tensor. */
function together(op: string, values: readonly TensorLike[]): { backend: Backend; dtype: DType } {
  const tensors = values.filter((value) => typeof value !== 'number');
  const [first] = tensors;
  if (first === undefined) throw new NablaError('argument', `${op}: at least one operand must be a tensor.`);
  checkDense(op, tensors);
  checkFloat(op, first);
  return { backend: checkTogether(op, tensors), dtype: first.dtype };
}

const shapeOf = (value: TensorLike): Shape => (typeof value === 'number' ? [] : value.shape);

/** As an element-wise kernel takes it. */
const aligned = (value: TensorLike, rank: number): OperandLike =>
  typeof value === 'number' ? value : padded(value, rank);

type BinaryKernel = 'add' | 'subtract' | 'multiply' | 'divide' | 'maximum' | 'greater';

/** Of a and b, before broadcasting is undone: dA and dB from dY, each where it is needed. */
interface BinaryDerivative {
  readonly save?: (a: TensorLike, b: TensorLike, needs: readonly boolean[], y: Tensor) => readonly Saved[];
  readonly dA: (dY: Tensor, saved: readonly TensorLike[]) => Tensor;
  readonly dB: (dY: Tensor, saved: readonly TensorLike[]) => Tensor;
}

type Saved = TensorLike | undefined;

function binary(op: BinaryKernel, a: TensorLike, b: TensorLike, derivative?: BinaryDerivative): Tensor {
  const { backend, dtype } = together(op, [a, b]);
  const shape = broadcastShapes(op, shapeOf(a), shapeOf(b));
  const storage = backend[op](aligned(a, shape.length), aligned(b, shape.length), shape);
  const out = new Tensor(backend, storage, shape, dtype);
  if (op === 'maximum' || op === 'greater') observe(() => subtract(greater(a, b), greater(b, a)));
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

/**
 * a + b, element by element with NumPy's broadcasting; a number joins in the other operand's dtype. Throws a NablaError of code
 * `shape` where the shapes do not broadcast, `dtype` for integers and for two dtypes, `backend` for tensors on two backends.
 */
export const add = (a: TensorLike, b: TensorLike): Tensor => binary('add', a, b, { dA: (dY) => dY, dB: (dY) => dY });
/** a - b; shapes and numbers as in `add`. */
export const subtract = (a: TensorLike, b: TensorLike): Tensor =>
  binary('subtract', a, b, { dA: (dY) => dY, dB: (dY) => multiply(dY, -1) });
/** a times b, element by element; shapes and numbers as in `add`. dA = dY b, dB = dY a. */
export const multiply = (a: TensorLike, b: TensorLike): Tensor =>
  binary('multiply', a, b, {
    save: (x, y, needs) => [needs[1] ? x : undefined, needs[0] ? y : undefined],
    dA: (dY, [, y]) => multiply(dY, y as TensorLike),
    dB: (dY, [x]) => multiply(dY, x as TensorLike),
  });
/** a / b; shapes and numbers as in `add`. dA = dY / b, dB = -dY (a / b) / b. */
export const divide = (a: TensorLike, b: TensorLike): Tensor =>
  binary('divide', a, b, {
    save: (_x, y, needs, out) => [y, needs[1] ? out : undefined],
    dA: (dY, [y]) => divide(dY, y as TensorLike),
    dB: (dY, [y, out]) => divide(multiply(multiply(dY, out as Tensor), -1), y as Tensor),
  });
/** The larger of the two; NaN if either is. The gradient goes to the larger one, half to each where they are equal. */
export const maximum = (a: TensorLike, b: TensorLike): Tensor =>
  binary('maximum', a, b, {
    save: (x, y) => [x, y],
    dA: (dY, [x, y]) => shareOfLarger(dY, x as TensorLike, y as TensorLike),
    dB: (dY, [x, y]) => shareOfLarger(dY, y as TensorLike, x as TensorLike),
  });

/** `maximum` without a gradient, for those that state their own: a page need not load what finds it. */
export const largerOf = (a: TensorLike, b: TensorLike): Tensor => binary('maximum', a, b);

/** dY where a > b, 0 where b > a, else dY / 2. Chosen, not multiplied: an infinite dY must not make NaN of a 0. */
function shareOfLarger(dY: Tensor, a: TensorLike, b: TensorLike): Tensor {
  return where(greater(a, b), dY, where(greater(b, a), 0, multiply(dY, 0.5)));
}

/** 1 where a > b, else 0, in the operands' dtype. It has no gradient. */
export const greater = (a: TensorLike, b: TensorLike): Tensor => binary('greater', a, b);

/** `a` where `condition` is not 0, else `b`; all three broadcast and have one dtype. The condition has no gradient. */
export function where(condition: Tensor, a: TensorLike, b: TensorLike): Tensor {
  checkTensors('where', [condition]);
  const { backend, dtype } = together('where', [condition, a, b]);
  const shape = broadcastShapes('where', condition.shape, shapeOf(a), shapeOf(b));
  const test = padded(condition, shape.length);
  const storage = backend.where(test, aligned(a, shape.length), aligned(b, shape.length), shape);
  return record(
    'where',
    [a, b],
    new Tensor(backend, storage, shape, dtype),
    () => [condition],
    (dY, [chosen], needs) => [
      needs[0] ? sumTo(where(chosen as Tensor, dY, 0), shapeOf(a)) : undefined,
      needs[1] ? sumTo(where(chosen as Tensor, 0, dY), shapeOf(b)) : undefined,
    ],
  );
}

/** The elements of x as a constant: no gradient goes through them. They are shared with x, as those of `reshape` are. */
export const stopGradient = (x: Tensor): Tensor => withTapes([], () => x.reshape(x.shape));

/** x repeated to `shape`, which it broadcasts to. Its gradient is summed over the repetitions. */
export function broadcastTo(x: Tensor, shape: Shape): Tensor {
  checkBroadcasts('broadcastTo', x.shape, shape);
  const y = withTapes([], () =>
    scope(() => (sameShape(x.shape, shape) ? x.reshape(shape) : multiply(x, fill(x.backend, shape, 1, x.dtype)))),
  );
  return record(
    'broadcastTo',
    [x],
    y,
    () => [],
    (dY) => [sumTo(dY, x.shape)],
  );
}

/** x summed over whatever broadcasting `shape` to its shape would repeat: the transpose of `broadcastTo`. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  checkBroadcasts('sumTo', shape, x.shape);
  if (sameShape(x.shape, shape)) return x.reshape(shape);
  return scope(() => {
    const wanted = padShape(shape, x.shape.length);
    let sums = x;
    for (const [axis, dimension] of x.shape.entries()) {
      if (wanted[axis] !== dimension) sums = sumAlong(sums, { axis, keepDimensions: true });
    }
    return sums.reshape(shape);
  });
}

/** Options of `sum` and `mean`. */
export interface SumOptions {
  /** The axis to reduce, or several, negative counting from the end; all of them where absent. */
  readonly axis?: number | readonly number[];
  /** Keep each reduced axis with length 1, so that the result broadcasts against the operand. */
  readonly keepDimensions?: boolean;
}

/** Options of `max`, `min` and `argmax`. */
export interface ReduceOptions {
  /** The axis to reduce, negative counting from the end; all of them where absent. */
  readonly axis?: number;
  /** Keep the reduced axis with length 1, so that the result broadcasts against the operand. */
  readonly keepDimensions?: boolean;
}

type ReduceKernel = 'sum' | 'max' | 'argmax';

/** dX from dY and `kept`, its shape, in which the reduced dimensions are 1. */
type ReduceDerivative = (dY: Tensor, shape: Shape, saved: readonly Tensor[], kept: Shape) => Tensor;

function reduce(op: ReduceKernel, x: Tensor, options: ReduceOptions, derivative?: ReduceDerivative): Tensor {
  checkDense(op, [x]);
  checkFloat(op, x);
  checkOptions(op, options, undefined, '{ axis: 0 }');
  const { kernelShape, resultShape } = reduction(op, x.shape, options.axis, options.keepDimensions ?? false);
  if (op !== 'sum') checkNotEmpty(op, kernelShape);
  const storage = x.backend[op](x.operand(), kernelShape);
  const y = new Tensor(x.backend, storage, resultShape, op === 'argmax' ? 'int32' : x.dtype);
  if (op === 'max') observe(() => reduce('argmax', x, options));
  if (derivative === undefined) return y;
  // With the reduced dimensions as ones, so that it broadcasts against x.
  const { resultShape: kept } = reduction(op, x.shape, options.axis, true);
  return record(
    op,
    [x],
    y,
    () => (op === 'max' ? [x, y] : []),
    (dY, saved) => [derivative(dY.reshape(kept), x.shape, saved as Tensor[], kept)],
  );
}

/** Sum over an axis, over several (the last one first) or over everything; 0 for nothing. dX = dY, repeated. */
export function sum(x: Tensor, options: SumOptions = {}): Tensor {
  const { axis } = options;
  if (!Array.isArray(axis)) return sumAlong(x, options as ReduceOptions);
  checkDense('sum', [x]);
  const axes = normaliseAxes('sum', axis, x.shape.length);
  const shape =
    options.keepDimensions === true
      ? x.shape.map((dimension, at) => (axes.includes(at) ? 1 : dimension))
      : x.shape.filter((_, at) => !axes.includes(at));
  return scope(() => axes.reduce((sums, at) => sumAlong(sums, { axis: at }), x).reshape(shape));
}
/** `sum` over one axis or over everything: all that operations and losses need, so that a page need not load the rest. */
export const sumAlong = (x: Tensor, options: ReduceOptions = {}): Tensor => reduce('sum', x, options, broadcastTo);
/** Largest over one axis or over everything; NaN if any is NaN. The gradient is shared out among equal ones. */
export const max = (x: Tensor, options: ReduceOptions = {}): Tensor =>
  reduce('max', x, options, (dY, _shape, [values, largest], kept) => {
    const below = greater((largest as Tensor).reshape(kept), values as Tensor);
    return where(below, 0, divide(dY, sumTo(subtract(1, below), kept)));
  });
/** `max` without a gradient, for those that state their own. */
export const largestAlong = (x: Tensor, options: ReduceOptions): Tensor => reduce('max', x, options);
/** int32 index of the first largest along one axis; a NaN wins (NumPy's rule). It has no gradient. */
export const argmax = (x: Tensor, options: ReduceOptions = {}): Tensor => reduce('argmax', x, options);
