import { unexpected } from '../validation/describe.js';
import type { Dataset, HostTargets } from './dataset.js';

/**
 * Splits off the last `share` of the examples, rounded, before any shuffle, as Keras' `validation_split`. Throws
 * NablaError `argument` if a part would be empty.
 */
export function split(
  who: string,
  dataset: Dataset<HostTargets>,
  share: number,
): { first: Dataset<HostTargets>; last: Dataset<HostTargets> } {
  const { length } = dataset;
  const count = Math.round(length * share);
  if (!(Number.isFinite(share) && count > 0 && count < length)) {
    throw unexpected(who, `a share in (0, 1) that leaves examples on both sides, of ${length}`, share);
  }
  return { first: subset(dataset, 0, length - count), last: subset(dataset, length - count, count) };
}

function subset(dataset: Dataset<HostTargets>, start: number, length: number): Dataset<HostTargets> {
  return {
    length,
    inputShape: dataset.inputShape,
    variesByEpoch: dataset.variesByEpoch,
    batch: (indices, time) =>
      dataset.batch(
        indices.map((index) => index + start),
        time,
      ),
  };
}
