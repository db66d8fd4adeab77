/**
 * The 28 kernels. A storage is a typed array. Everything is computed in float64 and rounded once, when it is stored: a
 * float32 matrix product is the exact one but for that rounding, almost always.
 */
import { allocate, sizeOf } from '@nablajs/core';
import { forEachMatrix, forEachRun, planBroadcast } from '@nablajs/core/kernels';
import * as math from '@nablajs/core/math';

/** @import { DType, Kernels, Operand, OperandLike, ReductionShape, Shape, TypedArray } from '@nablajs/core' */
/** @typedef {Operand<TypedArray>} X */
/** @typedef {OperandLike<TypedArray>} XOrNumber */

/** @type {(f: (x: number) => number) => (x: X) => TypedArray} */
const unary = (f) => (x) => {
  const out = allocate(x.dtype, x.storage.length);
  for (let i = 0; i < out.length; i++) out[i] = f(x.storage[i]);
  return out;
};

/**
 * A number is an array of one element, which repeats.
 * @type {(x: XOrNumber, dtype: DType) => TypedArray}
 */
const elements = (x, dtype) => (typeof x === 'number' ? allocate(dtype, 1).fill(x) : x.storage);

/**
 * Core plans the broadcast: runs of elements in which an operand advances by its step, 1 or 0.
 * @type {(f: (a: number, b: number) => number) => (a: XOrNumber, b: XOrNumber, shape: Shape) => TypedArray}
 */
const binary = (f) => (a, b, shape) => {
  const { dtype } = /** @type {X} */ (typeof a === 'number' ? b : a);
  const [left, right] = [elements(a, dtype), elements(b, dtype)];
  const plan = planBroadcast([a, b], shape);
  const [stepA, stepB] = plan.steps;
  const out = allocate(dtype, plan.size);
  forEachRun(plan, (start, startA, startB) => {
    for (let i = 0; i < plan.length; i++) out[start + i] = f(left[startA + i * stepA], right[startB + i * stepB]);
  });
  return out;
};

/** @type {(condition: X, a: XOrNumber, b: XOrNumber, shape: Shape) => TypedArray} */
function where(condition, a, b, shape) {
  const { storage: test, dtype } = condition;
  const [left, right] = [elements(a, dtype), elements(b, dtype)];
  const plan = planBroadcast([condition, a, b], shape);
  const [stepC, stepA, stepB] = plan.steps;
  const out = allocate(dtype, plan.size);
  forEachRun(plan, (start, startC, startA, startB) => {
    for (let i = 0; i < plan.length; i++) {
      out[start + i] = test[startC + i * stepC] !== 0 ? left[startA + i * stepA] : right[startB + i * stepB];
    }
  });
  return out;
}

/**
 * Row by row: row i of the product is the sum over p of a[i, p] times row p of b, in blocks of 128 steps, so that
 * rounding does not grow with k. A zero is not skipped: 0 * Infinity is NaN.
 * @type {(out: TypedArray, a: TypedArray, b: TypedArray, m: number, k: number, n: number) => void}
 */
function multiply(out, a, b, m, k, n) {
  const [row, block] = [new Float64Array(n), new Float64Array(n)];
  for (let i = 0; i < m; i++) {
    row.fill(0);
    for (let start = 0; start < k; start += 128) {
      block.fill(0);
      for (let p = start; p < Math.min(start + 128, k); p++) {
        const factor = a[i * k + p];
        for (let j = 0; j < n; j++) block[j] += factor * b[p * n + j];
      }
      for (let j = 0; j < n; j++) row[j] += block[j];
    }
    out.set(row, i * n);
  }
}

/**
 * Core counts the matrices: it gives the number of each in the result and in a and b, where those repeat.
 * @type {(a: X, b: X, transposeA: boolean, transposeB: boolean, shape: Shape) => TypedArray}
 */
