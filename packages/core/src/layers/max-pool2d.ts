import type { Context } from '../modules/module.js';
import { maxPool2d, type PoolOptions } from '../ops/fused/pooling.js';
import type { Pair } from '../ops/fused/windows.js';
import type { Tensor } from '../tensors/tensor.js';
import { Pooling } from './pooling.js';

/**
 * Keeps the largest element of each window of images [n, height, width, channels]: [n, outHeight, outWidth, channels].
 * `size` and `stride` are numbers or pairs [y, x]. As in PyTorch and Keras, `stride` defaults to `size`, and padding
 * never counts. The gradient goes to the first largest element of a window.
 *
 * Throws a NablaError of code `argument` for an option outside its range, and in `build` one of code `shape` if no
 * window fits.
 *
 * @example
 * ```ts
 * const layers = [new Conv2d(16, 3), new ReLU(), new MaxPool2d(2), new Flatten(), new Dense(10)];
 * ```
 */
export class MaxPool2d extends Pooling {
  constructor(size: Pair, options: PoolOptions = {}) {
    super('MaxPool2d', size, options);
  }

  call(_context: Context, x: Tensor): Tensor {
    return maxPool2d(x, this.size, { stride: this.stride, padding: this.padding });
  }
}
