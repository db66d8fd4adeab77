import type { Shape } from '../backend.js';
import type { TypedConfig } from '../config/json.js';
import { type Blueprint, type Context, type Module, onlyInput } from '../networks/module.js';
import { multiply } from '../ops/ops.js';
import type { LayerRandom } from '../random/random-streams.js';
import { allocate, type FloatDType } from '../tensors/dtype.js';
import { sizeOf } from '../tensors/shape.js';
import { type Tensor, upload } from '../tensors/tensor.js';
import { checkFraction } from '../validation/arguments.js';

/**
 * Drops random elements while training: sets each to 0 with probability `rate` in [0, 1) and scales the others by
 * 1 / (1 - rate) (Srivastava et al. 2014, inverted). Outside training it returns its input. The host draws the mask:
 * element i of a row is kept if word i of the row's stream is at least rate 2^32, so every backend drops the same ones.
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
    if (!context.training || this.rate === 0) return x;
    const mask = upload(x.backend, { layout: 'dense', shape: x.shape, data: this.#draw(x, context.random) });
    return multiply(x, mask);
  }

  #draw(x: Tensor, random: LayerRandom): Float32Array | Float64Array {
    const mask = allocate(x.dtype as FloatDType, sizeOf(x.shape));
    const [rows = 0] = x.shape;
    const width = mask.length / rows;
    const threshold = this.rate * 4294967296;
    // Chosen by index: a branch on random words is mispredicted and took a third of the time.
    const factors = [0, 1 / (1 - this.rate)];
    for (let row = 0, at = 0; row < rows; row++) {
      const words = random.row(row);
      for (let i = 0; i < width; i++) mask[at++] = factors[Number(words.uint32() >= threshold)] as number;
    }
    return mask;
  }
}
