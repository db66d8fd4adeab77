/**
 * Operations on tensors: each checks its operands, then calls one kernel. What is composed of these is in
 * `composed.ts`.
 */
import { checkOptions } from './arguments.js';
import type { Backend, Operand, Shape } from './backend.js';
import { describe } from './describe.js';
import { type DType, dtypeOf } from './dtype.js';
import { NablaError } from './errors.js';
import { checkDense, checkFloat, checkLabels, checkTogether } from './operands.js';
import {
  broadcastShapes,
  checkNotEmpty,
  checkRank,
  checkShape,
  matmulShape,
  padShape,
  reduction,
  rowShape,
  sizeOf,
} from './shape.js';
import { checkDType, fill, Tensor, upload } from './tensor.js';

/** A tensor, or a number that joins in the other operand's dtype. */
export type TensorLike = Tensor | number;

type UnaryKernel = 'exp' | 'expm1' | 'log' | 'log1p' | 'sqrt' | 'tanh' | 'sigmoid' | 'erf';

function unary(op: UnaryKernel, x: Tensor): Tensor {
  checkDense(op, [x]);
  checkFloat(op, x);
  return new Tensor(x.backend, x.backend[op](x.operand()), x.shape, x.dtype);
}

/** e to the x, element by element. */
export const exp = (x: Tensor): Tensor => unary('exp', x);
/** exp(x) - 1, without cancellation near 0. */
export const expm1 = (x: Tensor): Tensor => unary('expm1', x);
/** The natural logarithm; log(0) is -Infinity, of a negative number NaN. */
export const log = (x: Tensor): Tensor => unary('log', x);
/** log(1 + x), without cancellation near 0. */
export const log1p = (x: Tensor): Tensor => unary('log1p', x);
/** The square root; NaN of a negative number. */
export const sqrt = (x: Tensor): Tensor => unary('sqrt', x);
/** The hyperbolic tangent. */
export const tanh = (x: Tensor): Tensor => unary('tanh', x);
/** 1 / (1 + exp(-x)), without overflow. */
export const sigmoid = (x: Tensor): Tensor => unary('sigmoid', x);
/** The error function, 2 / sqrt(pi) times the integral of exp(-t^2) from 0 to x. */
export const erf = (x: Tensor): Tensor => unary('erf', x);

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

function binary(op: BinaryKernel, a: TensorLike, b: TensorLike): Tensor {
  return withScalars(op, [a, b], (backend, [left, right]) => {
    const [x, y] = [left as Tensor, right as Tensor];
    checkFloat(op, x);
    const shape = broadcastShapes(op, x.shape, y.shape);
    return new Tensor(backend, backend[op](aligned(x, shape.length), aligned(y, shape.length), shape), shape, x.dtype);
  });
}

/**
 * a + b, element by element with NumPy's broadcasting; a number joins in the other operand's dtype. Throws a NablaError of code
 * `shape` where the shapes do not broadcast, `dtype` for integers and for two dtypes, `backend` for tensors on two backends.
 */
export const add = (a: TensorLike, b: TensorLike): Tensor => binary('add', a, b);
/** a - b; shapes and numbers as in `add`. */
export const subtract = (a: TensorLike, b: TensorLike): Tensor => binary('subtract', a, b);
/** a times b, element by element; shapes and numbers as in `add`. */
export const multiply = (a: TensorLike, b: TensorLike): Tensor => binary('multiply', a, b);
/** a / b; shapes and numbers as in `add`. */
export const divide = (a: TensorLike, b: TensorLike): Tensor => binary('divide', a, b);
/** The larger of the two; NaN if either is. */
export const maximum = (a: TensorLike, b: TensorLike): Tensor => binary('maximum', a, b);
/** 1 where a > b, else 0, in the operands' dtype. */
export const greater = (a: TensorLike, b: TensorLike): Tensor => binary('greater', a, b);

/** `a` where `condition` is not 0, else `b`; all three broadcast and have one dtype. */
export function where(condition: Tensor, a: TensorLike, b: TensorLike): Tensor {
  return withScalars('where', [condition, a, b], (backend, tensors) => {
    const [test, x, y] = tensors as readonly [Tensor, Tensor, Tensor];
    checkFloat('where', test);
    const shape = broadcastShapes('where', test.shape, x.shape, y.shape);
    const rank = shape.length;
    const storage = backend.where(aligned(test, rank), aligned(x, rank), aligned(y, rank), shape);
    return new Tensor(backend, storage, shape, x.dtype);
  });
}

