import { maxPool2d } from '../ops/fused/pooling.js';
import type { Pair } from '../ops/fused/windows.js';
import { Pooling, type PoolingOptions } from './pooling.js';

/**
 * Keeps the largest element of each window of images [n, height, width, channels]: [n, outHeight, outWidth, channels].
 * outHeight is `⌊(height + 2 · padding − size) / stride⌋ + 1`, or `⌈height / stride⌉` with `same` padding. `size` and
 * `stride` are numbers or pairs [y, x]. As in PyTorch and Keras, `stride` defaults to `size`, and padding never counts.
 * The gradient goes to the first largest element of a window.
 *
 * Throws NablaError `argument` for an option outside its range, and `shape` in `build` if no window fits.
 *
 * @example
 * ```ts
 * const layers = [new Conv2d(16, 3), new ReLU(), new MaxPool2d(2), new Flatten(), new Dense(10)];
 * ```
 */
export class MaxPool2d extends Pooling<Pair> {
  constructor(size: Pair, options: PoolingOptions<Pair> = {}) {
    super('MaxPool2d', 2, maxPool2d, size, options);
  }
}

/**
 * Keeps the largest element of each window of sequences [n, length, channels]: [n, outLength, channels]. Options,
 * errors and gradients are those of `MaxPool2d`, with numbers instead of pairs.
 *
 * @example
 * ```ts
 * const layers = [new Conv1d(8, 5), new ReLU(), new MaxPool1d(2), new Flatten(), new Dense(3)];
 * ```
 */
export class MaxPool1d extends Pooling<number> {
  constructor(size: number, options: PoolingOptions<number> = {}) {
    super('MaxPool1d', 1, maxPool2d, size, options);
  }
}
