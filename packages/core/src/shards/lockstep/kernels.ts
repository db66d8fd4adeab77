/** The kernels that every backend has, for some shards side by side. */
import type { DType, Kernels, Operand, OperandLike, ReductionShape, Shape } from '../../backend.js';
import { isEach, type ShardCalls } from './calls.js';
import { Common } from './storage.js';

type Binary = 'add' | 'subtract' | 'multiply' | 'divide' | 'maximum' | 'greater';
type Unary = 'exp' | 'expm1' | 'log' | 'log1p' | 'sqrt' | 'tanh' | 'sigmoid' | 'erf';
type Reduction = 'sum' | 'max' | 'argmax';

const dtypeOf = (...operands: readonly OperandLike[]): DType =>
  (operands.find((operand) => typeof operand !== 'number') as Operand).dtype;

export function kernelsOf(calls: ShardCalls): Kernels {
  const { inner } = calls;
  const binary = (op: Binary) => (a: OperandLike, b: OperandLike, shape: Shape) =>
    calls.stackwise([a, b], shape, dtypeOf(a, b), (to, whole) => inner[op](to(a), to(b), whole));
  const unary = (op: Unary) => (x: Operand) => calls.stackwise([x], x.shape, x.dtype, (to) => inner[op](to(x)));
  const reduction =
    (op: Reduction) =>
    (x: Operand, [outer, n, width]: ReductionShape) =>
      calls.stackwise([x], [outer, width], op === 'argmax' ? 'int32' : x.dtype, (to, _shape, times) =>
        inner[op](to(x), [times * outer, n, width]),
      );
  /** Prepends `first`, which is for the dimension of the shards, if `shape` has that dimension. */
  const behind = <T>(first: T, rest: readonly T[], shape: Shape): readonly T[] =>
    shape.length > rest.length ? [first, ...rest] : rest;

  return {
    matmul(a, b, transposeA, transposeB, shape) {
      const byRow = isEach(a) && !isEach(b) && !transposeA && shape.length === 2;
      const call = (to: <T extends Operand>(x: T) => T, whole: Shape) =>
        inner.matmul(to(a), to(b), transposeA, transposeB, whole);
      return byRow ? calls.rowwise([a], [b], shape, a.dtype, call) : calls.stackwise([a, b], shape, a.dtype, call);
    },

    add: binary('add'),
    subtract: binary('subtract'),
    multiply: binary('multiply'),
    divide: binary('divide'),
    maximum: binary('maximum'),
    greater: binary('greater'),
    where: (condition, a, b, shape) =>
      calls.stackwise([condition, a, b], shape, condition.dtype, (to, whole) =>
        inner.where(to(condition), to(a), to(b), whole),
      ),

    exp: unary('exp'),
    expm1: unary('expm1'),
    log: unary('log'),
    log1p: unary('log1p'),
    sqrt: unary('sqrt'),
    tanh: unary('tanh'),
    sigmoid: unary('sigmoid'),
    erf: unary('erf'),

    sum: reduction('sum'),
    max: reduction('max'),
    argmax: reduction('argmax'),

    permute(x, axes) {
      const shape = axes.map((axis) => x.shape[axis] as number);
      return calls.stackwise([x], shape, x.dtype, (to, whole) => {
        const all = whole.length > axes.length ? [0, ...axes.map((axis) => axis + 1)] : axes;
        return inner.permute(to(x), all);
      });
    },
    slice: (x, starts, shape) =>
      calls.stackwise([x], shape, x.dtype, (to, whole) => inner.slice(to(x), behind(0, starts, whole), whole)),
    pad: (x, starts, shape, value) =>
      calls.stackwise([x], shape, x.dtype, (to, whole) => inner.pad(to(x), behind(0, starts, whole), whole, value)),
    concat(xs) {
      const [{ shape, dtype }] = xs as readonly [Operand];
      const [outer, , width] = shape as ReductionShape;
      const own = xs.reduce((sum, x) => sum + (x.shape[1] as number), 0);
      return calls.rowwise(xs, [], [outer, own, width], dtype, (to) => inner.concat(xs.map(to)));
    },
    gather: (x, indices) =>
      calls.rowwise([indices], [x], [indices.shape[0] as number, x.shape[1] as number], x.dtype, (to) =>
        inner.gather(to(x), to(indices)),
      ),
    scatterAdd: (x, indices, rows) =>
      calls.separately([x, indices], [rows, x.shape[1] as number], x.dtype, (to) =>
        inner.scatterAdd(to(x), to(indices), rows),
      ),
    oneHot: (labels, classes, dtype) =>
      calls.rowwise([labels], [], [labels.shape[0] as number, classes], dtype, (to) =>
        inner.oneHot(to(labels), classes, dtype),
      ),
    cast: (x, dtype) => calls.stackwise([x], x.shape, dtype, (to) => inner.cast(to(x), dtype)),
    fill: (shape, value, dtype) => new Common(inner.fill(shape, value, dtype)),
  };
}
