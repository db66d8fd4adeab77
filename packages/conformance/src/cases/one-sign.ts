/**
 * Long sums of terms of one sign. The rounding errors of a plain running sum drift to one side there: at 1,000,000
 * terms of 0.1 squared, float32 is 1.3 % off.
 */
import { allocate, type CsrArray, type DenseArray, dense, type FloatDType, type Shape, sizeOf } from '@nablajs/core';
import { generate, patternAt, typed } from '../harness/host.js';
import { bounded, type Gate, matmulTolerance, SUM_TOLERANCE } from '../tolerances/gates.js';

/** Positive operands. */
export interface OneSign {
  /** The end of a case's name. */
  readonly label: string;
  operand(dtype: FloatDType, shape: Shape, seed: number): DenseArray;
  /** The sum of k products of two elements, if it is known exactly. */
  product?(dtype: FloatDType, k: number): number;
  /** The sum of k elements. */
  sum?(dtype: FloatDType, k: number): number;
}

const tenth = (dtype: FloatDType): number => typed(dtype, [0.1])[0] as number;

/** Both dtypes round 0.1 to a whole number of these. */
const UNIT = 2 ** -56;

/** All terms are rounded the same way, so errors do not cancel. The expected sums are whole numbers, rounded once. */
export const TENTHS: OneSign = {
  label: 'of 0.1',
  operand: (dtype, shape) => dense(allocate(dtype, sizeOf(shape)).fill(0.1), shape),
  product: (dtype, k) => Number(BigInt(k) * BigInt(tenth(dtype) / UNIT) ** 2n) * UNIT ** 2,
  sum: (dtype, k) => Number(BigInt(k) * BigInt(tenth(dtype) / UNIT)) * UNIT,
};

/** From 0.1 to 0.7; neighbours differ. */
export const POSITIVE: OneSign = {
  label: 'positive',
  operand: (dtype, shape, seed) => generate(dtype, shape, (i) => (patternAt(seed, i) + 40) / 100),
};

/** Sums over everything but the last axis, of this length. */
export function columnSums({ data }: DenseArray, columns: number): Float64Array {
  const sums = new Float64Array(columns);
  for (let i = 0; i < data.length; i++) sums[i % columns] = (sums[i % columns] as number) + (data[i] as number);
  return sums;
}

/** Sums of k terms of one sign: the gate of a product with as many terms, or the gate of sums if it is narrower. */
export function oneSignSumGate(dtype: FloatDType, k: number, magnitudes: () => Float64Array): Gate {
  const tolerance = Math.min(SUM_TOLERANCE[dtype], matmulTolerance(dtype, k));
  return bounded(() => magnitudes().map((magnitude) => magnitude * tolerance));
}

/** Products [m, k] by [k, n]: tiles, rows, columns and dots; of a small m and n where k is large. */
export const ONE_SIGN_PRODUCTS: readonly (readonly [values: OneSign, m: number, k: number, n: number])[] = [
  [TENTHS, 1, 784, 1],
  [TENTHS, 1, 784, 19],
  [TENTHS, 17, 784, 1],
  [TENTHS, 17, 784, 19],
  [TENTHS, 5, 4096, 9],
  [TENTHS, 2, 60_000, 3],
  [TENTHS, 1, 1_000_000, 1],
  [POSITIVE, 17, 784, 19],
  [POSITIVE, 3, 4096, 5],
];

export function repeated(count: number, value: number | undefined): Float64Array | undefined {
  return value === undefined ? undefined : new Float64Array(count).fill(value);
}

/** Stores every element of a float matrix, so sums are as long as those of a dense product. */
export function allStored({ data, shape }: DenseArray): CsrArray {
  const [rows, columns] = shape as [number, number];
  return {
    layout: 'csr',
    shape: [rows, columns],
    rowOffsets: new Int32Array(rows + 1).map((_, row) => row * columns),
    columns: new Int32Array(data.length).map((_, i) => i % columns),
    values: data as CsrArray['values'],
  };
}
