import type { TypedConfig } from '../config/json.js';

/**
 * Sets the learning rate of every step: a function without state. Implement it for a custom schedule.
 *
 * @example
 * ```ts
 * const halving: Schedule = {
 *   config: { type: 'Halving' },
 *   rate: (step, totalSteps, base) => (step < totalSteps / 2 ? base : base / 2),
 * };
 * ```
 */
export interface Schedule {
  /** The schedule as JSON: `config.type` names it, the rest are its options. */
  readonly config: TypedConfig;

  /**
   * Returns the learning rate of `step`, a finite number >= 0. Steps count from 0, `totalSteps` is the
   * number of steps of the whole training, and `base` is the learning rate that the optimizer was created with.
   */
  rate(step: number, totalSteps: number, base: number): number;
}
