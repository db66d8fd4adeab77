import type { OptimizerCounters } from '../optimizers/optimizer.js';
import type { Tensor } from '../tensors/tensor.js';

/** What the host reads of one step. */
export interface StepReport {
  readonly step: number;
  readonly rows: number;
  /** [] the batch's loss. */
  readonly loss: Tensor;
  /** The weight of the loss; undefined if it is one of `numbers`. */
  readonly weight: number | undefined;
  /** The names of what the step logs. */
  readonly names: readonly string[];
  /**
   * [k] What the host reads: the loss, or NaN if a number of this step or of an unread step before it is not finite;
   * its weight, unless that is known; then the sum and the weight of each log.
   */
  readonly numbers: Tensor;
  /** [] 0 if all these numbers are finite, else NaN. */
  readonly health: Tensor;
  /** The optimizer's counters before the step, if the device may have skipped it. */
  readonly counters: OptimizerCounters | undefined;
}
