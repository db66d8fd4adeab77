import { checkFraction, checkPositive } from '../arguments.js';
import { adamStep } from '../fused.js';
import type { TypedConfig } from '../json.js';
import type { Parameter } from '../parameter.js';
import type { Tensor } from '../tensor.js';
import { Optimizer, type OptimizerOptions } from './optimizer.js';

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
  /**
   * beta1^t and beta2^t for the t steps of each parameter, by its name. They are repeated products, since a power
   * function would differ between engines.
   */
  readonly #powers = new Map<string, readonly [number, number]>();

  constructor(name: string, options: AdamOptions, weightDecay: number) {
    super(name, options, 0.001, weightDecay, ['beta1', 'beta2', 'epsilon']);
    this.beta1 = checkFraction(`${name} beta1`, options.beta1 ?? 0.9);
    this.beta2 = checkFraction(`${name} beta2`, options.beta2 ?? 0.999);
    this.epsilon = checkPositive(`${name} epsilon`, options.epsilon ?? 1e-8);
  }

  protected update(parameter: Parameter, gradient: Tensor): void {
    const { learningRate, weightDecay, beta1, beta2, epsilon, decoupled } = this;
    const [before1, before2] = this.#powers.get(parameter.name) ?? [1, 1];
    const powers = [before1 * beta1, before2 * beta2] as const;
    this.#powers.set(parameter.name, powers);
    adamStep(parameter.value, gradient, this.slot(parameter, 'm'), this.slot(parameter, 'v'), {
      learningRate,
      weightDecay,
      beta1,
      beta2,
      epsilon,
      decoupled,
      correction1: 1 - powers[0],
      correction2: 1 - powers[1],
    });
  }

  /** The config, under the name of the class. */
  protected describe(type: string): TypedConfig {
    const { learningRate, weightDecay, beta1, beta2, epsilon } = this;
    return { type, learningRate, weightDecay, beta1, beta2, epsilon };
  }
}

/** Adam (Kingma and Ba 2015) by PyTorch's formula (`torch.optim.Adam`); learning rate 0.001 by default. */
export class Adam extends AdaptiveMoments {
  protected readonly decoupled: boolean = false;

  constructor(options: AdamOptions = {}) {
    super('Adam', options, 0);
  }

  get config(): TypedConfig {
    return this.describe('Adam');
  }
}

/** Adam with decoupled weight decay (Loshchilov and Hutter 2019), as `torch.optim.AdamW`; weight decay 0.01 by default. */
export class AdamW extends AdaptiveMoments {
  protected readonly decoupled: boolean = true;

  constructor(options: AdamOptions = {}) {
    super('AdamW', options, 0.01);
  }

  get config(): TypedConfig {
    return this.describe('AdamW');
  }
}
