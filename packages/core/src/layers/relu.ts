import type { FusedActivation } from '../backend.js';
import type { TypedConfig } from '../config/json.js';
import { relu } from '../ops/composed.js';
import type { Tensor } from '../tensors/tensor.js';
import { Activation } from './activation.js';

/**
 * Rectified linear unit: max(x, 0). relu(NaN) is NaN; the derivative at 0 is 0.
 *
 * @example
 * ```ts
 * const layers = [new Dense(128), new ReLU(), new Dense(10)];
 * ```
 */
export class ReLU extends Activation {
  get fusesAs(): FusedActivation {
    return 'relu';
  }

  get config(): TypedConfig {
    return { type: 'ReLU' };
  }

  protected apply(x: Tensor): Tensor {
    return relu(x);
  }
}
