import { checkNotNegative } from '../arguments.js';
import { leaky, leakyRelu } from '../composed.js';
import type { TypedConfig } from '../json.js';
import { scope } from '../scope.js';
import type { Tensor } from '../tensor.js';
import { Activation } from './layer.js';

/** x where x > 0, else slope x (Maas et al. 2013). The derivative at 0 is `slope`. */
export class LeakyReLU extends Activation<Tensor> {
  readonly slope: number;
  readonly kinks: readonly number[] = [0];

  constructor(slope = 0.01) {
    super();
    this.slope = checkNotNegative('LeakyReLU slope', slope);
  }

  get config(): TypedConfig {
    return { type: 'LeakyReLU', slope: this.slope };
  }

  protected apply(x: Tensor): [y: Tensor, saved: Tensor] {
    return [leakyRelu(x, this.slope), x];
  }

  protected gradient(x: Tensor, dY: Tensor): Tensor {
    return scope(() => leaky(x, dY, this.slope));
  }
}
