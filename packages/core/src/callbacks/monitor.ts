/** What watches a number of each epoch. */

import type { EpochLog } from '../training/train-state.js';
import { checkNotNegative, checkOptions } from '../validation/arguments.js';
import { unexpected } from '../validation/describe.js';
import { NablaError } from '../validation/errors.js';

/** Options of what watches a number of the epochs' logs. */
export interface MonitorOptions {
  /** By which its state is found again. Default the class, `earlyStopping`; give one where two of a class are used. */
  readonly name?: string;
  /** `loss`, `val_loss`, `val_accuracy`, or a metric as `val_` and its name. Default `val_loss`. */
  readonly monitor?: string;
  /** Whether less is better. Default `auto`: `max` for accuracies, F1, precision, recall, AUC and R2, else `min`. */
  readonly mode?: 'auto' | 'min' | 'max';
  /** A change of less than this is no improvement; >= 0. */
  readonly minDelta?: number;
}

const GROWS = /accuracy|f1|precision|recall|auc|r2$/i;

/** Compares a number of each epoch with the best so far. NaN is never better. */
export class Monitor {
  readonly key: string;
  best: number;
  readonly #sign: number;
  readonly #minDelta: number;

  constructor(who: string, options: MonitorOptions, minDelta = 0) {
    const { monitor = 'val_loss', mode = 'auto' } = options;
    if (!['auto', 'min', 'max'].includes(mode)) {
      throw unexpected(`${who} mode`, "'auto', 'min' or 'max'", mode);
    }
    this.key = monitor;
    this.#sign = mode === 'max' || (mode === 'auto' && GROWS.test(monitor)) ? 1 : -1;
    this.#minDelta = checkNotNegative(`${who} minDelta`, options.minDelta ?? minDelta);
    this.best = this.worst;
  }

  get worst(): number {
    return this.#sign === 1 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }

  /** Whether the log's number is the best so far, which it then is. */
  improves(who: string, log: EpochLog): boolean {
    const value = log[this.key];
    if (value === undefined) {
      const known = Object.keys(log).join(', ');
      const advice = this.key.startsWith('val_') ? ' Validation needs the option validation or validationSplit.' : '';
      throw new NablaError('argument', `${who}: no '${this.key}' to watch; there are ${known}.${advice}`);
    }
    if (!((value - this.best) * this.#sign > this.#minDelta)) return false;
    this.best = value;
    return true;
  }
}

/** Throws for keys that are none of `MonitorOptions` or `own`. */
export function checkMonitorOptions(who: string, options: object, own: readonly string[], example: string): void {
  checkOptions(who, options, ['name', 'monitor', 'mode', 'minDelta', ...own], example);
}
