import type { Shape } from '../backend.js';
import type { TypedConfig } from '../config/json.js';
import { type Blueprint, type Context, type Module, onlyInput } from '../modules/module.js';
import { mean } from '../ops/composed.js';
import type { Tensor } from '../tensors/tensor.js';
import { formatShape, NablaError } from '../validation/errors.js';

/**
 * Averages each channel over all positions: images [n, height, width, channels] or sequences [n, length, channels]
 * become [n, channels], as in Keras' GlobalAveragePooling2D and GlobalAveragePooling1D.
 *
 * Throws a NablaError of code `shape` in `build` if the input has fewer than two dimensions, or one of size 0.
 *
 * @example
 * ```ts
 * const layers = [new Conv2d(16, 3), new ReLU(), new GlobalAveragePool(), new Dense(10)];
 * ```
 */
export class GlobalAveragePool implements Module {
  get config(): TypedConfig {
    return { type: 'GlobalAveragePool' };
  }

  build(...inputShapes: readonly Shape[]): Blueprint {
    const shape = onlyInput('GlobalAveragePool', inputShapes);
    if (shape.length > 1 && shape.every((size) => size > 0)) return { outputShape: shape.slice(-1) };
    throw new NablaError(
      'shape',
      'GlobalAveragePool: expected inputs of shape [..., channels] with at least two dimensions, all at least 1. ' +
        `Received ${formatShape(shape)}.`,
    );
  }

  call(_context: Context, x: Tensor): Tensor {
    const [n = 0] = x.shape;
    const channels = x.shape.at(-1) as number;
    const places = x.shape.slice(1, -1).reduce((product, size) => product * size, 1);
    return mean(x.reshape([n, places, channels]), { axis: 1 });
  }
}
