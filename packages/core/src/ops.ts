/**
 * Operations on tensors: each checks its operands, then calls one kernel. What is composed of these is in
 * `composed.ts`.
 */
import { checkOptions } from './arguments.js';
import type { Backend, Operand, Shape } from './backend.js';
import { describe } from './describe.js';
import { allocate, type DType, dtypeOf, type FloatDType, isFloat } from './dtype.js';
import { NablaError } from './errors.js';
import { observe } from './kinks.js';
import { checkDense, checkFloat, checkLabels, checkTogether } from './operands.js';
import { scope } from './scope.js';
import {
  broadcastShapes,
  checkBroadcasts,
  checkNotEmpty,
  checkRank,
  checkShape,
  matmulShape,
  normaliseAxes,
  padShape,
  reduction,
  rowShape,
  sameShape,
  sizeOf,
} from './shape.js';
import { record, withTapes } from './tape.js';
import { checkDType, fill, Tensor, upload } from './tensor.js';

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
/** exp(x) - 1, without cancellation near 0. dX = dY (y + 1). */
export const expm1 = (x: Tensor): Tensor => unary('expm1', x, 'y', (dY, y) => multiply(dY, add(y, 1)));
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

/** Runs `body` with numbers turned into scalars beside the first tensor; these are released after. */
function withScalars(
  op: string,
  values: readonly TensorLike[],
  body: (backend: Backend, tensors: readonly Tensor[]) => Tensor,
): Tensor {
  const like = values.find((value) => typeof value !== 'number');
  if (like === undefined) throw new NablaError('argument', `${op}: at least one operand must be a tensor.`);
  const scalars: Tensor[] = [];
  try {
    const tensors = values.map((value) => {
      if (typeof value !== 'number') return value;
      const scalar = fill(like.backend, [], value, like.dtype);
      scalars.push(scalar);
      return scalar;
    });
    checkDense(op, tensors);
    return body(checkTogether(op, tensors), tensors);
  } finally {
    for (const scalar of scalars) scalar.dispose();
  }
}

function aligned(tensor: Tensor, rank: number): Operand {
  return tensor.operand(padShape(tensor.shape, rank));
}

type BinaryKernel = 'add' | 'subtract' | 'multiply' | 'divide' | 'maximum' | 'greater';

/** Of a and b, before broadcasting is undone: dA and dB from dY, each where it is needed. */
interface BinaryDerivative {
  readonly save?: (a: Tensor, b: Tensor, needs: readonly boolean[], y: Tensor) => readonly (Tensor | undefined)[];
  readonly dA: (dY: Tensor, saved: readonly Tensor[]) => Tensor;
  readonly dB: (dY: Tensor, saved: readonly Tensor[]) => Tensor;
}

function binary(op: BinaryKernel, a: TensorLike, b: TensorLike, derivative?: BinaryDerivative): Tensor {
  return withScalars(op, [a, b], (backend, [left, right]) => {
    const [x, y] = [left as Tensor, right as Tensor];
    checkFloat(op, x);
    const shape = broadcastShapes(op, x.shape, y.shape);
    const storage = backend[op](aligned(x, shape.length), aligned(y, shape.length), shape);
    const out = new Tensor(backend, storage, shape, x.dtype);
    if (op === 'maximum' || op === 'greater') observe(() => subtract(greater(x, y), greater(y, x)));
    if (derivative === undefined) return out;
    const { save, dA, dB } = derivative;
    return record(
      op,
      [x, y],
      out,
      (needs) => save?.(x, y, needs, out) ?? [],
      (dY, saved, needs) => [
        needs[0] ? sumTo(dA(dY, saved as Tensor[]), x.shape) : undefined,
        needs[1] ? sumTo(dB(dY, saved as Tensor[]), y.shape) : undefined,
      ],
    );
  });
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
    dA: (dY, [, y]) => multiply(dY, y as Tensor),
    dB: (dY, [x]) => multiply(dY, x as Tensor),
  });
/** a / b; shapes and numbers as in `add`. dA = dY / b, dB = -dY (a / b) / b. */
export const divide = (a: TensorLike, b: TensorLike): Tensor =>
  binary('divide', a, b, {
    save: (_x, y, needs, out) => [y, needs[1] ? out : undefined],
    dA: (dY, [y]) => divide(dY, y as Tensor),
    dB: (dY, [y, out]) => divide(multiply(multiply(dY, out as Tensor), -1), y as Tensor),
  });
