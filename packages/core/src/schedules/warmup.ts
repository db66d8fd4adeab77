import type { TypedConfig } from '../config/json.js';
import { checkFraction, checkNotNegative, checkOptions, checkPositive } from '../validation/arguments.js';
import { isObject, unexpected } from '../validation/describe.js';
import { anneal, Constant } from './decays.js';
import { checkDuration, stepsOf } from './duration.js';
import type { Schedule } from './schedule.js';

/** Options of `Warmup`. */
export interface WarmupOptions {
  /**
   * Length of the warm-up: a whole number of steps >= 1 or, below 1, a share of the training, rounded up. Default: 0.1.
   */
  readonly steps?: number;
  /** The rate of the first step divided by the rate after the warm-up, >= 0. Default: 0.01. */
  readonly startFactor?: number;
  /** The schedule of the remaining steps. Default: `new Constant()`. */
  readonly schedule?: Schedule;
}

/**
 * Raises the learning rate along a straight line, `r (startFactor + (1 − startFactor) step / steps)`, to the first rate
 * r of another schedule, then continues with that, as PyTorch's `SequentialLR` with a `LinearLR`. Goyal et al. 2017 use
 * it for large batches.
 *
 * @example
 * ```ts
 * const schedule = new Warmup({ steps: 500, schedule: new CosineDecay() });
 * await fit(model, trainSet, { loss, optimizer, epochs: 10, schedule });
 * ```
 */
export class Warmup implements Schedule {
  readonly steps: number;
  readonly startFactor: number;
  readonly schedule: Schedule;

  constructor(options: WarmupOptions = {}) {
    const example = '{ steps: 500, schedule: new CosineDecay() }';
    checkOptions('Warmup', options, ['steps', 'startFactor', 'schedule'], example);
    const { steps = 0.1, startFactor = 0.01, schedule = new Constant() } = options;
    this.steps = checkDuration('Warmup steps', steps);
    this.startFactor = checkNotNegative('Warmup startFactor', startFactor);
    if (!isObject(schedule) || typeof schedule['rate'] !== 'function') {
      throw unexpected('Warmup schedule', `a schedule, ${example}`, schedule);
    }
    this.schedule = schedule;
  }

  get config(): TypedConfig {
    const { steps, startFactor, schedule } = this;
    return { type: 'Warmup', steps, startFactor, schedule: schedule.config };
  }

  rate(step: number, totalSteps: number, base: number): number {
    const steps = stepsOf(this.steps, totalSteps);
    const left = Math.max(totalSteps - steps, 1);
    if (step >= steps) return this.schedule.rate(step - steps, left, base);
    return this.schedule.rate(0, left, base) * (this.startFactor + ((1 - this.startFactor) * step) / steps);
  }
}

/** Options of `OneCycle`, with PyTorch's names in parentheses. */
export interface OneCycleOptions {
  /** The highest learning rate (`max_lr`), > 0. Default: the base rate. */
  readonly maximum?: number;
  /** Share of the steps in which the rate rises (`pct_start`), in [0, 1). Default: 0.3. */
  readonly risingShare?: number;
  /** The highest rate divided by the first one (`div_factor`), > 0. Default: 25. */
  readonly startDivisor?: number;
  /** The first rate divided by the last one (`final_div_factor`), > 0. Default: 10,000. */
  readonly endDivisor?: number;
}

/**
 * Raises the learning rate from `maximum / startDivisor` to `maximum`, then lowers it to
 * `maximum / (startDivisor · endDivisor)` (Smith and Topin 2018), each along half a cosine like `CosineDecay`, as
 * PyTorch's `OneCycleLR` with two phases. The momentum does not change.
 *
 * @example
 * ```ts
 * const schedule = new OneCycle({ maximum: 0.1 });
 * await fit(model, trainSet, { loss, optimizer, epochs: 10, schedule });
 * ```
 */
export class OneCycle implements Schedule {
  readonly maximum: number | undefined;
  readonly risingShare: number;
  readonly startDivisor: number;
  readonly endDivisor: number;

  constructor(options: OneCycleOptions = {}) {
    const known = ['maximum', 'risingShare', 'startDivisor', 'endDivisor'];
    checkOptions('OneCycle', options, known, '{ maximum: 0.1 }');
    const { maximum, risingShare = 0.3, startDivisor = 25, endDivisor = 1e4 } = options;
    this.maximum = maximum === undefined ? undefined : checkPositive('OneCycle maximum', maximum);
    this.risingShare = checkFraction('OneCycle risingShare', risingShare);
    this.startDivisor = checkPositive('OneCycle startDivisor', startDivisor);
    this.endDivisor = checkPositive('OneCycle endDivisor', endDivisor);
  }

  get config(): TypedConfig {
    const { maximum, risingShare, startDivisor, endDivisor } = this;
    return { type: 'OneCycle', ...(maximum !== undefined && { maximum }), risingShare, startDivisor, endDivisor };
  }

  rate(step: number, totalSteps: number, base: number): number {
    const highest = this.maximum ?? base;
    const first = highest / this.startDivisor;
    const peak = this.risingShare * totalSteps - 1;
    if (step < peak) return anneal(first, highest, step / peak);
    const share = Math.min((step - peak) / (totalSteps - 1 - peak), 1);
    return anneal(highest, first / this.endDivisor, share);
  }
}
