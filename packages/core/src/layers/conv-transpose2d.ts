import type { Shape } from '../backend.js';
import type { TypedConfig } from '../config/json.js';
import type { Blueprint, Context } from '../modules/module.js';
import { convTranspose2d, resolveTransposed } from '../ops/fused/convolution.js';
import { type Pair, pairOf } from '../ops/fused/windows.js';
import type { Tensor } from '../tensors/tensor.js';
import { NablaError } from '../validation/errors.js';
import { Convolution, type ConvolutionOptions, imageDimensions } from './convolution.js';

/** Options of `ConvTranspose2d`. */
export interface ConvTranspose2dOptions extends ConvolutionOptions<Pair> {
  /**
   * How many rows and columns to add at the end of the output: fewer than the stride. Not for `same` padding.
   * Default: 0.
   */
  readonly outputPadding?: Pair;
}

/**
 * Makes images larger: the transpose of a `Conv2d`. [n, height, width, channels] becomes [n, outHeight, outWidth,
 * filters]. Formulas are those of PyTorch's ConvTranspose2d and Keras' Conv2DTranspose:
 *
 * - With `same` padding, `outHeight = height · stride`
 * - Else `outHeight = (height − 1) · stride − 2 · padding + dilation · (rows − 1) + 1 + outputPadding`
 *
 * Parameters are `weight` [rows, columns, filters / groups, channels] and `bias` [filters]. The initializer counts the
 * filters as inputs, as both libraries do.
 *
 * Throws NablaError `argument` for an option outside its range, and `shape` in `build` if no window fits or `groups`
 * does not divide channels and filters.
 *
 * @example
 * ```ts
 * const layers = [new ConvTranspose2d(8, 2, { stride: 2 }), new ReLU(), new Conv2d(1, 3, { padding: 'same' })];
 * const model = new Sequential(backend, { inputShape: [14, 14, 16], layers }); // [n, 28, 28, 1]
 * ```
 */
export class ConvTranspose2d extends Convolution<Pair> {
  readonly outputPadding: Pair;

  constructor(filters: number, kernelSize: Pair, options: ConvTranspose2dOptions = {}) {
    super('ConvTranspose2d', filters, kernelSize, options, ['outputPadding']);
    this.outputPadding = options.outputPadding ?? 0;
    const extra = pairOf('ConvTranspose2d outputPadding', this.outputPadding, 0);
    if (this.padding === 'same' && extra.some((size) => size > 0)) {
      throw new NablaError('argument', "ConvTranspose2d: padding 'same' takes no outputPadding; pad by numbers.");
    }
  }

  override get config(): TypedConfig {
    return { ...super.config, outputPadding: this.outputPadding };
  }

  build(...inputShapes: readonly Shape[]): Blueprint {
    const [height, width, channels] = imageDimensions('ConvTranspose2d', inputShapes);
    const size = pairOf('ConvTranspose2d kernelSize', this.kernelSize, 1);
    const filtersPerGroup = this.filters / this.groupsOf(channels);
    const { stride, padding, dilation, outputPadding } = this;
    const options = { stride, padding, dilation, outputPadding };
    const { image } = resolveTransposed('ConvTranspose2d', [height, width], size, options);
    return this.blueprint([...image, this.filters], [...size, filtersPerGroup, channels]);
  }

  call(context: Context, x: Tensor): Tensor {
    const { stride, padding, dilation, outputPadding } = this;
    const groups = this.groupsOf(x.shape[3] as number);
    const weight = context.parameter('weight');
    return convTranspose2d(x, weight, this.biasOf(context), { stride, padding, dilation, groups, outputPadding });
  }
}
