import type { OptimizerCounters } from '../optimizers/optimizer.js';
import type { Tensor } from '../tensors/tensor.js';

/** What reaches the host of one step. */
export interface StepReport {
  readonly step: number;
  readonly rows: number;
  /** [] the batch's loss, on the backend until it is read. */
  readonly loss: Tensor;
  /** [] 0 where every number of this step, and of those before it that were not read, is finite; else NaN. */
  readonly health: Tensor;
  /** The optimizer's counters before the step, where the device may have skipped it. */
  readonly counters: OptimizerCounters | undefined;
}
