import type { Shape } from '../backend.js';
import type { TypedConfig } from '../config/json.js';
import { type Blueprint, type Context, type Module, onlyInput } from '../modules/module.js';
import type { Tensor } from '../tensors/tensor.js';

/**
 * Base class of layers that apply a function to each element or row: no parameters, and the output has the input's
 * shape.
 *
 * @example
 * ```ts
 * class Square extends Activation {
 *   readonly config = { type: 'Square' };
 *   protected apply(x: Tensor): Tensor {
 *     return square(x);
 *   }
 * }
 * ```
 */
export abstract class Activation implements Module {
  /** The layer as JSON; `config.type` finds its class when a model is loaded. */
  abstract readonly config: TypedConfig;

  build(...inputShapes: readonly Shape[]): Blueprint {
    const inputShape = onlyInput(this.config.type, inputShapes);
    return { outputShape: inputShape };
  }

  call(_context: Context, x: Tensor): Tensor {
    return this.apply(x);
  }

  /** Returns f(x), of x's shape. */
  protected abstract apply(x: Tensor): Tensor;
}
