/** The common part of MaxPool2d and AveragePool2d. */
import type { Shape } from '../backend.js';
import type { TypedConfig } from '../config/json.js';
import type { Blueprint, Context, Module } from '../modules/module.js';
import type { PoolOptions } from '../ops/fused/pooling.js';
import { checkPadding, type Padding, type Pair, pairOf, resolveWindow } from '../ops/fused/windows.js';
import type { Tensor } from '../tensors/tensor.js';
import { checkOptions } from '../validation/arguments.js';
import { imageDimensions } from './convolution.js';

/** Base class of layers that reduce each window of an image to one pixel. */
export abstract class Pooling implements Module {
  readonly size: Pair;
  readonly stride: Pair;
  readonly padding: Padding;
  readonly #name: string;

  constructor(name: string, size: Pair, options: PoolOptions) {
    checkOptions(name, options, ['stride', 'padding'], '{ stride: 2 }');
    this.#name = name;
    this.size = size;
    this.stride = options.stride ?? size;
    this.padding = options.padding ?? 'valid';
    pairOf(`${name} size`, size, 1);
    pairOf(`${name} stride`, this.stride, 1);
    checkPadding(`${name} padding`, this.padding);
  }

  get config(): TypedConfig {
    const { size, stride, padding } = this;
    return { type: this.#name, size, stride, padding };
  }

  build(...inputShapes: readonly Shape[]): Blueprint {
    const [height, width, channels] = imageDimensions(this.#name, inputShapes);
    const { stride, padding } = this;
    const size = pairOf(`${this.#name} size`, this.size, 1);
    const { out } = resolveWindow(this.#name, [height, width], size, { stride, padding });
    return { outputShape: [...out, channels] };
  }

  /** Computes the output [n, outHeight, outWidth, channels] of images `x` [n, height, width, channels]. */
  abstract call(context: Context, x: Tensor): Tensor;
}
