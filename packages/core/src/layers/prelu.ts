import type { Shape } from '../backend.js';
import type { TypedConfig } from '../config/json.js';
import { type Blueprint, type Context, type Module, onlyInput } from '../networks/module.js';
import { prelu } from '../ops/activations.js';
import type { Tensor } from '../tensors/tensor.js';

/**
 * Leaky ReLU with a learned slope: x where x > 0, else slope x (He et al. 2015). The parameter `slope` [1] is one slope
 * for all elements, first 0.25, as in PyTorch. Weight decay pulls it towards 0; exclude it by a parameter group with
 * `weightDecay: 0`.
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
