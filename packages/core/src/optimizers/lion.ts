import type { Parameter } from '../modules/parameter.js';
import { sign } from '../ops/composed.js';
import { adoptUnless } from '../ops/fused/gate.js';
import { multiply, subtract } from '../ops/ops.js';
import type { Tensor } from '../tensors/tensor.js';
import { checkFraction } from '../validation/arguments.js';
import { Optimizer, type OptimizerOptions, type ParameterStep } from './optimizer.js';
import { average, decayed } from './update-rules.js';

/** Options of `Lion`. */
export interface LionOptions extends OptimizerOptions {
  /** How much the momentum counts in the direction of a step, in [0, 1). Default: 0.9. */
  readonly beta1?: number;
  /** Decay of the momentum, in [0, 1). Default: 0.99. */
  readonly beta2?: number;
}

/**
 * Lion (Chen et al. 2023, algorithm 2, as `keras.optimizers.Lion`):
 *
 * - `w ← w − η sign(β₁ m + (1 − β₁) g)`
 * - `m ← β₂ m + (1 − β₂) g`
 *
 * β₁ is `beta1`, β₂ `beta2`. The weight decay is AdamW's.
 *
 * Every weight moves by the learning rate η, so use a third to a tenth of AdamW's, and three to ten times its weight
 * decay. By default η is 0.0001, as in the authors' code.
 *
 * @example
 * ```ts
 * const optimizer = new Lion({ learningRate: 0.0003, weightDecay: 0.1 });
 * await fit(model, trainSet, { loss, optimizer, epochs: 10 });
 * ```
 */
export class Lion extends Optimizer {
  readonly beta1: number;
  readonly beta2: number;
  protected override readonly slotNames: readonly string[] = ['m'];

  constructor(options: LionOptions = {}) {
    super('Lion', options, 0.0001, 0, ['beta1', 'beta2']);
    this.beta1 = checkFraction('Lion beta1', options.beta1 ?? 0.9);
    this.beta2 = checkFraction('Lion beta2', options.beta2 ?? 0.99);
  }

  protected update(parameter: Parameter, g: Tensor, { learningRate, weightDecay, gate }: ParameterStep): void {
    const m = this.slot(parameter, 'm');
    const w = decayed(parameter.value, learningRate, weightDecay);
    const direction = sign(average(m, g, this.beta1));
    adoptUnless(gate, parameter.value, subtract(w, multiply(direction, learningRate)));
    adoptUnless(gate, m, average(m, g, this.beta2));
  }
}
