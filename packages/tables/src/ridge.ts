/** Linear models of numbers: where networks without a hidden layer begin. */
import type { EncodedTable } from './member-rows.js';

/** The prediction is `x · weights + bias`, for inputs x and weights [inputs]. */
export interface LinearModel {
  readonly weights: Float64Array;
  readonly bias: number;
}

interface Rows {
  readonly seen: Int32Array;
  readonly held: Int32Array;
}

const PENALTIES = [0.001, 0.01, 0.1, 1, 10, 100];
/** How many products are added up at most: less than a second's work. */
const MOST_PRODUCTS = 3e8;

/**
 * One model for each member, by ridge regression (Hoerl and Kennard 1970). All have the same penalty, the one that
 * predicts the held-out rows best. Returns undefined for a large table.
 */
export function ridgeModels(table: EncodedTable, members: readonly Rows[]): LinearModel[] | undefined {
  const inputs = table.x.shape[1] as number;
  const products = members.reduce((sum, { seen: { length } }) => {
    const side = Math.min(inputs, length);
    return sum + (side * side * Math.max(inputs, length)) / 2 + (PENALTIES.length * side * side * side) / 6;
  }, 0);
  if (products > MOST_PRODUCTS) return undefined;
  const centred = members.map(({ seen }) => new Centred(table, seen));
  const tried = PENALTIES.map((penalty) => {
    const models = centred.map((own) => own.solve(penalty));
    const errors = members.map(({ held }, member) => squaredErrors(table, held, models[member] as LinearModel));
    return { models, error: errors.reduce((sum, error) => sum + error, 0) };
  });
  return tried.reduce((best, one) => (one.error < best.error ? one : best)).models;
}

/** Rows X and their targets y, minus their means. */
class Centred {
  readonly #means: Float64Array;
  readonly #meanTarget: number;
  /** The columns of X, or its rows if there are fewer. */
  readonly #sides: readonly Float64Array[];
  readonly #areRows: boolean;
  /** The lower half of `Xᵀ X` [inputs, inputs], or of `X Xᵀ` [rows, rows]. */
  readonly #products: Float64Array;
  /** `Xᵀ y`, or y. */
  readonly #right: Float64Array;

  constructor({ x, y }: EncodedTable, rows: Int32Array) {
    const inputs = x.shape[1] as number;
    const columns = Array.from({ length: inputs }, (_, input) =>
      Float64Array.from(rows, (row) => at(x.data, row * inputs + input)),
    );
    const targets = Float64Array.from(rows, (row) => at(y.data, row));
    this.#means = Float64Array.from(columns, centre);
    this.#meanTarget = centre(targets);
    this.#areRows = rows.length < inputs;
    this.#sides = this.#areRows
      ? Array.from(rows, (_, row) => Float64Array.from(columns, (column) => at(column, row)))
      : columns;
    const size = this.#sides.length;
    this.#products = new Float64Array(size * size);
    for (const [side, own] of this.#sides.entries()) {
      for (let other = 0; other <= side; other++) {
        this.#products[side * size + other] = dot(own, 0, this.#sides[other] as Float64Array, 0, own.length);
      }
    }
    this.#right = this.#areRows ? targets : Float64Array.from(columns, (own) => dot(own, 0, targets, 0, own.length));
  }

  /** The weights `(Xᵀ X + penalty · I)⁻¹ Xᵀ y`, which are `Xᵀ (X Xᵀ + penalty · I)⁻¹ y`. */
  solve(penalty: number): LinearModel {
    const solution = solved(this.#products, this.#right, penalty);
    const weights = this.#areRows ? new Float64Array(this.#means.length) : solution;
    if (this.#areRows) {
      for (const [row, own] of this.#sides.entries()) {
        for (let input = 0; input < own.length; input++) add(weights, input, at(solution, row) * at(own, input));
      }
    }
    return { weights, bias: this.#meanTarget - dot(weights, 0, this.#means, 0, weights.length) };
  }
}

/** Returns the mean. */
function centre(numbers: Float64Array): number {
  const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  for (let index = 0; index < numbers.length; index++) add(numbers, index, -mean);
  return mean;
}

/** Solves `(A + penalty · I) w = b` by Cholesky's method. Of A [n, n], only the lower half is read. */
function solved(a: Float64Array, b: Float64Array, penalty: number): Float64Array {
  const size = b.length;
  const lower = Float64Array.from(a);
  const w = Float64Array.from(b);
  for (let row = 0; row < size; row++) {
    add(lower, row * size + row, penalty);
    for (let column = 0; column <= row; column++) {
      const rest = at(lower, row * size + column) - dot(lower, row * size, lower, column * size, column);
      lower[row * size + column] = row === column ? Math.sqrt(rest) : rest / at(lower, column * size + column);
    }
    w[row] = (at(w, row) - dot(lower, row * size, w, 0, row)) / at(lower, row * size + row);
  }
  for (let row = size - 1; row >= 0; row--) {
    w[row] = at(w, row) / at(lower, row * size + row);
    for (let column = 0; column < row; column++) add(w, column, -at(lower, row * size + column) * at(w, row));
  }
  return w;
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
