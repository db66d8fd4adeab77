import type { FusedActivation } from '../backend.js';
import { relu, reluGradient } from '../composed.js';
import type { TypedConfig } from '../json.js';
import { scope } from '../scope.js';
import type { Tensor } from '../tensor.js';
import { Activation } from './layer.js';

/** max(x, 0). relu(NaN) is NaN; the derivative at 0 is 0. */
export class ReLU extends Activation<Tensor> {
  readonly kinks: readonly number[] = [0];

  /** Only ReLU itself: a subclass may compute something else. */
  get fusesAs(): FusedActivation | undefined {
    return this.constructor === ReLU ? 'relu' : undefined;
  }

  get config(): TypedConfig {
    return { type: 'ReLU' };
  }

  protected apply(x: Tensor): [y: Tensor, saved: Tensor] {
    const y = relu(x);
    return [y, y];
  }

  protected gradient(y: Tensor, dY: Tensor): Tensor {
    return scope(() => reluGradient(dY, y));
  }
}
