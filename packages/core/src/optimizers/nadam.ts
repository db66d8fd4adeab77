import type { Parameter } from '../modules/parameter.js';
import { square } from '../ops/composed.js';
import { adoptUnless } from '../ops/fused/gate.js';
import { add, divide, multiply, sqrt, subtract } from '../ops/ops.js';
import type { Tensor } from '../tensors/tensor.js';
import { checkFraction, checkNotNegative, checkPositive } from '../validation/arguments.js';
import { Optimizer, type OptimizerOptions, type ParameterStep } from './optimizer.js';
import { RunningProduct } from './running-product.js';
import { average, penalized } from './update-rules.js';

/** Options of `NAdam`. */
export interface NAdamOptions extends OptimizerOptions {
  /** Decay of the first moment, in [0, 1). Default: 0.9. */
  readonly beta1?: number;
  /** Decay of the second moment, in [0, 1). Default: 0.999. */
  readonly beta2?: number;
  /** Added to the root of v, > 0. Default: 1e-8. */
  readonly epsilon?: number;
  /** How fast the momentum `μₜ` approaches `beta1`, >= 0. Keras uses 1. Default: 0.004. */
  readonly momentumDecay?: number;
}

/** `−log(0.96)`. */
const MINUS_LOG = 0.040821994520255166;

/** `eˣ` for x >= 0, by its series of positive terms. `math/pow.ts` would add more to a bundle than all of NAdam. */
function exponential(x: number): number {
  let sum = 1;
  for (let [n, term] = [1, x]; sum + term !== sum; term *= x / ++n) sum += term;
  return sum;
}

/**
 * NAdam (Dozat 2016), as `torch.optim.NAdam`, with the moments m and v of Adam:
 *
 * - `μₜ = β₁ (1 − 0.96^(t · momentumDecay) / 2)`
 * - `Pₜ = μ₁ μ₂ … μₜ`
 * - `Δ = (1 − μₜ) / (1 − Pₜ) · g + μₜ₊₁ / (1 − Pₜ₊₁) · m`
 * - `w ← w − η Δ / (√(v / (1 − β₂ᵗ)) + ε)`
 *
 * β₁ is `beta1`, β₂ `beta2`, ε `epsilon`. The default learning rate η is 0.002.
 *
 * @example
 * ```ts
 * const optimizer = new NAdam({ learningRate: 0.002 });
 * await fit(model, trainSet, { loss, optimizer, epochs: 10 });
 * ```
 */
export class NAdam extends Optimizer {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly momentumDecay: number;
  protected override readonly slotNames: readonly string[] = ['m', 'v'];
  /** `0.96^momentumDecay`. */
  readonly #decay: number;
  /** `0.96^(t · momentumDecay)`. */
  readonly #decays: RunningProduct = new RunningProduct(() => this.#decay);
  /** `Pₜ`. */
  readonly #momenta: RunningProduct = new RunningProduct((t) => this.#momentum(t));
  /** `β₂ᵗ`. */
  readonly #power: RunningProduct = new RunningProduct(() => this.beta2);

  constructor(options: NAdamOptions = {}) {
    super('NAdam', options, 0.002, 0, ['beta1', 'beta2', 'epsilon', 'momentumDecay']);
    this.beta1 = checkFraction('NAdam beta1', options.beta1 ?? 0.9);
    this.beta2 = checkFraction('NAdam beta2', options.beta2 ?? 0.999);
    this.epsilon = checkPositive('NAdam epsilon', options.epsilon ?? 1e-8);
    this.momentumDecay = checkNotNegative('NAdam momentumDecay', options.momentumDecay ?? 0.004);
    this.#decay = 1 / exponential(this.momentumDecay * MINUS_LOG);
  }

  /** `μₜ`. */
  #momentum(t: number): number {
    return this.beta1 * (1 - 0.5 * this.#decays.at(t));
  }

  protected update(parameter: Parameter, gradient: Tensor, step: ParameterStep): void {
    const { learningRate, weightDecay, count, gate } = step;
    const w = parameter.value;
    const [m, v] = [this.slot(parameter, 'm'), this.slot(parameter, 'v')];
    const [now, next] = [this.#momentum(count), this.#momentum(count + 1)];
    const product = this.#momenta.at(count);
    const shareOfGradient = (learningRate * (1 - now)) / (1 - product);
    const shareOfMoment = (learningRate * next) / (1 - product * next);
    const correction = 1 - this.#power.at(count);
    const g = penalized(w, gradient, weightDecay);
    adoptUnless(gate, m, average(m, g, this.beta1));
    adoptUnless(gate, v, average(v, square(g), this.beta2));
    const direction = add(multiply(g, shareOfGradient), multiply(m, shareOfMoment));
    adoptUnless(gate, w, subtract(w, divide(direction, add(sqrt(divide(v, correction)), this.epsilon))));
  }
}
