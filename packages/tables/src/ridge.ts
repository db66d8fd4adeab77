/** Linear models of numbers: where networks without a hidden layer begin. */
import type { EncodedTable } from './member-rows.js';

/** The number that a row stands for is the sum of its inputs times their weights [inputs], and the bias. */
export interface LinearModel {
  readonly weights: Float64Array;
  readonly bias: number;
}

/** What `ridgeModels` learns a model from, and what it tests it on. */
interface Rows {
  readonly seen: Int32Array;
  readonly held: Int32Array;
}

const PENALTIES = [0.001, 0.01, 0.1, 1, 10, 100];
/** How many products of two inputs are summed up at most: a second's work. */
const MOST_PRODUCTS = 5e8;

/**
 * Returns a linear model for each member, by ridge regression (Hoerl and Kennard 1970): the one with the least sum of
 * squared errors of its rows plus a penalty times its squared weights. All have the same penalty, the one that predicts
 * the held-out rows best. Returns undefined for a table of so many rows and inputs that this would take long.
 */
export function ridgeModels(table: EncodedTable, members: readonly Rows[]): LinearModel[] | undefined {
  const inputs = table.x.shape[1] as number;
  const rows = members.reduce((sum, { seen }) => sum + seen.length, 0);
  if (rows * inputs * inputs > MOST_PRODUCTS) return undefined;
  const sums = members.map(({ seen }) => sumsOf(table, seen));
  const tried = PENALTIES.map((penalty) => {
    const models = sums.map((own) => solve(own, penalty));
    const errors = members.map(({ held }, member) => squaredErrors(table, held, models[member] as LinearModel));
    return { models, error: errors.reduce((sum, error) => sum + error, 0) };
  });
  return tried.reduce((best, one) => (one.error < best.error ? one : best)).models;
}

/** The means of rows, and the sums of products of what differs from these means. */
interface Sums {
  readonly means: Float64Array;
  readonly meanTarget: number;
  /** Of two inputs [inputs, inputs]; only the lower half is filled. */
  readonly products: Float64Array;
  /** Of an input and the target [inputs]. */
  readonly withTarget: Float64Array;
}

function sumsOf({ x, y }: EncodedTable, rows: Int32Array): Sums {
  const inputs = x.shape[1] as number;
  const means = new Float64Array(inputs);
  let meanTarget = 0;
  for (const row of rows) {
    for (let input = 0; input < inputs; input++) add(means, input, at(x.data, row * inputs + input) / rows.length);
    meanTarget += at(y.data, row) / rows.length;
  }
  const products = new Float64Array(inputs * inputs);
  const withTarget = new Float64Array(inputs);
  const own = new Float64Array(inputs);
  for (const row of rows) {
    for (let input = 0; input < inputs; input++) own[input] = at(x.data, row * inputs + input) - at(means, input);
    const target = at(y.data, row) - meanTarget;
    for (let input = 0; input < inputs; input++) {
      const value = at(own, input);
      add(withTarget, input, value * target);
      for (let other = 0; other <= input; other++) add(products, input * inputs + other, value * at(own, other));
    }
  }
  return { means, meanTarget, products, withTarget };
}

/** Solves the normal equations by Cholesky's method. */
function solve({ means, meanTarget, products, withTarget }: Sums, penalty: number): LinearModel {
  const size = means.length;
  const lower = Float64Array.from(products);
  const weights = Float64Array.from(withTarget);
  for (let row = 0; row < size; row++) {
    add(lower, row * size + row, penalty);
    for (let column = 0; column <= row; column++) {
      const rest = at(lower, row * size + column) - dot(lower, row * size, lower, column * size, column);
      lower[row * size + column] = row === column ? Math.sqrt(rest) : rest / at(lower, column * size + column);
    }
    weights[row] = (at(weights, row) - dot(lower, row * size, weights, 0, row)) / at(lower, row * size + row);
  }
  for (let row = size - 1; row >= 0; row--) {
    weights[row] = at(weights, row) / at(lower, row * size + row);
    for (let column = 0; column < row; column++)
      add(weights, column, -at(lower, row * size + column) * at(weights, row));
  }
  return { weights, bias: meanTarget - dot(weights, 0, means, 0, size) };
}

function squaredErrors({ x, y }: EncodedTable, rows: Int32Array, { weights, bias }: LinearModel): number {
  const inputs = weights.length;
  return rows.reduce((sum, row) => {
    const error = dot(weights, 0, x.data, row * inputs, inputs) + bias - at(y.data, row);
    return sum + error * error;
  }, 0);
}

/** The sum of `count` products of `a` from `atA` on and `b` from `atB` on. */
function dot(a: ArrayLike<number>, atA: number, b: ArrayLike<number>, atB: number, count: number): number {
  let sum = 0;
  for (let index = 0; index < count; index++) sum += at(a, atA + index) * at(b, atB + index);
  return sum;
}

const at = (numbers: ArrayLike<number>, index: number): number => numbers[index] as number;

function add(numbers: Float64Array, index: number, value: number): void {
  numbers[index] = at(numbers, index) + value;
}
