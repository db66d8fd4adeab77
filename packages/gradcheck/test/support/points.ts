import { type DenseArray, dense, Random, type Shape, sizeOf } from '@nablajs/core';

/** Standard normal numbers, float64. */
export function normals(shape: Shape, seed = 2): DenseArray {
  const random = new Random(seed);
  return dense(
    Float64Array.from({ length: sizeOf(shape) }, () => random.normal()),
    shape,
  );
}

/** Five rows over three classes. */
export const PROBABILITIES: DenseArray = dense(
  Float64Array.of(0.7, 0.2, 0.1, 0, 1, 0, 0.25, 0.25, 0.5, 0.1, 0.3, 0.6, 0.4, 0.4, 0.2),
  [5, 3],
);
