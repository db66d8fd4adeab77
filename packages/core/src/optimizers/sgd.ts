import { checkBoolean, checkFraction, checkNotNegative } from '../arguments.js';
import { NablaError } from '../errors.js';
import { sgdStep } from '../fused.js';
import type { TypedConfig } from '../json.js';
import type { Parameter } from '../parameter.js';
import type { Tensor } from '../tensor.js';
import { Optimizer, type OptimizerOptions, type ParameterStep } from './optimizer.js';

export interface SGDOptions extends OptimizerOptions {
  /** In [0, 1), default 0. */
  readonly momentum?: number;
  /** Share of each gradient that momentum drops, >= 0, default 0. */
  readonly dampening?: number;
  /** Nesterov's momentum; needs momentum > 0 and no dampening. */
  readonly nesterov?: boolean;
}

/** Stochastic gradient descent by PyTorch's formula (`torch.optim.SGD`); learning rate 0.01 by default. */
export class SGD extends Optimizer {
  readonly momentum: number;
  readonly dampening: number;
  readonly nesterov: boolean;

  constructor(options: SGDOptions = {}) {
    super('SGD', options, 0.01, 0, ['momentum', 'dampening', 'nesterov']);
    this.momentum = checkFraction('SGD momentum', options.momentum ?? 0);
    this.dampening = checkNotNegative('SGD dampening', options.dampening ?? 0);
    this.nesterov = checkBoolean('SGD nesterov', options.nesterov ?? false);
    if (this.nesterov && (this.momentum === 0 || this.dampening !== 0)) {
      throw new NablaError('argument', 'SGD: nesterov needs momentum > 0 and dampening 0.');
    }
  }

  get config(): TypedConfig {
    const { momentum, dampening, nesterov } = this;
    return this.describe({ momentum, dampening, nesterov });
  }

  protected override get slotNames(): readonly string[] {
    return this.momentum === 0 ? [] : ['velocity'];
  }

  protected update(parameter: Parameter, gradient: Tensor, step: ParameterStep): void {
    const velocity = this.momentum === 0 ? undefined : this.slot(parameter, 'velocity');
    const { momentum, dampening, nesterov } = this;
    const { learningRate, weightDecay, count, gate } = step;
    const options = { learningRate, weightDecay, momentum, dampening, nesterov, first: count === 1 };
    sgdStep(parameter.value, gradient, velocity, options, gate);
  }
}
