import type { AdamStep } from '../backend.js';
import type { Parameter } from '../modules/parameter.js';
import { adamStep } from '../ops/fused/optimizer-steps.js';
import type { Tensor } from '../tensors/tensor.js';
import { checkBoolean, checkFraction, checkPositive } from '../validation/arguments.js';
import { Optimizer, type OptimizerOptions, type ParameterStep } from './optimizer.js';
import { RunningProduct } from './running-product.js';
import { checkFormula, type Formula, isKeras } from './update-rules.js';

/** Options of `Adam` and `AdamW`. */
export interface AdamOptions extends OptimizerOptions {
  /** Decay of the first moment, in [0, 1). Default: 0.9. */
  readonly beta1?: number;
  /** Decay of the second moment, in [0, 1). Default: 0.999. */
  readonly beta2?: number;
  /** Added to the root of v, > 0. Default: 1e-8; with Keras' formula 1e-7. */
  readonly epsilon?: number;
  /** Whether the largest v so far replaces v in `v̂` (Reddi et al. 2018). Default: false. */
  readonly amsgrad?: boolean;
  /** Whose formula to use. Default: 'torch'. */
  readonly formula?: Formula;
}

/** Base of Adam and AdamW: two moments, and the powers that correct their bias. */
abstract class AdaptiveMoments extends Optimizer {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly amsgrad: boolean;
  readonly formula: Formula;
  protected override readonly slotNames: readonly string[];
  /** Whether the weight decay is that of AdamW. */
  readonly #decoupled: boolean;
  readonly #power1: RunningProduct = new RunningProduct(() => this.beta1);
  readonly #power2: RunningProduct = new RunningProduct(() => this.beta2);

  constructor(name: string, options: AdamOptions, weightDecay: number, decoupled: boolean) {
    super(name, options, 0.001, weightDecay, ['beta1', 'beta2', 'epsilon', 'amsgrad', 'formula']);
    this.beta1 = checkFraction(`${name} beta1`, options.beta1 ?? 0.9);
    this.beta2 = checkFraction(`${name} beta2`, options.beta2 ?? 0.999);
    this.epsilon = checkPositive(`${name} epsilon`, options.epsilon ?? (isKeras(options) ? 1e-7 : 1e-8));
    this.amsgrad = checkBoolean(`${name} amsgrad`, options.amsgrad ?? false);
    this.formula = checkFormula(`${name} formula`, options.formula);
    this.#decoupled = decoupled || this.formula === 'keras';
    this.slotNames = ['m', 'v', ...(this.amsgrad ? ['vMax'] : [])];
  }

  protected update(parameter: Parameter, gradient: Tensor, step: ParameterStep): void {
    const { beta1, beta2, formula } = this;
    const { learningRate, weightDecay, count, gate } = step;
    const correction2 = 1 - this.#power2.at(count);
    const options: AdamStep = {
      learningRate,
      weightDecay,
      beta1,
      beta2,
      // a m / (sqrt(v) + e), a = rate sqrt(c2) / c1, is (rate / c1) m / (sqrt(v / c2) + e / sqrt(c2)).
      epsilon: formula === 'keras' ? this.epsilon / Math.sqrt(correction2) : this.epsilon,
      decoupled: this.#decoupled,
      correction1: 1 - this.#power1.at(count),
      correction2,
    };
    const [m, v] = [this.slot(parameter, 'm'), this.slot(parameter, 'v')];
    adamStep(parameter.value, gradient, m, v, options, gate, this.amsgrad ? this.slot(parameter, 'vMax') : undefined);
  }
}

/**
 * Adam (Kingma and Ba 2015), as `torch.optim.Adam`:
 *
 * - `m ← β₁ m + (1 − β₁) g`
 * - `v ← β₂ v + (1 − β₂) g²`
 * - `w ← w − η m̂ / (√v̂ + ε)`, with `m̂ = m / (1 − β₁ᵗ)` and `v̂ = v / (1 − β₂ᵗ)`
 *
 * β₁ is `beta1`, β₂ `beta2`, ε `epsilon`. The default learning rate η is 0.001.
 *
 * With `formula: 'keras'` (`keras.optimizers.Adam`, section 2 of the paper) ε is added before the correction:
 * `w ← w − η √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε)`. The weight decay is AdamW's.
 *
 * @example
 * ```ts
 * const optimizer = new Adam({ learningRate: 0.001 });
 * await fit(model, trainSet, { loss, optimizer, epochs: 10 });
 * ```
 */
export class Adam extends AdaptiveMoments {
  constructor(options: AdamOptions = {}) {
    super('Adam', options, 0, false);
  }
}

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019), as `torch.optim.AdamW`: `w ← w − η λ w` before the
 * step, η the learning rate. The default weight decay λ is 0.01, with Keras' formula (`keras.optimizers.AdamW`)
 * 0.004.
 *
 * @example
 * ```ts
 * const optimizer = new AdamW({ weightDecay: 0.01, groups: [{ names: ['*.bias'], weightDecay: 0 }] });
 * await fit(model, trainSet, { loss, optimizer, epochs: 10 });
 * ```
 */
export class AdamW extends AdaptiveMoments {
  constructor(options: AdamOptions = {}) {
    super('AdamW', options, isKeras(options) ? 0.004 : 0.01, true);
  }
}
