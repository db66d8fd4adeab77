import { checkFraction, checkPositive } from '../arguments.js';
import type { AdamStep } from '../backend.js';
import { adamStep } from '../fused.js';
import type { TypedConfig } from '../json.js';
import type { Parameter } from '../parameter.js';
import { RunningProduct } from '../running-product.js';
import type { Tensor } from '../tensor.js';
import { Optimizer, type OptimizerOptions, type ParameterStep } from './optimizer.js';

export interface AdamOptions extends OptimizerOptions {
  /** Decay of the first moment, in [0, 1), default 0.9. */
  readonly beta1?: number;
  /** Decay of the second moment, in [0, 1), default 0.999. */
  readonly beta2?: number;
  /** Added to the root of the second moment, > 0, default 1e-8. */
  readonly epsilon?: number;
}

/** What Adam and AdamW share: two moments and the running powers that correct their bias. */
abstract class AdaptiveMoments extends Optimizer {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  protected abstract readonly decoupled: boolean;
  /** beta1^t and beta2^t. */
  readonly #powers: readonly [RunningProduct, RunningProduct];

  constructor(name: string, options: AdamOptions, weightDecay: number) {
    super(name, options, 0.001, weightDecay, ['beta1', 'beta2', 'epsilon']);
    this.beta1 = checkFraction(`${name} beta1`, options.beta1 ?? 0.9);
    this.beta2 = checkFraction(`${name} beta2`, options.beta2 ?? 0.999);
    this.epsilon = checkPositive(`${name} epsilon`, options.epsilon ?? 1e-8);
    this.#powers = [new RunningProduct(() => this.beta1), new RunningProduct(() => this.beta2)];
  }

  get config(): TypedConfig {
    const { beta1, beta2, epsilon } = this;
    return this.describe({ beta1, beta2, epsilon });
  }

  protected override get slotNames(): readonly string[] {
    return ['m', 'v'];
  }

  protected update(parameter: Parameter, gradient: Tensor, step: ParameterStep): void {
    const { beta1, beta2, epsilon, decoupled } = this;
    const { learningRate, weightDecay, count, gate } = step;
    const options: AdamStep = {
      learningRate,
      weightDecay,
      beta1,
      beta2,
      epsilon,
      decoupled,
      correction1: 1 - this.#powers[0].at(count),
      correction2: 1 - this.#powers[1].at(count),
    };
    adamStep(parameter.value, gradient, this.slot(parameter, 'm'), this.slot(parameter, 'v'), options, gate);
  }
}

/** Adam (Kingma and Ba 2015) by PyTorch's formula (`torch.optim.Adam`); learning rate 0.001 by default. */
export class Adam extends AdaptiveMoments {
  protected readonly decoupled: boolean = false;

  constructor(options: AdamOptions = {}) {
    super('Adam', options, 0);
  }
}

/** Adam with decoupled weight decay (Loshchilov and Hutter 2019), as `torch.optim.AdamW`; weight decay 0.01 by default. */
export class AdamW extends AdaptiveMoments {
  protected readonly decoupled: boolean = true;

  constructor(options: AdamOptions = {}) {
    super('AdamW', options, 0.01);
  }
}
