/**
 * Elementwise operations with broadcasting. Each kernel is one loop over a run (see core's broadcast.ts). The loops are
 * written out, because a shared one would box every double.
 */
import type { Backend, FloatDType, IntegerKernels, Operand, OperandLike, Shape } from '@nablajs/core';
import { allocate } from '@nablajs/core';
import { forEachRun, planBroadcast } from '@nablajs/core/kernels';
import { type FloatArray, floats, type Storage, type StoragePool } from './storage.js';

/** Computes out[o + i] from a[p + i aStep] and b[q + i bStep] for i < n. */
type BinaryRun = (
  out: FloatArray,
  o: number,
  n: number,
  a: FloatArray,
  p: number,
  aStep: number,
  b: FloatArray,
  q: number,
  bStep: number,
) => void;

/** Selects by index instead of a branch: a branch on the sign of an activation is mispredicted half of the time. */
const CHOICE = /* @__PURE__ */ new Float64Array(2);

/** What `throughRelu` chooses from: 0, the gradient, NaN. */
const GRADIENTS = /* @__PURE__ */ new Float64Array([0, 0, Number.NaN]);

/** Returns dY where y, the output of a ReLU, is above 0; NaN where y is NaN; else 0. */
export function throughRelu(dY: number, y: number): number {
  GRADIENTS[1] = dY;
  return GRADIENTS[Number(y > 0) | (Number(Number.isNaN(y)) << 1)]!;
}

const addRun: BinaryRun = (out, o, n, a, p, aStep, b, q, bStep) => {
  for (let i = 0; i < n; i++, p += aStep, q += bStep) out[o + i] = a[p]! + b[q]!;
};

const subtractRun: BinaryRun = (out, o, n, a, p, aStep, b, q, bStep) => {
  for (let i = 0; i < n; i++, p += aStep, q += bStep) out[o + i] = a[p]! - b[q]!;
};

const multiplyRun: BinaryRun = (out, o, n, a, p, aStep, b, q, bStep) => {
  for (let i = 0; i < n; i++, p += aStep, q += bStep) out[o + i] = a[p]! * b[q]!;
};

const multiplyIntegersRun: BinaryRun = (out, o, n, a, p, aStep, b, q, bStep) => {
  for (let i = 0; i < n; i++, p += aStep, q += bStep) out[o + i] = Math.imul(a[p]!, b[q]!);
};

const divideRun: BinaryRun = (out, o, n, a, p, aStep, b, q, bStep) => {
  for (let i = 0; i < n; i++, p += aStep, q += bStep) out[o + i] = a[p]! / b[q]!;
};

export const maximumRun: BinaryRun = (out, o, n, a, p, aStep, b, q, bStep) => {
  for (let i = 0; i < n; i++, p += aStep, q += bStep) {
    const [x, y] = [a[p]!, b[q]!];
    CHOICE[0] = x;
    CHOICE[1] = y;
    // Of 0 and -0 the larger one is 0, so relu(-0) and its gradient are 0.
    out[o + i] = CHOICE[Number(y > x || (y === x && Object.is(x, -0))) | Number(Number.isNaN(y))]!;
  }
};

const greaterRun: BinaryRun = (out, o, n, a, p, aStep, b, q, bStep) => {
  for (let i = 0; i < n; i++, p += aStep, q += bStep) out[o + i] = Number(a[p]! > b[q]!);
};

/** Returns an operand's elements. A number becomes a repeated element, which the pool does not count. */
function spread(x: OperandLike<Storage>, dtype: FloatDType): FloatArray {
  return typeof x === 'number' ? allocate(dtype, 1).fill(x) : floats(x);
}

function binary(pool: StoragePool, run: BinaryRun) {
  return (a: OperandLike<Storage>, b: OperandLike<Storage>, shape: Shape): Storage => {
    const dtype = (typeof a === 'number' ? (b as Operand) : a).dtype as FloatDType;
    const plan = planBroadcast([a, b], shape);
    const out = pool.allocate(dtype, plan.size);
    const [x, y] = [spread(a, dtype), spread(b, dtype)];
    const [aStep, bStep] = plan.steps as [number, number];
    forEachRun(plan, (o, p, q) => run(out, o, plan.length, x, p, aStep, y, q, bStep));
    return out;
  };
}

function where(
  pool: StoragePool,
  condition: Operand<Storage>,
  a: OperandLike<Storage>,
  b: OperandLike<Storage>,
  shape: Shape,
): Storage {
  const dtype = condition.dtype as FloatDType;
  const plan = planBroadcast([condition, a, b], shape);
  const out = pool.allocate(dtype, plan.size);
  const [test, x, y] = [floats(condition), spread(a, dtype), spread(b, dtype)];
  const [testStep, aStep, bStep] = plan.steps as [number, number, number];
  forEachRun(plan, (o, c, p, q) => whereRun(out, o, plan.length, test, c, testStep, x, p, aStep, y, q, bStep));
  return out;
}

function whereRun(
  out: FloatArray,
  o: number,
  n: number,
  test: FloatArray,
  c: number,
  testStep: number,
  a: FloatArray,
  p: number,
  aStep: number,
  b: FloatArray,
  q: number,
  bStep: number,
): void {
  for (let i = 0; i < n; i++, c += testStep, p += aStep, q += bStep) {
    CHOICE[0] = b[q]!;
    CHOICE[1] = a[p]!;
    out[o + i] = CHOICE[Number(test[c] !== 0)]!;
  }
}

type ElementwiseKernel = 'add' | 'subtract' | 'multiply' | 'divide' | 'maximum' | 'greater' | 'where';

export function elementwiseKernels(pool: StoragePool): Pick<Backend<Storage>, ElementwiseKernel> {
  return {
    add: binary(pool, addRun),
    subtract: binary(pool, subtractRun),
    multiply: binary(pool, multiplyRun),
    divide: binary(pool, divideRun),
    maximum: binary(pool, maximumRun),
    greater: binary(pool, greaterRun),
    where: (condition, a, b, shape) => where(pool, condition, a, b, shape),
  };
}

/** Arithmetic of int32: the same loops write into an Int32Array, which wraps. */
export function integerKernels(pool: StoragePool): IntegerKernels<Storage> {
  const { add, subtract, greater, where } = elementwiseKernels(pool);
  return { add, subtract, multiply: binary(pool, multiplyIntegersRun), greater, where };
}