/** The larger of the two; NaN if either is. The gradient goes to the larger one, half to each where they are equal. */
export const maximum = (a: TensorLike, b: TensorLike): Tensor =>
  binary('maximum', a, b, {
    save: (x, y) => [x, y],
    dA: (dY, [x, y]) => shareOfLarger(dY, x as Tensor, y as Tensor),
    dB: (dY, [x, y]) => shareOfLarger(dY, y as Tensor, x as Tensor),
  });

/** dY where a > b, 0 where b > a, else dY / 2. Chosen, not multiplied: an infinite dY must not make NaN of a 0. */
function shareOfLarger(dY: Tensor, a: Tensor, b: Tensor): Tensor {
  return where(greater(a, b), dY, where(greater(b, a), 0, multiply(dY, 0.5)));
}

/** 1 where a > b, else 0, in the operands' dtype. It has no gradient. */
export const greater = (a: TensorLike, b: TensorLike): Tensor => binary('greater', a, b);

/** `a` where `condition` is not 0, else `b`; all three broadcast and have one dtype. The condition has no gradient. */
export function where(condition: Tensor, a: TensorLike, b: TensorLike): Tensor {
  return withScalars('where', [condition, a, b], (backend, tensors) => {
    const [test, x, y] = tensors as readonly [Tensor, Tensor, Tensor];
    checkFloat('where', test);
    const shape = broadcastShapes('where', test.shape, x.shape, y.shape);
    const rank = shape.length;
    const storage = backend.where(aligned(test, rank), aligned(x, rank), aligned(y, rank), shape);
    const out = new Tensor(backend, storage, shape, x.dtype);
    return record(
      'where',
      [x, y],
      out,
      () => [test],
      (dY, [chosen], needs) => [
        needs[0] ? sumTo(where(chosen as Tensor, dY, 0), x.shape) : undefined,
        needs[1] ? sumTo(where(chosen as Tensor, 0, dY), y.shape) : undefined,
      ],
    );
  });
}

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
      if (wanted[axis] !== dimension) sums = sum(sums, { axis, keepDimensions: true });
    }
    return sums.reshape(shape);
  });
}

