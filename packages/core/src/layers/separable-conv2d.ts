import type { Shape } from '../backend.js';
import type { TypedConfig } from '../config/json.js';
import { type Blueprint, type Context, callModule, type Module } from '../modules/module.js';
import type { Pair } from '../ops/fused/windows.js';
import type { Tensor } from '../tensors/tensor.js';
import { checkOptions, checkPositiveInteger } from '../validation/arguments.js';
import { Conv2d, type Conv2dOptions } from './conv2d.js';
import { imageDimensions } from './convolution.js';

/** Options of `SeparableConv2d`. */
export interface SeparableConv2dOptions extends Omit<Conv2dOptions, 'groups'> {
  /** How many filters each channel has in the first convolution. Default: 1. */
  readonly depthMultiplier?: number;
}

const OPTIONS = ['stride', 'padding', 'dilation', 'depthMultiplier', 'bias', 'initializer'];

/**
 * Convolves each channel of images [n, height, width, channels] by itself, with `kernelSize`, then mixes the channels
 * of each pixel: [n, outHeight, outWidth, filters], as Keras' SeparableConv2D does. Parameters are `depthwise.weight`
 * [rows, columns, 1, channels · depthMultiplier], `pointwise.weight` [1, 1, channels · depthMultiplier, filters] and
 * `pointwise.bias` [filters]. Stride, padding and dilation belong to the first convolution, the bias to the second.
 *
 * Throws NablaError `argument` for an option outside its range, and `shape` in `build` if no window fits.
 *
 * @example
 * ```ts
 * const layers = [new SeparableConv2d(32, 3, { padding: 'same' }), new ReLU(), new MaxPool2d(2)];
 * const model = new Sequential(backend, { inputShape: [32, 32, 3], layers });
 * ```
 */
export class SeparableConv2d implements Module {
  readonly config: TypedConfig;
  readonly #pointwise: Conv2d;
  readonly #depthwise: (channels: number) => Conv2d;

  constructor(filters: number, kernelSize: Pair, options: SeparableConv2dOptions = {}) {
    checkOptions('SeparableConv2d', options, OPTIONS, "{ stride: 2, padding: 'same' }");
    const { depthMultiplier = 1, bias = true, initializer = 'heNormal', ...given } = options;
    checkPositiveInteger('SeparableConv2d depthMultiplier', depthMultiplier);
    const { stride = 1, padding = 'valid', dilation = 1 } = given;
    const window = { stride, padding, dilation };
    this.#pointwise = new Conv2d(filters, 1, { bias, initializer });
    this.#depthwise = (channels) =>
      new Conv2d(channels * depthMultiplier, kernelSize, { ...window, groups: 'depthwise', bias: false, initializer });
    this.#depthwise(1);
    this.config = { type: 'SeparableConv2d', filters, kernelSize, ...window, depthMultiplier, bias, initializer };
  }

  build(...inputShapes: readonly Shape[]): Blueprint {
    const [, , channels] = imageDimensions('SeparableConv2d', inputShapes);
    const depthwise = this.#depthwise(channels).build(...inputShapes);
    const pointwise = this.#pointwise.build(depthwise.outputShape as Shape);
    return { outputShape: pointwise.outputShape, children: { depthwise, pointwise } };
  }

  call(context: Context, x: Tensor): Tensor {
    const y = context.run('depthwise', this.#depthwise(x.shape[3] as number), x);
    return callModule(this.#pointwise, context.inner('pointwise', context.activation), [y]);
  }

  get fuses(): boolean {
    return true;
  }
}
