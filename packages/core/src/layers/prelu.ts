import type { Shape } from '../backend.js';
import type { TypedConfig } from '../config/json.js';
import { type Blueprint, type Context, type Module, onlyInput } from '../networks/module.js';
import { prelu } from '../ops/activations.js';
import type { Tensor } from '../tensors/tensor.js';

/**
 * Leaky ReLU with a learned slope: x where x > 0, else slope x (He et al. 2015). Parameter: `slope` [1], first 0.25, one
 * for all elements as PyTorch's default. Weight decay would pull it to 0, to a ReLU; a group with `weightDecay: 0`
 * excludes it.
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
