import type { Shape } from '../backend.js';
import type { Blueprint, Context, LinearMap } from '../modules/module.js';
import { conv2d } from '../ops/fused/convolution.js';
import { type Pair, pairOf, resolveWindow } from '../ops/fused/windows.js';
import type { Tensor } from '../tensors/tensor.js';
import { Convolution, type ConvolutionOptions, imageDimensions } from './convolution.js';

/** Options of `Conv2d`. Sizes are one number for both directions, or a pair [y, x]. */
export type Conv2dOptions = ConvolutionOptions<Pair>;

/**
 * Convolves images [n, height, width, channels] with `filters` filters of `kernelSize`: [n, outHeight, outWidth,
 * filters] (PyTorch's Conv2d with Keras' layout and `same` padding).
 *
 * - `y[i, j] = Σ x[stride · i + dilation · r − padding, stride · j + dilation · c − padding] · weight[r, c] + bias`,
 *   over r, c and channels
 * - `outHeight = ⌊(height + 2 · padding − dilation · (rows − 1) − 1) / stride⌋ + 1`, or `⌈height / stride⌉` with `same`
 *   padding
 *
 * Parameters are `weight` [rows, columns, channels / groups, filters] and `bias` [filters]. A ReLU that follows runs in
 * the same kernel.
 *
 * Throws NablaError `argument` for an option outside its range, and `shape` in `build` if no window fits or `groups`
 * does not divide channels and filters.
 *
 * @example
 * ```ts
 * const model = new Sequential(backend, {
 *   inputShape: [28, 28, 1],
 *   layers: [new Conv2d(16, 3, { padding: 'same' }), new ReLU(), new MaxPool2d(2), new Flatten(), new Dense(10)],
 * });
 * ```
 */
export class Conv2d extends Convolution<Pair> {
  constructor(filters: number, kernelSize: Pair, options: Conv2dOptions = {}) {
    super('Conv2d', filters, kernelSize, options);
  }

  build(...inputShapes: readonly Shape[]): Blueprint {
    const [height, width, channels] = imageDimensions('Conv2d', inputShapes);
    const size = pairOf('Conv2d kernelSize', this.kernelSize, 1);
    const channelsPerGroup = channels / this.groupsOf(channels);
    const { out } = resolveWindow('Conv2d', [height, width], size, this);
    const weightShape = [...size, channelsPerGroup, this.filters];
    return this.blueprint([...out, this.filters], weightShape, channelsPerGroup === channels);
  }

  call(context: Context, x: Tensor): Tensor {
    const { stride, padding, dilation } = this;
    const window = { stride, padding, dilation, groups: this.groupsOf(x.shape[3] as number) };
    const map: LinearMap = (image, w, b, activation) => conv2d(image, w, b, { ...window, activation });
    return context.linear(map, x, 'weight', this.biasOf(context));
  }

  /** Whether a ReLU that follows runs in the same kernel. */
  get fuses(): boolean {
    return true;
  }
}
