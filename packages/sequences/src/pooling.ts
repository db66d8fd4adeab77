/** What is made of all elements of a sequence. */
import {
  type Blueprint,
  type Context,
  divide,
  type Module,
  max,
  maximum,
  type Shape,
  sum,
  type Tensor,
  type TypedConfig,
  where,
} from '@nablajs/core';
import { masked, sequenceShapes } from './masks.js';

/** Makes one element of a sequence and its mask. */
abstract class OverTime implements Module {
  abstract readonly config: TypedConfig;
  /** The mask may be int32. */
  readonly acceptsIntegers: readonly boolean[] = [false, true];

  /** Returns the output's shape, [width]. Throws NablaError `shape`. */
  build(...inputShapes: readonly Shape[]): Blueprint {
    const [shape] = sequenceShapes(this.config.type, inputShapes, 1) as [Shape];
    return { outputShape: shape.slice(1) };
  }

  /** Returns [n, width] for sequences [n, time, width] and their mask [n, time], if any. */
  call(_context: Context, ...inputs: readonly Tensor[]): Tensor {
    const [[x, mask]] = masked(this.config.type, inputs) as [readonly [Tensor, Tensor | undefined]];
    return this.pool(x, mask?.reshape([...mask.shape, 1]));
  }

  /** x is 0 at padding; the mask is 1 or 0 [n, time, 1]. */
  protected abstract pool(x: Tensor, mask: Tensor | undefined): Tensor;
}

/**
 * Returns the mean over the elements of a sequence: [n, time, width] becomes [n, width]. A mask behind it, [n, time],
 * is 0 at padding, which does not count; a sequence of only padding gives zeros. This is Keras'
 * `GlobalAveragePooling1D`.
 *
 * @example
 * ```ts
 * const layers = [new Embedding(1000, 64), new MeanOverTime(), new Dense(2)];
 * const model = new Sequential(backend, { inputShape: ['time'], layers });
 * ```
 */
export class MeanOverTime extends OverTime {
  /** The module as JSON. */
  readonly config: TypedConfig = { type: 'MeanOverTime' };

  protected pool(x: Tensor, mask: Tensor | undefined): Tensor {
    const count = mask === undefined ? (x.shape[1] as number) : maximum(sum(mask, { axis: 1 }), 1);
    return divide(sum(x, { axis: 1 }), count);
  }
}

/**
 * Returns the largest number of each channel over the elements of a sequence: [n, time, width] becomes [n, width]. A
 * mask behind it, [n, time], is 0 at padding, which does not count; a sequence of only padding gives zeros.
 *
 * @example
 * ```ts
 * const layers = [new Bidirectional(new GRU(32, { returnSequences: true })), new MaxOverTime(), new Dense(2)];
 * const model = new Sequential(backend, { inputShape: ['time', 3], layers });
 * ```
 */
export class MaxOverTime extends OverTime {
  /** The module as JSON. */
  readonly config: TypedConfig = { type: 'MaxOverTime' };

  protected pool(x: Tensor, mask: Tensor | undefined): Tensor {
    if (mask === undefined) return max(x, { axis: 1 });
    const largest = max(where(mask, x, Number.NEGATIVE_INFINITY), { axis: 1 });
    return where(max(mask, { axis: 1 }), largest, 0);
  }
}
