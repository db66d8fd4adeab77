import { averagePool2d } from '../ops/fused/pooling.js';
import { type Pair, pairOf } from '../ops/fused/windows.js';
import { matmul } from '../ops/products.js';
import { allocate } from '../tensors/dtype.js';
import { type Tensor, upload } from '../tensors/tensor.js';
import { imageDimensions } from './convolution.js';
import { Lambda } from './lambda.js';

/**
 * Averages images [n, height, width, channels] of any size to images [n, ...size, channels], as PyTorch's
 * AdaptiveAvgPool2d does: row i of the output is the mean of the rows from `⌊i · height / size⌋` to, exclusively,
 * `⌈(i + 1) · height / size⌉`, and columns likewise. `size` is a number for both, or a pair [y, x].
 *
 * Throws NablaError `argument` unless `size` is one or two whole numbers >= 1.
 *
 * @example
 * ```ts
 * const layers = [new Conv2d(16, 3), new ReLU(), new AdaptiveAveragePool2d(4), new Flatten(), new Dense(10)];
 * ```
 */
export class AdaptiveAveragePool2d extends Lambda {
  constructor(size: Pair) {
    const [rows, columns] = pairOf('AdaptiveAveragePool2d size', size, 1);
    super(
      { type: 'AdaptiveAveragePool2d', size },
      (x) => {
        const [n, height, width, channels] = x.shape as readonly [number, number, number, number];
        if (height % rows === 0 && width % columns === 0) return averagePool2d(x, [height / rows, width / columns]);
        // A window is rows times columns, so its mean is the mean over its rows of the means over its columns.
        const tall = matmul(averaging(x, rows, height), x.reshape([n, height, width * channels]));
        const images = tall.reshape([n * rows, width, channels]);
        return matmul(averaging(x, columns, width), images).reshape([n, rows, columns, channels]);
      },
      (shape) => [rows, columns, imageDimensions('AdaptiveAveragePool2d', [shape])[2]],
    );
  }
}

/** Returns the matrix [out, length] whose product with a column is the mean of each window. */
function averaging(x: Tensor, out: number, length: number): Tensor {
  const data = allocate(x.dtype, out * length);
  for (let i = 0; i < out; i++) {
    const [start, end] = [Math.floor((i * length) / out), Math.ceil(((i + 1) * length) / out)];
    data.fill(1 / (end - start), i * length + start, i * length + end);
  }
  return upload(x.backend, { layout: 'dense', shape: [out, length], data });
}
