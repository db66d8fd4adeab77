import {
  type Blueprint,
  type Context,
  divide,
  type Module,
  maximum,
  multiply,
  type Shape,
  sqrt,
  sum,
  type Tensor,
  type TypedConfig,
} from '@nablajs/core';

/** A vector with a smaller sum of squares is not divided by its own length. */
const LEAST = 1e-24;

/**
 * Divides each vector x [n, width] by its length, or by 1e-12 if that is larger. As PyTorch's `functional.normalize`.
 *
 * @example
 * ```ts
 * const layers = [new Embedding(1000, 64), new MeanOverTime(), new UnitLength()];
 * ```
 */
export class UnitLength implements Module {
  /** The module as JSON. */
  readonly config: TypedConfig = { type: 'UnitLength' };

  /** Returns the shape of the input. */
  build(...inputShapes: readonly Shape[]): Blueprint {
    return { outputShape: inputShapes[0] as Shape };
  }

  /** Returns the vectors, [n, width]. */
  call(_context: Context, x: Tensor): Tensor {
    return divide(x, sqrt(maximum(sum(multiply(x, x), { axis: -1, keepDimensions: true }), LEAST)));
  }
}
