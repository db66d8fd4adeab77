import type { Parameter } from '../modules/parameter.js';
import { square } from '../ops/composed.js';
import { adoptUnless } from '../ops/fused/gate.js';
import { add, divide, multiply, sqrt, subtract } from '../ops/ops.js';
import type { Tensor } from '../tensors/tensor.js';
import { checkFraction, checkPositive } from '../validation/arguments.js';
import { Optimizer, type OptimizerOptions, type ParameterStep } from './optimizer.js';
import { average, penalized } from './update-rules.js';

/** Options of `Adadelta`. */
export interface AdadeltaOptions extends OptimizerOptions {
  /** Decay of the mean squares, in [0, 1). Default: 0.9. */
  readonly rho?: number;
  /** Added to the mean squares, > 0. Default: 1e-6. */
  readonly epsilon?: number;
}

/**
 * Adadelta (Zeiler 2012), as `torch.optim.Adadelta`:
 *
 * - `s ← ρ s + (1 − ρ) g²`
 * - `Δ = g √(d + ε) / √(s + ε)`
 * - `d ← ρ d + (1 − ρ) Δ²`
 * - `w ← w − η Δ`
 *
 * ρ is `rho`, ε `epsilon`. The default learning rate η is 1, as in the paper.
 *
 * @example
 * ```ts
 * const optimizer = new Adadelta({ rho: 0.95 });
 * await fit(model, trainSet, { loss, optimizer, epochs: 10 });
 * ```
 */
export class Adadelta extends Optimizer {
  readonly rho: number;
  readonly epsilon: number;
  protected override readonly slotNames: readonly string[] = ['meanSquare', 'meanSquareChange'];

  constructor(options: AdadeltaOptions = {}) {
    super('Adadelta', options, 1, 0, ['rho', 'epsilon']);
    this.rho = checkFraction('Adadelta rho', options.rho ?? 0.9);
    this.epsilon = checkPositive('Adadelta epsilon', options.epsilon ?? 1e-6);
  }

  protected update(parameter: Parameter, gradient: Tensor, step: ParameterStep): void {
    const { learningRate, weightDecay, gate } = step;
    const { rho, epsilon } = this;
    const w = parameter.value;
    const s = this.slot(parameter, 'meanSquare');
    const d = this.slot(parameter, 'meanSquareChange');
    const g = penalized(w, gradient, weightDecay);
    adoptUnless(gate, s, average(s, square(g), rho));
    const change = multiply(divide(sqrt(add(d, epsilon)), sqrt(add(s, epsilon))), g);
    adoptUnless(gate, d, average(d, square(change), rho));
    adoptUnless(gate, w, subtract(w, multiply(change, learningRate)));
  }
}
