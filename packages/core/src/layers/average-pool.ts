import { averagePool2d } from '../ops/fused/pooling.js';
import type { Pair } from '../ops/fused/windows.js';
import { Pooling, type PoolingOptions } from './pooling.js';

/**
 * Averages each window of images [n, height, width, channels]: [n, outHeight, outWidth, channels]. outHeight is
 * `⌊(height + 2 · padding − size) / stride⌋ + 1`, or `⌈height / stride⌉` with `same` padding. `size` and `stride` are
 * numbers or pairs [y, x]. `stride` defaults to `size`. Padding does not count, as in Keras (PyTorch:
 * `count_include_pad=False`).
 *
 * Throws NablaError `argument` for an option outside its range, and `shape` in `build` if no window fits.
 *
 * @example
 * ```ts
 * const layers = [new Conv2d(16, 3), new ReLU(), new AveragePool2d(2), new Flatten(), new Dense(10)];
 * ```
 */
export class AveragePool2d extends Pooling<Pair> {
  constructor(size: Pair, options: PoolingOptions<Pair> = {}) {
    super('AveragePool2d', 2, averagePool2d, size, options);
  }
}

/**
 * Averages each window of sequences [n, length, channels]: [n, outLength, channels]. Options and errors are those of
 * `AveragePool2d`, with numbers instead of pairs.
 *
 * @example
 * ```ts
 * const layers = [new Conv1d(8, 5), new ReLU(), new AveragePool1d(2), new Flatten(), new Dense(3)];
 * ```
 */
export class AveragePool1d extends Pooling<number> {
  constructor(size: number, options: PoolingOptions<number> = {}) {
    super('AveragePool1d', 1, averagePool2d, size, options);
  }
}
