/**
 * The 24 kernels. A storage is a typed array. Everything is computed in float64 and rounded once, when it is stored: a
 * float32 matrix product is the exact one but for that rounding, almost always.
 */
import { allocate, forEachRun, planBroadcast, sizeOf } from '@nablajs/core';
import * as math from '@nablajs/core/math';

/** @import { DType, Kernels, Operand, ReductionShape, Shape, TypedArray } from '@nablajs/core' */
/** @typedef {Operand<TypedArray>} X */

/** @type {(f: (x: number) => number) => (x: X) => TypedArray} */
const unary = (f) => (x) => {
  const out = allocate(x.dtype, x.storage.length);
  for (let i = 0; i < out.length; i++) out[i] = f(x.storage[i]);
  return out;
};

/**
 * Core plans the broadcast: runs of elements in which an operand advances by its step, 1 or 0.
 * @type {(f: (a: number, b: number) => number) => (a: X, b: X, shape: Shape) => TypedArray}
 */
const binary = (f) => (a, b, shape) => {
  const plan = planBroadcast([a, b], shape);
  const [stepA, stepB] = plan.steps;
  const out = allocate(a.dtype, plan.size);
  forEachRun(plan, (start, startA, startB) => {
    for (let i = 0; i < plan.length; i++) {
      out[start + i] = f(a.storage[startA + i * stepA], b.storage[startB + i * stepB]);
    }
  });
  return out;
};

/** @type {(condition: X, a: X, b: X, shape: Shape) => TypedArray} */
function where(condition, a, b, shape) {
  const plan = planBroadcast([condition, a, b], shape);
  const [stepC, stepA, stepB] = plan.steps;
  const out = allocate(a.dtype, plan.size);
  forEachRun(plan, (start, startC, startA, startB) => {
    for (let i = 0; i < plan.length; i++) {
      const chosen = condition.storage[startC + i * stepC] !== 0;
      out[start + i] = chosen ? a.storage[startA + i * stepA] : b.storage[startB + i * stepB];
    }
  });
  return out;
}

/** @type {(x: X) => TypedArray} */
function transpose({ storage, shape: [m, n], dtype }) {
  const out = allocate(dtype, m * n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) out[j * m + i] = storage[i * n + j];
  }
  return out;
}

/**
 * Row by row: row i of the product is the sum over p of a[i, p] times row p of b, in blocks of 128 steps, so that rounding
 * does not grow with k. A zero is not skipped: 0 * Infinity is NaN.
 * @type {(a: X, b: X, transposeA: boolean, transposeB: boolean) => TypedArray}
 */
function matmul(a, b, transposeA, transposeB) {
  const [m, k] = transposeA ? [a.shape[1], a.shape[0]] : a.shape;
  const n = b.shape[transposeB ? 0 : 1];
  const left = transposeA ? transpose(a) : a.storage;
  const right = transposeB ? transpose(b) : b.storage;
  const out = allocate(a.dtype, m * n);
  const [row, block] = [new Float64Array(n), new Float64Array(n)];
  for (let i = 0; i < m; i++) {
    row.fill(0);
    for (let start = 0; start < k; start += 128) {
      block.fill(0);
      for (let p = start; p < Math.min(start + 128, k); p++) {
        const factor = left[i * k + p];
        for (let j = 0; j < n; j++) block[j] += factor * right[p * n + j];
      }
      for (let j = 0; j < n; j++) row[j] += block[j];
    }
    out.set(row, i * n);
  }
  return out;
}

/**
 * One result for each line of n elements along the middle dimension: `line` gets the index of its first element and the
 * distance from one to the next.
 * @type {(dtype: DType, shape: ReductionShape, line: (start: number, step: number) => number) => TypedArray}
 */
function reduce(dtype, [outer, n, inner], line) {
  const out = allocate(dtype, outer * inner);
  for (let at = 0; at < out.length; at++) out[at] = line(Math.floor(at / inner) * n * inner + (at % inner), inner);
  return out;
}

/**
 * Halves are summed apart, so that the error grows with the logarithm of n: float64 has no wider type to sum in.
 * @type {(x: TypedArray, start: number, step: number, n: number) => number}
 */
function pairwiseSum(x, start, step, n) {
  if (n > 32) {
    const half = n >> 1;
    return pairwiseSum(x, start, step, half) + pairwiseSum(x, start + half * step, step, n - half);
  }
  let total = 0;
  for (let i = 0; i < n; i++) total += x[start + i * step];
  return total;
}

/**
 * The first largest; the first NaN, if there is one.
 * @type {(x: TypedArray, start: number, step: number, n: number) => number}
 */
function indexOfMax(x, start, step, n) {
  let best = 0;
  for (let i = 0; i < n; i++) {
    const value = x[start + i * step];
    if (Number.isNaN(value)) return i;
    if (value > x[start + best * step]) best = i;
  }
  return best;
}

/** @type {(x: X, indices: X) => TypedArray} */
function gather({ storage, shape: [, width], dtype }, { storage: rows }) {
  const out = allocate(dtype, rows.length * width);
  rows.forEach((row, i) => void out.set(storage.subarray(row * width, (row + 1) * width), i * width));
  return out;
}

/** @type {(labels: X, classes: number, dtype: DType) => TypedArray} */
function oneHot({ storage: labels }, classes, dtype) {
  const out = allocate(dtype, labels.length * classes);
  labels.forEach((label, i) => {
    if (label >= 0 && label < classes) out[i * classes + label] = 1;
  });
  return out;
}

/** A kernel that is missing or has the wrong operands fails `npm run types`. */
export const kernels = /** @satisfies {Kernels<TypedArray>} */ ({
  fill: (shape, value, dtype) => allocate(dtype, sizeOf(shape)).fill(value),
  cast(x, dtype) {
    const out = allocate(dtype, x.storage.length);
    out.set(x.storage);
    return out;
  },

  exp: unary(math.exp),
  expm1: unary(math.expm1),
  log: unary(math.log),
  log1p: unary(math.log1p),
  sqrt: unary(Math.sqrt),
  tanh: unary(math.tanh),
  sigmoid: unary(math.sigmoid),
  erf: unary(math.erf),

  add: binary((a, b) => a + b),
  subtract: binary((a, b) => a - b),
  multiply: binary((a, b) => a * b),
  divide: binary((a, b) => a / b),
  maximum: binary(Math.max),
  greater: binary((a, b) => (a > b ? 1 : 0)),
  where,

  sum: (x, shape) => reduce(x.dtype, shape, (start, step) => pairwiseSum(x.storage, start, step, shape[1])),
  max: (x, shape) =>
    reduce(x.dtype, shape, (start, step) => x.storage[start + step * indexOfMax(x.storage, start, step, shape[1])]),
  argmax: (x, shape) => reduce('int32', shape, (start, step) => indexOfMax(x.storage, start, step, shape[1])),

  transpose,
  matmul,
  gather,
  oneHot,
});
