/** What the stages of a fine-tuning learn from: outputs of what stays frozen. */
import { type Dataset, type HostTargets, type Network, Predictor } from '@nablajs/core';
import { featureSteps } from './cache-features.js';
import type { FeaturesEvent } from './events.js';
import type { FineTuneData } from './options.js';

/** At most so many outputs of a data set are stored: 256 MB of float32. */
const MOST_STORED = 67_108_864;

/** Data sets of outputs. */
export interface StageData {
  readonly data: FineTuneData;
  /** Whether the outputs for training are stored, and not computed anew in each epoch. */
  readonly cached: boolean;
}

/** Whether there is room for the outputs, and they are the same in each epoch. */
export const isStorable = ({ outputShape }: Network, { length, variesByEpoch }: Dataset<HostTargets>): boolean =>
  variesByEpoch !== true && outputShape.reduce((size, dimension) => size * dimension, length) <= MOST_STORED;

/** How outputs are computed. */
interface How {
  readonly stage: number;
  readonly cache: boolean;
  readonly signal: AbortSignal | undefined;
}

/** Replaces inputs by a network's outputs: computed once where `cache` and room allow it. */
export async function* stageData(
  network: Network,
  { train, validation }: FineTuneData,
  { stage, cache, signal }: How,
): AsyncGenerator<FeaturesEvent, StageData, undefined> {
  const cached = cache && isStorable(network, train);
  const own = cached ? yield* stored(network, train, { stage, of: 'train' }, signal) : computed(network, train);
  if (validation === undefined) return { data: { train: own }, cached };
  const isStored = cache && isStorable(network, validation);
  const which = { stage, of: 'validation' } as const;
  const held = isStored ? yield* stored(network, validation, which, signal) : computed(network, validation);
  return { data: { train: own, validation: held }, cached };
}

async function* stored(
  network: Network,
  dataset: Dataset<HostTargets>,
  which: Pick<FeaturesEvent, 'stage' | 'of'>,
  signal: AbortSignal | undefined,
): AsyncGenerator<FeaturesEvent, Dataset<HostTargets>, undefined> {
  const steps = featureSteps(network, dataset);
  while (signal?.aborted !== true) {
    const { done, value } = await steps.next();
    if (done === true) return value;
    yield { type: 'features', ...which, done: value, total: dataset.length };
  }
  return computed(network, dataset);
}

/** Computes a few examples at a time, as whole batches of images may not fit in memory. */
function computed(network: Network, dataset: Dataset<HostTargets>): Dataset<HostTargets> {
  const predictor = new Predictor(network);
  return {
    length: dataset.length,
    inputShape: network.outputShape,
    variesByEpoch: dataset.variesByEpoch,
    order: dataset.order?.bind(dataset),
    batch: async (indices, time) => {
      const { x, ...rest } = await dataset.batch(indices, time);
      return { ...rest, x: await predictor.predict(x) };
    },
  };
}
