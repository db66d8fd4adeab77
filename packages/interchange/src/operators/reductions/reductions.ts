/** Operators that reduce axes. */
import {
  abs,
  add,
  concat,
  divide,
  equal,
  exp,
  fill,
  log,
  max,
  multiply,
  negate,
  type SliceRange,
  sizeOf,
  slice,
  sqrt,
  square,
  stopGradient,
  subtract,
  sum,
  type Tensor,
  where,
} from '@nablajs/core';
import * as math from '@nablajs/core/math';
import type { OperatorTable } from '../operator.js';
import { reducing } from './reduce.js';

const hostSum = (values: Float64Array): number => {
  let [total, rest] = [0, 0];
  for (const value of values) {
    const next = total + value;
    rest += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return Number.isFinite(total) ? total + rest : total;
};

const hostMax = (values: Float64Array): number =>
  values.reduce((most, value) => (Number.isNaN(value) || value > most ? value : most), Number.NEGATIVE_INFINITY);
const hostMin = (values: Float64Array): number => -hostMax(values.map((value) => -value));

/** `keepDimensions` for sums over several axes at once. */
const sums = (x: Tensor, axes: readonly number[]): Tensor =>
  axes.length === 0 ? multiply(x, 1) : sum(x, { axis: axes, keepDimensions: true });

/** Core has no largest of nothing; ONNX has -Infinity. */
function largest(x: Tensor, axes: readonly number[]): Tensor {
  if (x.size > 0) return axes.reduce((y, axis) => max(y, { axis, keepDimensions: true }), x);
  const shape = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  return fill(x.backend, shape, Number.NEGATIVE_INFINITY, x.dtype);
}

const smallest = (x: Tensor, axes: readonly number[]): Tensor => negate(largest(negate(x), axes));

/** Multiplies the first half by the second one, until one element is left. */
function product(x: Tensor, axes: readonly number[]): Tensor {
  return axes.reduce((given, axis) => {
    const part = (y: Tensor, from: number, to: number): Tensor =>
      slice(y, [...new Array<SliceRange>(axis).fill([]), [from, to]]);
    let y = given;
    for (let n = y.shape[axis] as number; n > 1; n = y.shape[axis] as number) {
      const half = Math.floor(n / 2);
      const pairs = multiply(part(y, 0, half), part(y, half, 2 * half));
      y = n % 2 === 0 ? pairs : concat([pairs, part(y, n - 1, n)], { axis });
    }
    return y.shape[axis] === 0 ? fill(y.backend, y.shape.with(axis, 1), 1, y.dtype) : y;
  }, x);
}

/** log sum exp(x - most) + most, where "most" is finite. */
function logSumExp(x: Tensor, axes: readonly number[]): Tensor {
  if (x.size === 0) return log(sums(x, axes));
  const most = stopGradient(largest(x, axes));
  // Of an infinity, this is NaN.
  const shift = where(equal(subtract(most, most), 0), most, 0);
  return add(log(sums(exp(subtract(x, shift)), axes)), shift);
}

const hostLogSumExp = (values: Float64Array): number => {
  const most = hostMax(values);
  const shift = Number.isFinite(most) ? most : 0;
  return math.log(hostSum(values.map((value) => math.exp(value - shift)))) + shift;
};

const countOf = (x: Tensor, axes: readonly number[]): number => sizeOf(axes.map((axis) => x.shape[axis] as number));
const hostSquares = (values: Float64Array): number => hostSum(values.map((value) => value * value));

export const REDUCTIONS: OperatorTable = {
  ReduceL1: reducing({ host: (values) => hostSum(values.map(Math.abs)), device: (x, axes) => sums(abs(x), axes) }),
  ReduceL2: reducing({
    host: (values) => Math.sqrt(hostSquares(values)),
    device: (x, axes) => sqrt(sums(square(x), axes)),
  }),
  ReduceLogSum: reducing({ host: (values) => math.log(hostSum(values)), device: (x, axes) => log(sums(x, axes)) }),
  ReduceLogSumExp: reducing({ host: hostLogSumExp, device: logSumExp }),
  ReduceMax: reducing({ host: hostMax, device: largest }),
  ReduceMean: reducing({
    host: (values) => hostSum(values) / values.length,
    device: (x, axes) => divide(sums(x, axes), countOf(x, axes)),
  }),
  ReduceMin: reducing({ host: hostMin, device: smallest }),
  ReduceProd: reducing({ host: (values) => values.reduce((all, value) => all * value, 1), device: product }),
  ReduceSum: reducing({ host: hostSum, device: sums }),
  ReduceSumSquare: reducing({ host: hostSquares, device: (x, axes) => sums(square(x), axes) }),
};