/** Which operands `matmul` transposes; default none. */
export interface MatmulOptions {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

/** op(a) op(b) of two matrices, op transposing where asked: [m, k] x [k, n] = [m, n]. `a` may be CSR (then b is not transposed). */
export function matmul(a: Tensor, b: Tensor, options: MatmulOptions = {}): Tensor {
  checkOptions('matmul', options, undefined, '{ transposeB: true }');
  const { transposeA = false, transposeB = false } = options;
  const backend = checkTogether('matmul', [a, b]);
  checkFloat('matmul', a);
  checkDense('matmul (right operand)', [b]);
  const shape = matmulShape(a.shape, b.shape, transposeA, transposeB);
  if (a.layout === 'dense') {
    return new Tensor(backend, backend.matmul(a.operand(), b.operand(), transposeA, transposeB), shape, a.dtype);
  }
  if (transposeB || backend.csr === undefined) {
    throw new NablaError(
      'argument',
      'matmul: a CSR operand times a transposed one is not supported; transpose(b) first.',
    );
  }
  return new Tensor(backend, backend.csr.matmul(a.operand(), b.operand(), transposeA), shape, a.dtype);
}

/** [m, n] to [n, m]. */
export function transpose(x: Tensor): Tensor {
  checkDense('transpose', [x]);
  checkRank('transpose', x.shape, 2);
  return new Tensor(x.backend, x.backend.transpose(x.operand()), [x.shape[1] ?? 0, x.shape[0] ?? 0], x.dtype);
}

/** Options of `sum`, `max` and `argmax`. */
export interface ReduceOptions {
  /** The axis to reduce, negative counting from the end; all of them where absent. */
  readonly axis?: number;
  /** Keep the reduced axis with length 1, so that the result broadcasts against the operand. */
  readonly keepDimensions?: boolean;
}

type ReduceKernel = 'sum' | 'max' | 'argmax';

function reduce(op: ReduceKernel, x: Tensor, options: ReduceOptions): Tensor {
  checkDense(op, [x]);
  checkFloat(op, x);
  checkOptions(op, options, undefined, '{ axis: 0 }');
  const { kernelShape, resultShape } = reduction(op, x.shape, options.axis, options.keepDimensions ?? false);
  if (op !== 'sum') checkNotEmpty(op, kernelShape);
  const storage = x.backend[op](x.operand(), kernelShape);
  return new Tensor(x.backend, storage, resultShape, op === 'argmax' ? 'int32' : x.dtype);
}

/** Sum over one axis or over everything; 0 for nothing. */
export const sum = (x: Tensor, options: ReduceOptions = {}): Tensor => reduce('sum', x, options);
/** Largest over one axis or over everything; NaN if any is NaN. */
export const max = (x: Tensor, options: ReduceOptions = {}): Tensor => reduce('max', x, options);
/** int32 index of the first largest along one axis; a NaN wins (NumPy's rule). */
export const argmax = (x: Tensor, options: ReduceOptions = {}): Tensor => reduce('argmax', x, options);

/** Rows of x [rows, ...] at `indices` (checked against the rows): [n, ...]. */
export function gather(x: Tensor, indices: Int32Array): Tensor {
  checkDense('gather', [x]);
  const [rows, ...rest] = rowShape('gather', x.shape);
  if (dtypeOf(indices) !== 'int32') {
    throw new NablaError('dtype', `gather: expected an Int32Array of indices. Received ${describe(indices)}.`);
  }
  const bad = indices.find((index) => index < 0 || index >= rows);
  if (bad !== undefined) throw new NablaError('argument', `gather: index ${bad} is outside [0, ${rows}).`);
  const at = upload(x.backend, { layout: 'dense', shape: [indices.length], data: indices });
  try {
    const storage = x.backend.gather(x.operand([rows, sizeOf(rest)]), at.operand());
    return new Tensor(x.backend, storage, [indices.length, ...rest], x.dtype);
  } finally {
    at.dispose();
  }
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

/** To another dtype: floats round to nearest, a float to an integer drops its fraction. */
export function cast(x: Tensor, dtype: DType): Tensor {
  checkDense('cast', [x]);
  checkDType('cast', x.backend, dtype);
  return new Tensor(x.backend, x.backend.cast(x.operand(), dtype), x.shape, dtype);
}
