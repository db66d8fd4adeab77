import { checkBoolean, checkFraction, checkPositive } from '../arguments.js';
import { square } from '../composed.js';
import { adoptUnless } from '../fused.js';
import type { TypedConfig } from '../json.js';
import { add, divide, maximum, multiply, sqrt, subtract } from '../ops.js';
import type { Parameter } from '../parameter.js';
import { scope } from '../scope.js';
import type { Tensor } from '../tensor.js';
import { Optimizer, type OptimizerOptions, type ParameterStep } from './optimizer.js';

export interface RMSpropOptions extends OptimizerOptions {
  /** Decay of the mean square, in [0, 1), default 0.99. */
  readonly alpha?: number;
  /** > 0, default 1e-8. */
  readonly epsilon?: number;
  /** In [0, 1), default 0. */
  readonly momentum?: number;
  /** Subtract the running mean of the gradient from the mean square; default false. */
  readonly centered?: boolean;
}

/**
 * RMSprop (Hinton 2012) by PyTorch's formula (`torch.optim.RMSprop`): v = alpha v + (1 - alpha) g^2; step = g /
 * (sqrt(v) + epsilon), through a momentum buffer if asked; w -= learningRate step. Learning rate 0.01 by default.
 * Centered, v - mean^2 is kept from falling below 0, as rounding could make it.
 */
export class RMSprop extends Optimizer {
  readonly alpha: number;
  readonly epsilon: number;
  readonly momentum: number;
  readonly centered: boolean;

  constructor(options: RMSpropOptions = {}) {
    super('RMSprop', options, 0.01, 0, ['alpha', 'epsilon', 'momentum', 'centered']);
    this.alpha = checkFraction('RMSprop alpha', options.alpha ?? 0.99);
    this.epsilon = checkPositive('RMSprop epsilon', options.epsilon ?? 1e-8);
    this.momentum = checkFraction('RMSprop momentum', options.momentum ?? 0);
    this.centered = checkBoolean('RMSprop centered', options.centered ?? false);
  }

  get config(): TypedConfig {
    const { alpha, epsilon, momentum, centered } = this;
    return this.describe({ alpha, epsilon, momentum, centered });
  }

  protected override get slotNames(): readonly string[] {
    return ['meanSquare', ...(this.centered ? ['mean'] : []), ...(this.momentum > 0 ? ['velocity'] : [])];
  }

  protected update(parameter: Parameter, gradient: Tensor, { learningRate, weightDecay, gate }: ParameterStep): void {
    const w = parameter.value;
    scope(() => {
      const g = weightDecay === 0 ? gradient : add(gradient, multiply(w, weightDecay));
      /** running = alpha running + (1 - alpha) value. */
      const average = (running: Tensor, value: Tensor): Tensor => {
        adoptUnless(gate, running, add(multiply(running, this.alpha), multiply(value, 1 - this.alpha)));
        return running;
      };
      const meanSquare = average(this.slot(parameter, 'meanSquare'), square(g));
      // Rounding can push the difference below 0, where its root would be NaN.
      const variance = this.centered
        ? maximum(subtract(meanSquare, square(average(this.slot(parameter, 'mean'), g))), 0)
        : meanSquare;
      let step = divide(g, add(sqrt(variance), this.epsilon));
      if (this.momentum > 0) {
        const velocity = this.slot(parameter, 'velocity');
        adoptUnless(gate, velocity, add(multiply(velocity, this.momentum), step));
        step = velocity;
      }
      adoptUnless(gate, w, subtract(w, multiply(step, learningRate)));
    });
  }
}
