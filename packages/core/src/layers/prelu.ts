import type { Shape } from '../backend.js';
import type { TypedConfig } from '../config/json.js';
import { type Blueprint, type Context, type Module, onlyInput } from '../modules/module.js';
import { prelu } from '../ops/activations.js';
import type { Tensor } from '../tensors/tensor.js';

/**
 * Leaky ReLU with a learned slope: `x` where `x > 0`, else `slope · x` (He et al. 2015). As in PyTorch, the parameter
 * `slope` [1] is one slope for all elements and starts as 0.25. Weight decay pulls it towards 0: to prevent that, put
 * it into a parameter group with `weightDecay: 0`.
 *
 * @example
 * ```ts
 * const layers = [new Dense(128), new PReLU(), new Dense(10)];
 * ```
 */
export class PReLU implements Module {
  get config(): TypedConfig {
    return { type: 'PReLU' };
  }

  build(...inputShapes: readonly Shape[]): Blueprint {
    const outputShape = onlyInput('PReLU', inputShapes);
    return { outputShape, parameters: { slope: { shape: [1], initializer: 0.25 } } };
  }

  call(context: Context, x: Tensor): Tensor {
    return prelu(x, context.parameter('slope'));
  }
}
