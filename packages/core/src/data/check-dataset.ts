import { checkHostArray, listOf } from '../tensors/host-array.js';
import { isObject, isPromise, unexpected, wrongReturn } from '../validation/describe.js';
import type { Batch, Dataset, HostInputs, HostTargets } from './dataset.js';

/** Throws unless a value has a `length`, an `inputShape` and a `batch`. */
export function checkDataset(op: string, dataset: Dataset<HostTargets>): void {
  if (isObject(dataset) && typeof dataset['batch'] === 'function' && Number.isSafeInteger(dataset['length'])) return;
  const advice = isPromise(dataset) ? 'await it first' : 'arrayDataset of @nablajs/datasets makes one of arrays';
  throw unexpected(op, 'a data set, { length, inputShape, batch(indices) }', dataset, advice);
}

export function checkBatch(batch: Batch<HostInputs, HostTargets>): Batch<HostInputs, HostTargets> {
  if (isObject(batch) && isObject(batch['x']) && isObject(batch['y'])) {
    for (const input of listOf(batch.x)) checkHostArray('x of the data set', input);
    for (const targets of listOf(batch.y)) checkHostArray('y of the data set', targets);
    return batch;
  }
  throw wrongReturn('the data set', 'batch', '{ x, y }', batch, 'data');
}
