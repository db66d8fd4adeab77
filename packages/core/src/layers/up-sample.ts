import { type Pair, pairOf } from '../ops/fused/windows.js';
import { broadcastTo } from '../ops/ops.js';
import type { Tensor } from '../tensors/tensor.js';
import { imageDimensions } from './convolution.js';
import { Lambda } from './lambda.js';

/**
 * Enlarges images [n, height, width, channels] by repeating each pixel `factor` times in both directions, or [y, x]
 * times: [n, height · y, width · x, channels] (nearest neighbour, the default of PyTorch's Upsample and Keras'
 * UpSampling2D).
 *
 * Throws NablaError `argument` unless `factor` is one or two whole numbers >= 1.
 *
 * @example
 * ```ts
 * const layers = [new UpSample(2), new Conv2d(1, 3, { padding: 'same' })];
 * const model = new Sequential(backend, { inputShape: [14, 14, 8], layers }); // [n, 28, 28, 1]
 * ```
 */
export class UpSample extends Lambda {
  constructor(factor: Pair) {
    const [y, x] = pairOf('UpSample factor', factor, 1);
    super(
      { type: 'UpSample', factor },
      (image) => repeated(image, y, x),
      (shape) => {
        const [height, width, channels] = imageDimensions('UpSample', [shape]);
        return [height * y, width * x, channels];
      },
    );
  }
}

function repeated(image: Tensor, y: number, x: number): Tensor {
  const [n, height, width, channels] = image.shape as readonly [number, number, number, number];
  const wide = broadcastTo(image.reshape([n, height, 1, width, 1, channels]), [n, height, y, width, x, channels]);
  return wide.reshape([n, height * y, width * x, channels]);
}
