import type { OptimizerCounters } from '../optimizers/optimizer.js';
import type { Tensor } from '../tensors/tensor.js';

export interface StepReport {
  readonly step: number;
  readonly rows: number;
  /** A scalar. */
  readonly loss: Tensor;
  /** The weight of the loss; undefined if it is one of `numbers`. */
  readonly weight: number | undefined;
  readonly names: readonly string[];
  /**
   * [k] What the host reads: the loss, or NaN if a number of this or an unread step is not finite; its weight, unless
   * known; then the sum and weight of each log.
   */
  readonly numbers: Tensor;
  /** [] 0 if all these numbers are finite, else NaN. */
  readonly health: Tensor;
  /** The optimizer's counters before the step, if the device may have skipped it. */
  readonly counters: OptimizerCounters | undefined;
}
