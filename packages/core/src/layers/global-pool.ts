import { mean } from '../ops/composed.js';
import { max } from '../ops/ops.js';
import { sizeOf } from '../tensors/shape.js';
import type { Tensor } from '../tensors/tensor.js';
import { formatShape, NablaError } from '../validation/errors.js';
import { Lambda } from './lambda.js';

/** Reduces all positions of each channel to one number. */
abstract class GlobalPool extends Lambda {
  constructor(type: string, reduce: (x: Tensor, options: { readonly axis: 1 }) => Tensor) {
    super(
      { type },
      (x) => {
        const [n = 0, ...rest] = x.shape;
        const channels = rest.pop() as number;
        return reduce(x.reshape([n, sizeOf(rest), channels]), { axis: 1 });
      },
      (shape) => {
        if (shape.length > 1 && shape.every((size) => !(size < 1))) return shape.slice(-1);
        const expected = 'inputs of shape [..., channels] with at least two dimensions, all at least 1';
        throw new NablaError('shape', `${type}: expected ${expected}. Received ${formatShape(shape)}.`);
      },
    );
  }
}

/**
 * Averages each channel over all positions: images [n, height, width, channels] or sequences [n, length, channels]
 * become [n, channels], as in Keras' GlobalAveragePooling2D and GlobalAveragePooling1D.
 *
 * Throws NablaError `shape` in `build` if the input has fewer than two dimensions, or one of size 0.
 *
 * @example
 * ```ts
 * const layers = [new Conv2d(16, 3), new ReLU(), new GlobalAveragePool(), new Dense(10)];
 * ```
 */
export class GlobalAveragePool extends GlobalPool {
  constructor() {
    super('GlobalAveragePool', mean);
  }
}

/**
 * Keeps the largest element of each channel: images [n, height, width, channels] or sequences [n, length, channels]
 * become [n, channels], as in Keras' GlobalMaxPooling2D and GlobalMaxPooling1D. Equal largest elements share the
 * gradient, as in PyTorch's `amax`.
 *
 * Throws NablaError `shape` in `build` if the input has fewer than two dimensions, or one of size 0.
 *
 * @example
 * ```ts
 * const layers = [new Conv1d(16, 3), new ReLU(), new GlobalMaxPool(), new Dense(10)];
 * ```
 */
export class GlobalMaxPool extends GlobalPool {
  constructor() {
    super('GlobalMaxPool', max);
  }
}
