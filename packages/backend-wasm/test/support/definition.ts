/**
 * The sums that `docs/what-fixes-the-bits.md` defines, by plain loops: what every bit of a product or a reduction is
 * held against. One number at a time, rounded to the dtype after each operation.
 */
import type { FloatDType } from '@nablajs/core';

export type Floats = Float32Array | Float64Array;

/** Steps of k in a block, blocks in a part. */
const BLOCK = 128;
const BLOCKS = 128;
/** Terms added in the dtype before they join a double; elements of a part of a long line. */
const STRETCH = 32;
const PART = 16384;
/** How many rows a part of a batch normalisation has. */
const ROWS = 512;

const same = (x: number): number => x;
const roundingOf = (dtype: FloatDType): ((x: number) => number) => (dtype === 'float32' ? Math.fround : same);

/** The sum of `n` terms from zero, `add` by `add`, in groups of `size`. */
function grouped(n: number, size: number, round: (x: number) => number, sumOf: (from: number, to: number) => number) {
  let total = 0;
  for (let from = 0; from < n; from += size) total = round(total + sumOf(from, Math.min(from + size, n)));
  return total;
}

/** The sum over k of a(k) times b(k): steps in blocks, blocks in parts, parts in order. */
export function dotProduct(k: number, dtype: FloatDType, a: (k: number) => number, b: (k: number) => number): number {
  const round = roundingOf(dtype);
  const block = (from: number, to: number): number => {
    let sum = 0;
    for (let i = from; i < to; i++) sum = round(sum + round(a(i) * b(i)));
    return sum;
  };
  const part = (from: number, to: number): number =>
    grouped(to - from, BLOCK, round, (start, end) => block(from + start, from + end));
  return grouped(k, BLOCK * BLOCKS, round, part);
}

/** The sum of elements that lie side by side. */
export function lineSum(x: Floats): number {
  const dtype = x instanceof Float32Array ? 'float32' : 'float64';
  if (x.length <= PART) return roundingOf(dtype)(partSum(x));
  return roundingOf(dtype)(grouped(x.length, PART, same, (from, to) => partSum(x.subarray(from, to))));
}

/** Lanes of stretches; then halves of the lanes are added to each other. */
function partSum(x: Floats): number {
  const [lanes, round] = x instanceof Float32Array ? [16, Math.fround] : [8, same];
  const sums = Array.from({ length: lanes }, (_, lane) => {
    const own = x.filter((_, i) => i % lanes === lane);
    return grouped(own.length, STRETCH, same, (from, to) => {
      let sum = 0;
      for (let i = from; i < to; i++) sum = round(sum + (own[i] as number));
      return sum;
    });
  });
  for (let half = lanes / 2; half >= 1; half /= 2) {
    for (let i = 0; i < half; i++) sums[i] = (sums[i] as number) + (sums[i + half] as number);
  }
  return sums[0] as number;
}

/** The sum of column `column` of rows of `width` elements. */
export function columnSum(x: Floats, width: number, column: number): number {
  const round = roundingOf(x instanceof Float32Array ? 'float32' : 'float64');
  const stretch = (from: number, to: number): number => {
    let sum = 0;
    for (let row = from; row < to; row++) sum = round(sum + (x[row * width + column] as number));
    return sum;
  };
  const part = (from: number, to: number): number =>
    grouped(to - from, STRETCH, same, (start, end) => stretch(from + start, from + end));
  return round(grouped(x.length / width, STRETCH * BLOCKS, same, part));
}

/** Returns the mean and the variance of a column in float64, before they are rounded to the dtype. */
export function columnStatistics(x: Floats, width: number, column: number): { mean: number; variance: number } {
  const rows = Array.from({ length: x.length / width }, (_, row) => x[row * width + column] as number);
  const parts = Array.from({ length: Math.ceil(rows.length / ROWS) }, (_, part) => {
    const own = rows.slice(part * ROWS, (part + 1) * ROWS);
    const sum = own.reduce((total, value) => total + value, 0);
    const middle = sum / own.length;
    const squares = own.reduce((total, value) => total + (value - middle) * (value - middle), 0);
    return { count: own.length, sum, middle, squares };
  });
  const mean = parts.reduce((total, { sum }) => total + sum, 0) / rows.length;
  const squares = parts.reduce(
    (total, part) => total + (part.squares + part.count * ((part.middle - mean) * (part.middle - mean))),
    0,
  );
  return { mean, variance: squares / rows.length };
}
