import { checkNotNegative } from '../arguments.js';
import { elu, eluGradient } from '../composed.js';
import type { TypedConfig } from '../json.js';
import { scope } from '../scope.js';
import type { Tensor } from '../tensor.js';
import { Activation } from './layer.js';

interface Saved {
  readonly x: Tensor;
  readonly y: Tensor;
}

/** x where x > 0, else alpha (exp(x) - 1) (Clevert et al. 2016). The derivative below 0 is y + alpha. */
export class ELU extends Activation<Saved> {
  readonly alpha: number;
  readonly kinks: readonly number[] = [0];

  constructor(alpha = 1) {
    super();
    this.alpha = checkNotNegative('ELU alpha', alpha);
  }

  get config(): TypedConfig {
    return { type: 'ELU', alpha: this.alpha };
  }

  protected apply(x: Tensor): [y: Tensor, saved: Saved] {
    const y = elu(x, this.alpha);
    return [y, { x, y }];
  }

  protected gradient({ x, y }: Saved, dY: Tensor): Tensor {
    return scope(() => eluGradient(dY, x, y, this.alpha));
  }
}
