import { kept, type LossSum, times } from '../losses/loss.js';
import { withLogs } from '../losses/objective.js';
import { cast } from '../ops/movement.js';
import type { Tensor } from '../tensors/tensor.js';
import { unexpected } from '../validation/describe.js';

/** A batch of training, or a part of one, with the outputs before the update. The training owns the tensors. */
export interface TrainingBatch {
  readonly outputs: Tensor;
  readonly targets: Tensor;
  /** Those of the data set, [n, ...]; undefined if all are 1. */
  readonly weights: Tensor | undefined;
  /** The label that the loss ignores. */
  readonly ignoreIndex: number | undefined;
}

export const targetsLike = ({ shape, dtype }: Tensor, targets: Tensor): Tensor => cast(targets.reshape(shape), dtype);

/** Returns the loss with the mean of `values` [n, ...] to report, without ignored labels. */
export function withMean(name: string, loss: LossSum, values: Tensor, batch: TrainingBatch): LossSum {
  if (/^(loss$|val_)/.test(name)) throw unexpected('metrics', "names other than 'loss' and 'val_…'", name);
  const { targets, weights, ignoreIndex } = batch;
  return withLogs(loss, { [name]: values }, times(values.shape, kept(targets, ignoreIndex, values.dtype), weights));
}
