import type { Shape } from '../backend.js';
import type { TypedConfig } from '../config/json.js';
import { type Blueprint, type Context, type Module, onlyInput } from '../modules/module.js';
import { sizeOf } from '../tensors/shape.js';
import type { Tensor } from '../tensors/tensor.js';

/**
 * Flattens each example: [n, ...] becomes [n, features], row-major. A CSR input has that shape already and stays as it
 * is.
 *
 * @example
 * ```ts
 * const model = new Sequential(backend, { inputShape: [28, 28], layers: [new Flatten(), new Dense(10)] });
 * ```
 */
export class Flatten implements Module {
  readonly acceptsCsr = true;

  get config(): TypedConfig {
    return { type: 'Flatten' };
  }

  build(...inputShapes: readonly Shape[]): Blueprint {
    const inputShape = onlyInput('Flatten', inputShapes);
    return { outputShape: [sizeOf(inputShape)] };
  }

  call(_context: Context, x: Tensor): Tensor {
    const [rows = 0, ...rest] = x.shape;
    return x.layout === 'csr' ? x : x.reshape([rows, sizeOf(rest)]);
  }
}
