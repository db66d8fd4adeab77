import type { Context } from '../modules/module.js';
import { averagePool2d, type PoolOptions } from '../ops/fused/pooling.js';
import type { Pair } from '../ops/fused/windows.js';
import type { Tensor } from '../tensors/tensor.js';
import { Pooling } from './pooling.js';

/**
 * Averages each window of images [n, height, width, channels]: [n, outHeight, outWidth, channels]. `size` and `stride`
 * are numbers or pairs [y, x]. `stride` defaults to `size`. Padding does not count, as in Keras (PyTorch:
 * `count_include_pad=False`).
 *
 * Throws a NablaError of code `argument` for an option outside its range, and in `build` one of code `shape` if no
 * window fits.
 *
 * @example
 * ```ts
 * const layers = [new Conv2d(16, 3), new ReLU(), new AveragePool2d(2), new Flatten(), new Dense(10)];
 * ```
 */
export class AveragePool2d extends Pooling {
  constructor(size: Pair, options: PoolOptions = {}) {
    super('AveragePool2d', size, options);
  }

  call(_context: Context, x: Tensor): Tensor {
    return averagePool2d(x, this.size, { stride: this.stride, padding: this.padding });
  }
}
