import type { Parameter } from '../modules/parameter.js';
import { adoptUnless } from '../ops/fused/gate.js';
import { sgdStep } from '../ops/fused/optimizer-steps.js';
import { multiply } from '../ops/ops.js';
import type { Tensor } from '../tensors/tensor.js';
import { checkBoolean, checkFraction, checkNotNegative } from '../validation/arguments.js';
import { NablaError } from '../validation/errors.js';
import { Optimizer, type OptimizerOptions, type ParameterStep } from './optimizer.js';
import { checkFormula, decayed, type Formula } from './update-rules.js';

/** Options of `SGD`. */
export interface SGDOptions extends OptimizerOptions {
  /** How much of the last step to add to this one, in [0, 1). Default: 0. */
  readonly momentum?: number;
  /** Share of each gradient that does not enter the momentum, >= 0. Default: 0. */
  readonly dampening?: number;
  /** Whether to use Nesterov's momentum; needs momentum > 0 and no dampening. Default: false. */
  readonly nesterov?: boolean;
  /** Whose formula to use. Default: 'torch'. */
  readonly formula?: Formula;
}

/**
 * Stochastic gradient descent, as `torch.optim.SGD`: `w ← w − η g`, or with `momentum` μ and `dampening` τ:
 *
 * - `v ← μ v + (1 − τ) g`, at first `v ← g`
 * - `w ← w − η v`, with Nesterov `w ← w − η (g + μ v)`
 *
 * The default learning rate η is 0.01.
 *
 * With `formula: 'keras'` (`keras.optimizers.SGD`) the velocity v includes the learning rate: `η g` replaces g there,
 * then `w ← w − v`, with Nesterov `w ← w − η g − μ v`. This differs when η changes, as with a schedule. The weight
 * decay is AdamW's.
 *
 * @example
 * ```ts
 * const optimizer = new SGD({ learningRate: 0.1, momentum: 0.9 });
 * await fit(model, trainSet, { loss, optimizer, epochs: 10 });
 * ```
 */
export class SGD extends Optimizer {
  readonly momentum: number;
  readonly dampening: number;
  readonly nesterov: boolean;
  readonly formula: Formula;
  protected override readonly slotNames: readonly string[];

  constructor(options: SGDOptions = {}) {
    super('SGD', options, 0.01, 0, ['momentum', 'dampening', 'nesterov', 'formula']);
    this.momentum = checkFraction('SGD momentum', options.momentum ?? 0);
    this.dampening = checkNotNegative('SGD dampening', options.dampening ?? 0);
    this.nesterov = checkBoolean('SGD nesterov', options.nesterov ?? false);
    this.formula = checkFormula('SGD formula', options.formula);
    if (this.nesterov && (this.momentum === 0 || this.dampening !== 0)) {
      throw new NablaError('argument', 'SGD: nesterov needs momentum > 0 and dampening 0.');
    }
    this.slotNames = this.momentum === 0 ? [] : ['velocity'];
  }

  protected update(parameter: Parameter, gradient: Tensor, step: ParameterStep): void {
    const velocity = this.momentum === 0 ? undefined : this.slot(parameter, 'velocity');
    const { momentum, dampening, nesterov } = this;
    const { learningRate, weightDecay, count, gate } = step;
    const options = { learningRate, weightDecay, momentum, dampening, nesterov, first: count === 1 };
    if (this.formula === 'torch') {
      sgdStep(parameter.value, gradient, velocity, options, gate);
      return;
    }
    const w = decayed(parameter.value, learningRate, weightDecay);
    if (w !== parameter.value) adoptUnless(gate, parameter.value, w);
    const scaled = multiply(gradient, learningRate);
    sgdStep(parameter.value, scaled, velocity, { ...options, learningRate: 1, weightDecay: 0 }, gate);
  }
}
