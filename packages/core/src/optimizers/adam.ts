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
  /** Added to the root of the second moment, > 0. Default: 1e-8; with Keras' formula 1e-7. */
  readonly epsilon?: number;
  /** Whether to divide by the root of the largest second moment so far (Reddi et al. 2018). Default: false. */
  readonly amsgrad?: boolean;
  /** Whose formula to use where PyTorch and Keras differ. Default: 'torch'. */
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
 * Adam (Kingma and Ba 2015) by PyTorch's formula (`torch.optim.Adam`): m = beta1 m + (1 - beta1) g; v = beta2 v + (1 -
 * beta2) g^2; w -= learningRate m' / (sqrt(v') + epsilon), where m' = m / (1 - beta1^t) and v' = v / (1 - beta2^t). The
 * default learning rate is 0.001.
 *
 * With `formula: 'keras'` (`keras.optimizers.Adam`, section 2 of the paper) epsilon is added before the correction:
 * w -= learningRate sqrt(1 - beta2^t) / (1 - beta1^t) m / (sqrt(v) + epsilon). The weight decay is AdamW's.
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
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019), as `torch.optim.AdamW`: w -= learningRate weightDecay
 * w before the step. The default weight decay is 0.01, with Keras' formula (`keras.optimizers.AdamW`) 0.004.
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