function matmul(a, b, transposeA, transposeB, shape) {
  const rank = shape.length;
  const [m, n] = shape.slice(-2);
  const k = a.shape[rank - (transposeA ? 2 : 1)];
  const exchanged = [...shape.keys()].slice(0, -2).concat(rank - 1, rank - 2);
  const left = transposeA ? permute(a, exchanged) : a.storage;
  const right = transposeB ? permute(b, exchanged) : b.storage;
  const out = allocate(a.dtype, sizeOf(shape));
  forEachMatrix(a.shape, b.shape, shape, (to, p, q) => {
    const matrix = out.subarray(to * m * n, (to + 1) * m * n);
    multiply(matrix, left.subarray(p * m * k, (p + 1) * m * k), right.subarray(q * k * n, (q + 1) * k * n), m, k, n);
  });
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

/**
 * Where elements lie: the index of the first, and along each dimension how far it is from one to the next.
 * @typedef {{ array: TypedArray, start: number, strides: readonly number[] }} Place
 */

/**
 * The place of a block that begins at `starts`, or at the first element, of a row-major tensor.
 * @type {(array: TypedArray, shape: Shape, starts?: readonly number[]) => Place}
 */
function place(array, shape, starts = []) {
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  return { array, start: starts.reduce((index, start, axis) => index + start * strides[axis], 0), strides };
}

/**
 * Copies a block of `shape`, element by element; returns the array that it is copied to.
 * @type {(to: Place, from: Place, shape: Shape) => TypedArray}
 */
function copyBlock(to, from, shape) {
  /** @type {(axis: number, target: number, source: number) => void} */
  const copy = (axis, target, source) => {
    if (axis === shape.length) to.array[target] = from.array[source];
    else
      for (let i = 0; i < shape[axis]; i++)
        copy(axis + 1, target + i * to.strides[axis], source + i * from.strides[axis]);
  };
  copy(0, to.start, from.start);
  return to.array;
}

/** @type {(x: X, axes: readonly number[]) => TypedArray} */
function permute(x, axes) {
  const shape = axes.map((axis) => x.shape[axis]);
  const from = place(x.storage, x.shape);
  const strides = axes.map((axis) => from.strides[axis]);
  return copyBlock(place(allocate(x.dtype, sizeOf(shape)), shape), { ...from, strides }, shape);
}

/** @type {(x: X, starts: readonly number[], shape: Shape) => TypedArray} */
function slice(x, starts, shape) {
  return copyBlock(place(allocate(x.dtype, sizeOf(shape)), shape), place(x.storage, x.shape, starts), shape);
}

/** @type {(x: X, starts: readonly number[], shape: Shape, value: number) => TypedArray} */
function pad(x, starts, shape, value) {
  const out = allocate(x.dtype, sizeOf(shape)).fill(value);
  return copyBlock(place(out, shape, starts), place(x.storage, x.shape), x.shape);
}

/** @type {(xs: readonly X[]) => TypedArray} */
function concat(xs) {
  const rows = xs[0].shape[0];
  const length = xs.reduce((sum, { storage }) => sum + storage.length, 0);
  const out = allocate(xs[0].dtype, length);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    for (const { storage } of xs) {
      const width = storage.length / rows;
      out.set(storage.subarray(row * width, (row + 1) * width), at);
      at += width;
    }
  }
  return out;
}

/** @type {(x: X, indices: X) => TypedArray} */
function gather({ storage, shape: [rows, width], dtype }, { storage: indices }) {
  const out = allocate(dtype, indices.length * width);
  indices.forEach((row, i) => {
    const inside = row >= 0 && row < rows;
    if (inside) out.set(storage.subarray(row * width, (row + 1) * width), i * width);
    // In an array of integers NaN becomes 0.
    else out.fill(Number.NaN, i * width, (i + 1) * width);
  });
  return out;
}

/** @type {(x: X, indices: X, rows: number) => TypedArray} */
function scatterAdd({ storage, shape: [, width], dtype }, { storage: indices }, rows) {
  const out = allocate(dtype, rows * width);
  const sources = Array.from({ length: rows }, () => /** @type {number[]} */ ([]));
  indices.forEach((row, source) => void sources[row]?.push(source));
  for (let at = 0; at < out.length; at++) {
    const own = sources[Math.floor(at / width)];
    const terms = Float64Array.from(own, (source) => storage[source * width + (at % width)]);
    out[at] = pairwiseSum(terms, 0, 1, terms.length);
  }
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

  permute,
  matmul,
  slice,
  pad,
  concat,
  gather,
  scatterAdd,
  oneHot,
});
