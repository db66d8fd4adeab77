import type { TypedConfig } from '../config/json.js';

/**
 * The learning rate of every step of a training, as a function without state: a training that goes on from a checkpoint
 * asks for the same numbers as one that never stopped.
 */
export interface Schedule {
  /** The schedule as JSON: `config.type` names it, the rest are its options. */
  readonly config: TypedConfig;

  /**
   * Returns the learning rate of `step`, a finite number >= 0. Steps count from 0, `totalSteps` is how many the whole
   * training takes, and `base` is the learning rate that the optimizer was made with.
   */
  rate(step: number, totalSteps: number, base: number): number;
}
