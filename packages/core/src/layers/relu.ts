import type { FusedActivation } from '../backend.js';
import type { TypedConfig } from '../config/json.js';
import { relu } from '../ops/composed.js';
import type { Tensor } from '../tensors/tensor.js';
import { Activation } from './activation.js';

/** max(x, 0). relu(NaN) is NaN; the derivative at 0 is 0. */
export class ReLU extends Activation {
  /** Only ReLU itself: a subclass may compute something else. */
  get fusesAs(): FusedActivation | undefined {
    return this.constructor === ReLU ? 'relu' : undefined;
  }

  get config(): TypedConfig {
    return { type: 'ReLU' };
  }

  protected apply(x: Tensor): Tensor {
    return relu(x);
  }
}
