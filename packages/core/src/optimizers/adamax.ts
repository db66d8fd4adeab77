import type { Parameter } from '../modules/parameter.js';
import { abs } from '../ops/composed.js';
import { adoptUnless } from '../ops/fused/gate.js';
import { add, divide, maximum, multiply, subtract } from '../ops/ops.js';
import type { Tensor } from '../tensors/tensor.js';
import { checkFraction, checkPositive } from '../validation/arguments.js';
import { Optimizer, type OptimizerOptions, type ParameterStep } from './optimizer.js';
import { RunningProduct } from './running-product.js';
import { average, penalized } from './update-rules.js';

/** Options of `Adamax`. */
export interface AdamaxOptions extends OptimizerOptions {
  /** Decay of the first moment, in [0, 1). Default: 0.9. */
  readonly beta1?: number;
  /** Decay of the largest gradient, in [0, 1). Default: 0.999. */
  readonly beta2?: number;
  /** Added to the gradient's size, > 0. Default: 1e-8. */
  readonly epsilon?: number;
}

/**
 * Adamax (Kingma and Ba 2015, section 7.1), as `torch.optim.Adamax`:
 *
 * - `m ← β₁ m + (1 − β₁) g`
 * - `u ← max(β₂ u, |g| + ε)`
 * - `w ← w − η / (1 − β₁ᵗ) · m / u`
 *
 * β₁ is `beta1`, β₂ `beta2`, ε `epsilon`. The default learning rate η is 0.002.
 *
 * @example
 * ```ts
 * const optimizer = new Adamax({ learningRate: 0.002 });
 * await fit(model, trainSet, { loss, optimizer, epochs: 10 });
 * ```
 */
export class Adamax extends Optimizer {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  protected override readonly slotNames: readonly string[] = ['m', 'u'];
  /** `β₁ᵗ`. */
  readonly #power: RunningProduct = new RunningProduct(() => this.beta1);

  constructor(options: AdamaxOptions = {}) {
    super('Adamax', options, 0.002, 0, ['beta1', 'beta2', 'epsilon']);
    this.beta1 = checkFraction('Adamax beta1', options.beta1 ?? 0.9);
    this.beta2 = checkFraction('Adamax beta2', options.beta2 ?? 0.999);
    this.epsilon = checkPositive('Adamax epsilon', options.epsilon ?? 1e-8);
  }

  protected update(parameter: Parameter, gradient: Tensor, step: ParameterStep): void {
    const { learningRate, weightDecay, count, gate } = step;
    const w = parameter.value;
    const [m, u] = [this.slot(parameter, 'm'), this.slot(parameter, 'u')];
    const rate = learningRate / (1 - this.#power.at(count));
    const g = penalized(w, gradient, weightDecay);
    adoptUnless(gate, m, average(m, g, this.beta1));
    adoptUnless(gate, u, maximum(multiply(u, this.beta2), add(abs(g), this.epsilon)));
    adoptUnless(gate, w, subtract(w, divide(multiply(m, rate), u)));
  }
}
