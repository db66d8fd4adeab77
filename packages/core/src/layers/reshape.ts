import type { Shape } from '../backend.js';
import { reshapedShape, sizeOf } from '../tensors/shape.js';
import { Lambda } from './lambda.js';

/**
 * Gives each example another shape: [n, ...] becomes [n, ...shape], row-major. One dimension of `shape` may be -1 and
 * takes what is left, as in Keras' Reshape. Throws NablaError `shape` in `build` if the elements do not fit.
 *
 * @example
 * ```ts
 * const layers = [new Dense(7 * 7 * 8), new Reshape([7, 7, 8]), new UpSample(2)]; // [n, 14, 14, 8]
 * ```
 */
export class Reshape extends Lambda {
  constructor(shape: Shape) {
    super(
      { type: 'Reshape', shape },
      (x) => x.reshape([x.shape[0] as number, ...reshapedShape(x.shape.slice(1), shape)]),
      // With an open dimension, what is left is open too.
      (from) =>
        Number.isNaN(sizeOf(from)) ? shape.map((size) => (size < 0 ? Number.NaN : size)) : reshapedShape(from, shape),
    );
  }
}
