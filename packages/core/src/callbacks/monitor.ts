import type { EpochLog } from '../training/train-state.js';
import { checkNotNegative, checkOptions } from '../validation/arguments.js';
import { unexpected } from '../validation/describe.js';
import { NablaError } from '../validation/errors.js';

/** Options of callbacks that watch a number of each epoch. */
export interface MonitorOptions {
  /** Identifies the callback's state in a checkpoint; name two of a class. Default: the class, `earlyStopping`. */
  readonly name?: string;
  /** The number to watch: `loss`, `val_loss`, `val_accuracy`, or `val_` and a metric's name. Default: `val_loss`. */
  readonly monitor?: string;
  /**
   * What is better: 'max' or 'min'. Default: 'auto', 'max' for accuracy, F1, precision, recall, AUC and R2, else 'min'.
   */
  readonly mode?: 'auto' | 'min' | 'max';
  /** A change must be larger than this to be an improvement, >= 0. Default: 0; `ReduceLROnPlateau` 0.0001. */
  readonly minDelta?: number;
}

const HIGHER_IS_BETTER = /accuracy|f1|precision|recall|auc|r2$/i;

/** Compares a number of each epoch with the best so far. NaN is never better. */
export class Monitor {
  readonly key: string;
  best: number = Number.NaN;
  readonly #who: string;
  readonly #sign: number;
  readonly #minDelta: number;

  /** Throws for a key that is not in `MonitorOptions` or `own`. */
  constructor(who: string, options: MonitorOptions, own: readonly string[], example: string, minDelta = 0) {
    checkOptions(who, options, ['name', 'monitor', 'mode', 'minDelta', ...own], example);
    const { monitor = 'val_loss', mode = 'auto' } = options;
    if (!['auto', 'min', 'max'].includes(mode)) {
      throw unexpected(`${who} mode`, "'auto', 'min' or 'max'", mode);
    }
    this.#who = who;
    this.key = monitor;
    this.#sign = mode === 'max' || (mode === 'auto' && HIGHER_IS_BETTER.test(monitor)) ? 1 : -1;
    this.#minDelta = checkNotNegative(`${who} minDelta`, options.minDelta ?? minDelta);
    this.reset();
  }

  reset(): void {
    this.best = this.#sign === 1 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }

  improves(log: EpochLog): boolean {
    const value = log[this.key];
    if (value === undefined) {
      const known = Object.keys(log).join(', ');
      const advice = this.key.startsWith('val_') ? ' Validation needs the option validation or validationSplit.' : '';
      throw new NablaError('argument', `${this.#who}: no '${this.key}' to watch; there are ${known}.${advice}`);
    }
    if (!((value - this.best) * this.#sign > this.#minDelta)) return false;
    this.best = value;
    return true;
  }
}
