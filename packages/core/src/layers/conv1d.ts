import type { Shape } from '../backend.js';
import type { Blueprint, Context, LinearMap } from '../modules/module.js';
import { conv2d } from '../ops/fused/convolution.js';
import { resolveWindow, type WindowOptions } from '../ops/fused/windows.js';
import type { Tensor } from '../tensors/tensor.js';
import { checkPositiveInteger } from '../validation/arguments.js';
import { unexpected } from '../validation/describe.js';
import { Convolution, type ConvolutionOptions, dimensionsOf } from './convolution.js';

/** Options of `Conv1d`. */
export type Conv1dOptions = ConvolutionOptions<number>;

/**
 * Convolves sequences [n, length, channels] with `filters` filters of `kernelSize` elements: [n, outLength, filters]
 * (PyTorch's Conv1d with Keras' layout and `same` padding).
 *
 * - `y[i] = Σ x[stride · i + dilation · k − padding] · weight[k] + bias`, over k and channels
 * - `outLength = ⌊(length + 2 · padding − dilation · (kernelSize − 1) − 1) / stride⌋ + 1`, or `⌈length / stride⌉` with
 *   `same` padding
 *
 * Parameters are `weight` [kernelSize, channels / groups, filters] and `bias` [filters].
 *
 * Throws NablaError `argument` for an option outside its range, and `shape` in `build` if no window fits or `groups`
 * does not divide channels and filters.
 *
 * @example
 * ```ts
 * const layers = [new Conv1d(8, 5, { stride: 2 }), new ReLU(), new GlobalAveragePool(), new Dense(3)];
 * const model = new Sequential(backend, { inputShape: [100, 2], layers }); // 100 readings of 2 sensors
 * ```
 */
export class Conv1d extends Convolution<number> {
  constructor(filters: number, kernelSize: number, options: Conv1dOptions = {}) {
    super('Conv1d', filters, kernelSize, options);
    for (const name of ['kernelSize', 'stride', 'dilation'] as const)
      checkPositiveInteger(`Conv1d ${name}`, this[name]);
    if (typeof this.padding === 'object')
      throw unexpected('Conv1d padding', "'valid', 'same' or a number", this.padding);
  }

  build(...inputShapes: readonly Shape[]): Blueprint {
    const [length, channels] = dimensionsOf('Conv1d', inputShapes, ['length', 'channels']);
    const channelsPerGroup = channels / this.groupsOf(channels);
    const { out } = resolveWindow('Conv1d', [1, length], [1, this.kernelSize], this.#window);
    const weightShape = [this.kernelSize, channelsPerGroup, this.filters];
    return this.blueprint([out[1], this.filters], weightShape, channelsPerGroup === channels);
  }

  /** Treats each sequence as an image with one row. */
  call(context: Context, x: Tensor): Tensor {
    const [n, length, channels] = x.shape as readonly [number, number, number];
    const window = { ...this.#window, groups: this.groupsOf(channels) };
    const map: LinearMap = (image, w, b, activation) =>
      conv2d(image, w.reshape([1, ...w.shape]), b, { ...window, activation });
    const y = context.linear(map, x.reshape([n, 1, length, channels]), 'weight', this.biasOf(context));
    return y.reshape([n, y.shape[2] as number, this.filters]);
  }

  /** Whether a ReLU that follows runs in the same kernel. */
  get fuses(): boolean {
    return true;
  }

  get #window(): WindowOptions {
    const { stride, padding, dilation } = this;
    return {
      stride: [1, stride],
      padding: typeof padding === 'string' ? padding : [0, padding],
      dilation: [1, dilation],
    };
  }
}
