import type { TypedConfig } from '../config/json.js';
import type { Parameter } from '../networks/parameter.js';
import { sign } from '../ops/composed.js';
import { adoptUnless } from '../ops/fused.js';
import { multiply, subtract } from '../ops/ops.js';
import { average, shrunk } from '../optimization/update-rules.js';
import { scope } from '../tensors/scope.js';
import type { Tensor } from '../tensors/tensor.js';
import { checkFraction } from '../validation/arguments.js';
import { Optimizer, type OptimizerOptions, type ParameterStep } from './optimizer.js';

export interface LionOptions extends OptimizerOptions {
  /** How much of the momentum the direction of a step takes, in [0, 1), default 0.9. */
  readonly beta1?: number;
  /** Decay of the momentum, in [0, 1), default 0.99. */
  readonly beta2?: number;
}

/**
 * Lion (Chen et al. 2023, algorithm 2, as `keras.optimizers.Lion`): w -= learningRate sign(beta1 m + (1 - beta1) g); then
 * m = beta2 m + (1 - beta2) g. Its weight decay is decoupled, as AdamW's. Every weight moves by the learning rate, so use
 * a third to a tenth of AdamW's, and as many times its weight decay: learning rate 0.0001 by default, as in the authors' code.
 */
export class Lion extends Optimizer {
  readonly beta1: number;
  readonly beta2: number;

  constructor(options: LionOptions = {}) {
    super('Lion', options, 0.0001, 0, ['beta1', 'beta2']);
    this.beta1 = checkFraction('Lion beta1', options.beta1 ?? 0.9);
    this.beta2 = checkFraction('Lion beta2', options.beta2 ?? 0.99);
  }

  get config(): TypedConfig {
    const { beta1, beta2 } = this;
    return this.describe({ beta1, beta2 });
  }

  protected override get slotNames(): readonly string[] {
    return ['m'];
  }

  protected update(parameter: Parameter, g: Tensor, { learningRate, weightDecay, gate }: ParameterStep): void {
    const m = this.slot(parameter, 'm');
    scope(() => {
      const w = shrunk(parameter.value, learningRate, weightDecay);
      const direction = sign(average(m, g, this.beta1));
      adoptUnless(gate, parameter.value, subtract(w, multiply(direction, learningRate)));
      adoptUnless(gate, m, average(m, g, this.beta2));
    });
  }
}
