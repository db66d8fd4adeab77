import type { OptimizerCounters } from '../optimizers/optimizer.js';
import type { Tensor } from '../tensors/tensor.js';

/** What the host reads of one step. */
export interface StepReport {
  readonly step: number;
  readonly rows: number;
  /** The weight of the batch, if the host knows it. */
  readonly weight: number | undefined;
  /** On the backend, until the host reads it: the loss, the health and, if the host does not know it, the weight. */
  readonly numbers: Tensor;
  /** [] 0 if every number of this step and of the unread steps before it is finite, else NaN. */
  readonly health: Tensor;
  /** The optimizer's counters before the step, if the device may have skipped it. */
  readonly counters: OptimizerCounters | undefined;
}