/** Which operands `matmul` transposes; default none. */
export interface MatmulOptions {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

/**
 * op(a) op(b) of two matrices, op transposing where asked: [m, k] x [k, n] = [m, n]. `a` may be CSR; then b is not
 * transposed, and a has no gradient. d op(A) = dY op(B)', d op(B) = op(A)' dY.
 */
export function matmul(a: Tensor, b: Tensor, options: MatmulOptions = {}): Tensor {
  checkOptions('matmul', options, undefined, '{ transposeB: true }');
  const { transposeA = false, transposeB = false } = options;
  const backend = checkTogether('matmul', [a, b]);
  checkFloat('matmul', a);
  checkDense('matmul (right operand)', [b]);
  const shape = matmulShape(a.shape, b.shape, transposeA, transposeB);
  const recorded = (storage: unknown): Tensor => {
    const y = new Tensor(backend, storage, shape, a.dtype);
    return record(
      'matmul',
      [a, b],
      y,
      (needs) => [needs[1] ? a : undefined, needs[0] ? b : undefined],
      (dY, [x, w], needs) => [
        needs[0] ? leftGradient(dY, w as Tensor, transposeA, transposeB) : undefined,
        needs[1] ? rightGradient(dY, x as Tensor, transposeA, transposeB) : undefined,
      ],
    );
  };
  if (a.layout === 'dense') return recorded(backend.matmul(a.operand(), b.operand(), transposeA, transposeB));
  if (transposeB || backend.csr === undefined) {
    throw new NablaError(
      'argument',
      'matmul: a CSR operand times a transposed one is not supported; transpose(b) first.',
    );
  }
  return recorded(backend.csr.matmul(a.operand(), b.operand(), transposeA));
}

/** dA: dY op(B)', transposed where A was. */
function leftGradient(dY: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor {
  return transposeA
    ? matmul(b, dY, { transposeA: transposeB, transposeB: true })
    : matmul(dY, b, { transposeB: !transposeB });
}

/** dB: op(A)' dY, transposed where B was. */
function rightGradient(dY: Tensor, a: Tensor, transposeA: boolean, transposeB: boolean): Tensor {
  return transposeB
    ? matmul(dY, a, { transposeA: true, transposeB: transposeA })
    : matmul(a, dY, { transposeA: !transposeA });
}

/** [m, n] to [n, m]. */
export function transpose(x: Tensor): Tensor {
  checkDense('transpose', [x]);
  checkRank('transpose', x.shape, 2);
  const y = new Tensor(x.backend, x.backend.transpose(x.operand()), [x.shape[1] ?? 0, x.shape[0] ?? 0], x.dtype);
  return record(
    'transpose',
    [x],
    y,
    () => [],
    (dY) => [transpose(dY)],
  );
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
  if (!Array.isArray(axis)) return reduce('sum', x, options as ReduceOptions, broadcastTo);
  checkDense('sum', [x]);
  const axes = normaliseAxes('sum', axis, x.shape.length);
  const shape =
    options.keepDimensions === true
      ? x.shape.map((dimension, at) => (axes.includes(at) ? 1 : dimension))
      : x.shape.filter((_, at) => !axes.includes(at));
  return scope(() => axes.reduce((sums, at) => sum(sums, { axis: at }), x).reshape(shape));
}
/** Largest over one axis or over everything; NaN if any is NaN. The gradient is shared out among equal ones. */
export const max = (x: Tensor, options: ReduceOptions = {}): Tensor =>
  reduce('max', x, options, (dY, _shape, [values, largest], kept) => {
    const below = greater((largest as Tensor).reshape(kept), values as Tensor);
    return where(below, 0, divide(dY, sumTo(subtract(1, below), kept)));
  });
/** int32 index of the first largest along one axis; a NaN wins (NumPy's rule). It has no gradient. */
export const argmax = (x: Tensor, options: ReduceOptions = {}): Tensor => reduce('argmax', x, options);

/** Rows of x [rows, ...] at `indices` (checked against the rows): [n, ...]. dX adds up dY over equal indices. */
export function gather(x: Tensor, indices: Int32Array): Tensor {
  checkDense('gather', [x]);
  const [rows, ...rest] = rowShape('gather', x.shape);
  if (dtypeOf(indices) !== 'int32') {
    throw new NablaError('dtype', `gather: expected an Int32Array of indices. Received ${describe(indices)}.`);
  }
  const bad = indices.find((index) => index < 0 || index >= rows);
  if (bad !== undefined) throw new NablaError('argument', `gather: index ${bad} is outside [0, ${rows}).`);
  // A copy: the caller may change its own before the derivative runs.
  const kept = indices.slice();
  const at = upload(x.backend, { layout: 'dense', shape: [indices.length], data: kept });
  try {
    const storage = x.backend.gather(x.operand([rows, sizeOf(rest)]), at.operand());
    const y = new Tensor(x.backend, storage, [indices.length, ...rest], x.dtype);
    return record(
      'gather',
      [x],
      y,
      () => [],
      (dY) => [scatterAdd(dY, kept, x.shape)],
    );
  } finally {
    at.dispose();
  }
}

/** Rows of dY [n, ...] added up at `indices`: what `gather` of a tensor of `shape` gives back. */
function scatterAdd(dY: Tensor, indices: Int32Array, shape: Shape): Tensor {
  const [rows, ...rest] = rowShape('gather', shape);
  const matrix = dY.reshape([indices.length, sizeOf(rest)]);
  return matmul(selection(dY, indices, rows), matrix, { transposeA: true }).reshape(shape);
}

/** [n, rows]: a one at the index of each row, sparse where the backend can, so that an infinite row stays alone. */
function selection({ backend, dtype }: Tensor, indices: Int32Array, rows: number): Tensor {
  const n = indices.length;
  if (backend.csr === undefined) {
    return oneHot(upload(backend, { layout: 'dense', shape: [n], data: indices }), rows, dtype);
  }
  const values = allocate(dtype as FloatDType, n).fill(1);
  const rowOffsets = Int32Array.from({ length: n + 1 }, (_, row) => row);
  return upload(backend, { layout: 'csr', shape: [n, rows], rowOffsets, columns: indices, values });
}

/** int32 labels [n] to [n, classes]: 1 at the label, else 0; a row of zeros for a label outside the classes. */
export function oneHot(labels: Tensor, classes: number, dtype: DType): Tensor {
  checkRank('oneHot', labels.shape, 1);
  checkDType('oneHot', labels.backend, dtype);
  checkLabels('oneHot', labels);
  const shape: Shape = [labels.size, classes];
  checkShape('oneHot', shape);
  return new Tensor(labels.backend, labels.backend.oneHot(labels.operand(), classes, dtype), shape, dtype);
}

/** To another dtype: floats round to nearest, a float to an integer drops its fraction, and its gradient. */
export function cast(x: Tensor, dtype: DType): Tensor {
  checkDense('cast', [x]);
  checkDType('cast', x.backend, dtype);
  const y = new Tensor(x.backend, x.backend.cast(x.operand(), dtype), x.shape, dtype);
  return isFloat(dtype) && isFloat(x.dtype)
    ? record(
        'cast',
        [x],
        y,
        () => [],
        (dY) => [cast(dY, x.dtype)],
      )
    : y;
}
