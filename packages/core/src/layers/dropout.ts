import type { FloatDType, Shape } from '../backend.js';
import type { TypedConfig } from '../config/json.js';
import { channelsOf } from '../modules/channels.js';
import { type Blueprint, type Context, type Module, onlyInput } from '../modules/module.js';
import { dropoutMask } from '../ops/fused/dropout-mask.js';
import { multiply } from '../ops/ops.js';
import type { Tensor } from '../tensors/tensor.js';
import { checkFraction } from '../validation/arguments.js';

/**
 * Drops random elements while training: sets each to 0 with probability `rate` in [0, 1) and scales the others by
 * `1 / (1 − rate)` (Srivastava et al. 2014, inverted). Outside training it returns its input. Element i of a row is
 * kept if word i of the row's stream is at least `rate · 2³²`, so every backend drops the same ones.
 *
 * @example
 * ```ts
 * const layers = [new Dense(128), new ReLU(), new Dropout(0.5), new Dense(10)];
 * ```
 */
export class Dropout implements Module {
  readonly rate: number;

  constructor(rate: number) {
    this.rate = checkFraction('Dropout rate', rate);
  }

  get config(): TypedConfig {
    return { type: 'Dropout', rate: this.rate };
  }

  build(...inputShapes: readonly Shape[]): Blueprint {
    const inputShape = onlyInput('Dropout', inputShapes);
    return { outputShape: inputShape };
  }

  call(context: Context, x: Tensor): Tensor {
    return dropped(context, x, this.rate, x.shape);
  }
}

/**
 * Drops whole channels of inputs [..., channels] while training (Tompson et al. 2015). In each example, it sets all
 * elements of a channel to 0 with probability `rate` in [0, 1), and scales the other channels by `1 / (1 − rate)`. Use
 * it for images: neighbouring pixels are alike, so dropping single ones, as `Dropout` does, removes little information.
 * Outside training it returns its input. Channel c of an example is kept if word c of its random stream is at least
 * `rate · 2³²`.
 *
 * @example
 * ```ts
 * const layers = [new Dropout2d(0.2), new Flatten(), new Dense(10)];
 * const model = new Sequential(backend, { inputShape: [7, 7, 64], layers });
 * ```
 */
export class Dropout2d implements Module {
  readonly rate: number;

  constructor(rate: number) {
    this.rate = checkFraction('Dropout2d rate', rate);
  }

  get config(): TypedConfig {
    return { type: 'Dropout2d', rate: this.rate };
  }

  build(...inputShapes: readonly Shape[]): Blueprint {
    return { outputShape: channelsOf('Dropout2d', inputShapes).inputShape };
  }

  call(context: Context, x: Tensor): Tensor {
    const last = x.shape.length - 1;
    const maskShape = x.shape.map((dimension, axis) => (axis === 0 || axis === last ? dimension : 1));
    return dropped(context, x, this.rate, maskShape);
  }
}

/** Returns x times a mask of `maskShape` [n, ...]. */
function dropped(context: Context, x: Tensor, rate: number, maskShape: Shape): Tensor {
  if (!context.training || rate === 0) return x;
  return multiply(x, dropoutMask(x.backend, maskShape, x.dtype as FloatDType, rate, context.random));
}
