import type { Shape } from '../backend.js';
import type { TypedConfig } from '../config/json.js';
import type { Blueprint, Context, Module } from '../modules/module.js';
import { type Pair, pairOf } from '../ops/fused/windows.js';
import { broadcastTo } from '../ops/ops.js';
import type { Tensor } from '../tensors/tensor.js';
import { imageDimensions } from './convolution.js';

/**
 * Enlarges images [n, height, width, channels] by repeating each pixel `factor` times in both directions, or [y, x]
 * times: [n, height y, width x, channels] (nearest neighbour, the default of PyTorch's Upsample and Keras'
 * UpSampling2D).
 *
 * Throws a NablaError of code `argument` unless `factor` is one or two whole numbers >= 1.
 *
 * @example
 * ```ts
 * const layers = [new UpSample(2), new Conv2d(1, 3, { padding: 'same' })];
 * const model = new Sequential(backend, { inputShape: [14, 14, 8], layers }); // [n, 28, 28, 1]
 * ```
 */
export class UpSample implements Module {
  readonly factor: Pair;

  constructor(factor: Pair) {
    this.factor = factor;
    pairOf('UpSample factor', factor, 1);
  }

  get config(): TypedConfig {
    return { type: 'UpSample', factor: this.factor };
  }

  build(...inputShapes: readonly Shape[]): Blueprint {
    const [height, width, channels] = imageDimensions('UpSample', inputShapes);
    const [y, x] = pairOf('UpSample factor', this.factor, 1);
    return { outputShape: [height * y, width * x, channels] };
  }

  call(_context: Context, image: Tensor): Tensor {
    const [n, height, width, channels] = image.shape as readonly [number, number, number, number];
    const [y, x] = pairOf('UpSample factor', this.factor, 1);
    const repeated = broadcastTo(image.reshape([n, height, 1, width, 1, channels]), [n, height, y, width, x, channels]);
    return repeated.reshape([n, height * y, width * x, channels]);
  }
}
