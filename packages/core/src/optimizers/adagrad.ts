import { checkNotNegative, checkPositive } from '../arguments.js';
import { square } from '../composed.js';
import { adoptUnless } from '../fused.js';
import type { TypedConfig } from '../json.js';
import { add, divide, multiply, sqrt, subtract } from '../ops.js';
import type { Parameter } from '../parameter.js';
import { scope } from '../scope.js';
import type { Tensor } from '../tensor.js';
import { Optimizer, type OptimizerOptions, type ParameterStep } from './optimizer.js';

export interface AdagradOptions extends OptimizerOptions {
  /** The learning rate of step t is learningRate / (1 + (t - 1) learningRateDecay); >= 0, default 0. */
  readonly learningRateDecay?: number;
  /** > 0, default 1e-10. */
  readonly epsilon?: number;
}

/**
 * Adagrad (Duchi et al. 2011) by PyTorch's formula (`torch.optim.Adagrad`): s += g^2; w -= rate g / (sqrt(s) +
 * epsilon). Learning rate 0.01 by default.
 */
export class Adagrad extends Optimizer {
  readonly learningRateDecay: number;
  readonly epsilon: number;

  constructor(options: AdagradOptions = {}) {
    super('Adagrad', options, 0.01, 0, ['learningRateDecay', 'epsilon']);
    this.learningRateDecay = checkNotNegative('Adagrad learningRateDecay', options.learningRateDecay ?? 0);
    this.epsilon = checkPositive('Adagrad epsilon', options.epsilon ?? 1e-10);
  }

  get config(): TypedConfig {
    const { learningRateDecay, epsilon } = this;
    return this.describe({ learningRateDecay, epsilon });
  }

  protected override get slotNames(): readonly string[] {
    return ['squares'];
  }

  protected update(parameter: Parameter, gradient: Tensor, step: ParameterStep): void {
    const { learningRate, weightDecay, count, gate } = step;
    const w = parameter.value;
    const squares = this.slot(parameter, 'squares');
    const rate = learningRate / (1 + (count - 1) * this.learningRateDecay);
    scope(() => {
      const g = weightDecay === 0 ? gradient : add(gradient, multiply(w, weightDecay));
      adoptUnless(gate, squares, add(squares, square(g)));
      adoptUnless(gate, w, subtract(w, divide(multiply(g, rate), add(sqrt(squares), this.epsilon))));
    });
  }
}
