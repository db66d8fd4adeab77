import { checkDataset } from '../data/check-dataset.js';
import type { Dataset, HostTargets } from '../data/dataset.js';
import { Feed } from '../evaluation/feed.js';
import type { Targets } from '../losses/loss.js';
import { checkModel } from '../networks/check-network.js';
import type { Network } from '../networks/network.js';
import { epochOrder } from '../random/random-streams.js';
import type { DenseArray } from '../tensors/host-array.js';
import type { Tensor } from '../tensors/tensor.js';
import { checkOptions, checkPositiveInteger } from '../validation/arguments.js';
import type { StepBatch } from './step.js';

type TargetsOf<Y extends HostTargets> = Y extends DenseArray ? Tensor : Targets;

/** Options of `batches`. */
export interface BatchesOptions {
  /** Which epoch, from 1: each has its own order. */
  readonly epoch: number;
  /** Examples in a batch; the last one may have fewer. Default: 32. */
  readonly batchSize?: number;
  /** Determines the order, as in `fit`: a whole number in [0, 2^53). Default: 0. */
  readonly seed?: number;
  /** A label outside the classes that your loss ignores. Default: such a label throws. */
  readonly ignoreIndex?: number;
}

/**
 * Yields the batches of an epoch on the network's backend, for your own training loop, in the order of `fit`. The
 * tensors of a batch live until you ask for the next one.
 *
 * @example
 * ```ts
 * for await (const { inputs, targets } of batches(model, trainSet, { epoch: 1 })) {
 *   const { loss } = model.pass(inputs, targets, new MeanSquaredError(), { seed: 0, step: 1 });
 * }
 * ```
 */
export async function* batches<Y extends HostTargets>(
  model: Network,
  dataset: Dataset<Y>,
  options: BatchesOptions,
): AsyncGenerator<StepBatch<TargetsOf<Y>>, void, undefined> {
  checkModel('batches', model);
  checkDataset('batches', dataset);
  checkOptions('batches', options, ['epoch', 'batchSize', 'seed', 'ignoreIndex'], '{ epoch: 1 }');
  const { epoch, batchSize = 32, seed = 0 } = options;
  checkPositiveInteger('batches epoch', epoch);
  checkPositiveInteger('batches batchSize', batchSize);
  const feed = new Feed(model, dataset, 0, options.ignoreIndex);
  const order = epochOrder(seed, epoch, dataset.length, dataset.order?.bind(dataset));
  for (let start = 0; start < order.length; start += batchSize) {
    const part = await feed.load(order.subarray(start, start + batchSize), { epoch });
    try {
      yield part as typeof part & { readonly targets: TargetsOf<Y> };
    } finally {
      feed.release(part);
    }
  }
}
