import type { TypedConfig } from '../config/json.js';
import { pow } from '../math/pow.js';
import { cos } from '../math/trigonometry.js';
import { checkNotNegative, checkOptions, checkPositive } from '../validation/arguments.js';
import { checkDuration, shareOf, stepsOf } from './duration.js';
import type { Schedule } from './schedule.js';

/**
 * Keeps the optimizer's learning rate at every step.
 *
 * @example
 * ```ts
 * const schedule = new Constant();
 * await fit(model, trainSet, { loss, optimizer, epochs: 10, schedule });
 * ```
 */
export class Constant implements Schedule {
  get config(): TypedConfig {
    return { type: 'Constant' };
  }

  rate(_step: number, _totalSteps: number, base: number): number {
    return base;
  }
}

/** Options of `StepDecay`. */
export interface StepDecayOptions {
  /**
   * After how many steps the rate falls each time: a whole number >= 1 or, below 1, a share of the whole training,
   * rounded up. Default: 1/3.
   */
  readonly stepSize?: number;
  /** Multiplies the rate each time, > 0. Default: 0.1. */
  readonly gamma?: number;
}

/**
 * Lowers the learning rate in steps: `base · gamma^⌊step / stepSize⌋`, as PyTorch's `StepLR` updated at every step.
 *
 * @example
 * ```ts
 * const schedule = new StepDecay({ stepSize: 1000, gamma: 0.5 });
 * await fit(model, trainSet, { loss, optimizer, epochs: 10, schedule });
 * ```
 */
export class StepDecay implements Schedule {
  readonly stepSize: number;
  readonly gamma: number;

  constructor(options: StepDecayOptions = {}) {
    checkOptions('StepDecay', options, ['stepSize', 'gamma'], '{ stepSize: 1000, gamma: 0.1 }');
    this.stepSize = checkDuration('StepDecay stepSize', options.stepSize ?? 1 / 3);
    this.gamma = checkPositive('StepDecay gamma', options.gamma ?? 0.1);
  }

  get config(): TypedConfig {
    return { type: 'StepDecay', stepSize: this.stepSize, gamma: this.gamma };
  }

  rate(step: number, totalSteps: number, base: number): number {
    return base * pow(this.gamma, Math.floor(step / stepsOf(this.stepSize, totalSteps)));
  }
}

/** Options of `ExponentialDecay`. */
export interface ExponentialDecayOptions {
  /** Multiplies the rate at every step, > 0. Default: such that the rate ends at 0.01 of the base rate. */
  readonly gamma?: number;
}

/**
 * Lowers the learning rate exponentially: `base · gamma^step`, as PyTorch's `ExponentialLR` updated at every step;
 * without `gamma`, `base · 0.01^(step / totalSteps)`.
 *
 * @example
 * ```ts
 * const schedule = new ExponentialDecay({ gamma: 0.999 });
 * await fit(model, trainSet, { loss, optimizer, epochs: 10, schedule });
 * ```
 */
export class ExponentialDecay implements Schedule {
  readonly gamma: number | undefined;

  constructor(options: ExponentialDecayOptions = {}) {
    checkOptions('ExponentialDecay', options, ['gamma'], '{ gamma: 0.999 }');
    const { gamma } = options;
    this.gamma = gamma === undefined ? undefined : checkPositive('ExponentialDecay gamma', gamma);
  }

  get config(): TypedConfig {
    return { type: 'ExponentialDecay', ...(this.gamma !== undefined && { gamma: this.gamma }) };
  }

  rate(step: number, totalSteps: number, base: number): number {
    return base * (this.gamma === undefined ? pow(0.01, shareOf(step, totalSteps)) : pow(this.gamma, step));
  }
}

/** Options of `LinearDecay`. */
export interface LinearDecayOptions {
  /** The rate of the first step divided by the base rate, >= 0. Default: 1. */
  readonly startFactor?: number;
  /** The rate after the last step divided by the base rate, >= 0. Default: 0. */
  readonly endFactor?: number;
}

/**
 * Changes the learning rate along a straight line over the whole training, as PyTorch's `LinearLR`:
 * `base · (startFactor · (1 − s) + endFactor · s)`, with `s = step / totalSteps`.
 *
 * @example
 * ```ts
 * const schedule = new LinearDecay({ endFactor: 0.1 });
 * await fit(model, trainSet, { loss, optimizer, epochs: 10, schedule });
 * ```
 */
export class LinearDecay implements Schedule {
  readonly startFactor: number;
  readonly endFactor: number;

  constructor(options: LinearDecayOptions = {}) {
    checkOptions('LinearDecay', options, ['startFactor', 'endFactor'], '{ endFactor: 0.1 }');
    this.startFactor = checkNotNegative('LinearDecay startFactor', options.startFactor ?? 1);
    this.endFactor = checkNotNegative('LinearDecay endFactor', options.endFactor ?? 0);
  }

  get config(): TypedConfig {
    return { type: 'LinearDecay', startFactor: this.startFactor, endFactor: this.endFactor };
  }

  rate(step: number, totalSteps: number, base: number): number {
    const { startFactor, endFactor } = this;
    const share = shareOf(step, totalSteps);
    return base * (startFactor * (1 - share) + endFactor * share);
  }
}

/** Options of `CosineDecay`. */
export interface CosineDecayOptions {
  /** The learning rate after the last step, >= 0. Default: 0. */
  readonly minimum?: number;
}

/**
 * Lowers the learning rate along half a cosine over the whole training (Loshchilov and Hutter 2017, without restarts),
 * as PyTorch's `CosineAnnealingLR`: `minimum + (base − minimum) (1 + cos(π step / totalSteps)) / 2`.
 *
 * @example
 * ```ts
 * const schedule = new CosineDecay({ minimum: 1e-5 });
 * await fit(model, trainSet, { loss, optimizer, epochs: 10, schedule });
 * ```
 */
export class CosineDecay implements Schedule {
  readonly minimum: number;

  constructor(options: CosineDecayOptions = {}) {
    checkOptions('CosineDecay', options, ['minimum'], '{ minimum: 1e-5 }');
    this.minimum = checkNotNegative('CosineDecay minimum', options.minimum ?? 0);
  }

  get config(): TypedConfig {
    return { type: 'CosineDecay', minimum: this.minimum };
  }

  rate(step: number, totalSteps: number, base: number): number {
    return anneal(base, this.minimum, shareOf(step, totalSteps));
  }
}

/** Half a cosine, `end + (start − end) (1 + cos(π share)) / 2`. */
export const anneal = (start: number, end: number, share: number): number =>
  end + ((start - end) * (1 + cos(Math.PI * share))) / 2;
