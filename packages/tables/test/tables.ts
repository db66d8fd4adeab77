import { type DenseArray, dense, Random, sizeOf } from '@nablajs/core';
import type { EncodedTable } from '../src/index.js';

/** Normally distributed numbers, float64. */
export function drawn(seed: number, ...shape: number[]): DenseArray {
  const random = new Random(seed);
  return dense(
    Float64Array.from({ length: sizeOf(shape) }, () => random.normal()),
    shape,
  );
}

/** Three classes that a line does not separate: how far a point is from the origin. The last input says nothing. */
export function rings(rows = 150, seed = 1): EncodedTable {
  const random = new Random(seed);
  const x = Float32Array.from({ length: 3 * rows }, () => random.normal());
  const classOf = (row: number): number => {
    const distance = Math.hypot(x[3 * row] as number, x[3 * row + 1] as number);
    return distance < 0.8 ? 0 : distance < 1.5 ? 1 : 2;
  };
  return {
    x: dense(x, [rows, 3]),
    y: dense(
      Int32Array.from({ length: rows }, (_, row) => classOf(row)),
      [rows],
    ),
  };
}

/** Numbers 2 a - b with a little noise, of inputs a, b and one that says nothing. */
export function slopes(rows = 150, seed = 2): EncodedTable {
  const random = new Random(seed);
  const x = Float32Array.from({ length: 3 * rows }, () => random.normal());
  const y = Float32Array.from({ length: rows }, (_, row) => {
    return 0.9 * (x[3 * row] as number) - 0.45 * (x[3 * row + 1] as number) + 0.05 * random.normal();
  });
  return { x: dense(x, [rows, 3]), y: dense(y, [rows, 1]) };
}
