/** Trainings on several ranks in memory. */

import { expect } from 'vitest';
import { takeState } from '../../src/callbacks/index.js';
import type { HostTargets } from '../../src/data/dataset.js';
import {
  type Dataset,
  type Network,
  type TrainEvent,
  type Training,
  type TrainOptions,
  type TrainState,
  train,
} from '../../src/index.js';
import { type Communicator, ranksInMemory, type ShardsOptions, shards } from '../../src/shards/index.js';
import { liveBuffers, weightsOf } from './index.js';
import { sgdOptions } from './training.js';

/** What every rank makes for itself. */
export interface RankRun {
  readonly model: Network;
  readonly dataset: Dataset<HostTargets>;
  readonly options?: Partial<TrainOptions>;
  readonly keepsStates?: boolean;
}

export interface RankResult {
  readonly events: readonly TrainEvent[];
  readonly weights: unknown;
  /** The state at the end. */
  readonly end: TrainState;
  /** The states after each event but the last, if `make` asks for them. */
  readonly states: readonly TrainState[];
}

/** Everything but the clock. */
const timeless = (event: TrainEvent): TrainEvent => ('seconds' in event ? { ...event, seconds: 0 } : event);

/** Trains on `size` ranks at the same time; returns what each rank has at the end. Checks that nothing leaks. */
export function onRanks(
  size: number,
  make: (rank: number) => Promise<RankRun>,
  shardsOptions: Omit<ShardsOptions, 'communicator'> = {},
): Promise<RankResult[]> {
  const run = async (communicator: Communicator): Promise<RankResult> => {
    const { model, dataset, options = {}, keepsStates = false } = await make(communicator.rank);
    const states: TrainState[] = [];
    const ends: TrainState[] = [];
    const keeper = {
      name: 'keeper',
      ...(keepsStates && { onSettled: async (training: Training) => void states.push(await takeState(training)) }),
      onTrainEnd: async (training: Training) => void ends.push(await takeState(training)),
    };
    const all = sgdOptions({
      ...options,
      callbacks: [...(options.callbacks ?? []), keeper],
      distribution: shards({ communicator, count: 8, ...shardsOptions }),
    });
    const events: TrainEvent[] = [];
    for await (const event of train(model, dataset as Dataset, all)) events.push(timeless(event));
    const kept = model.parameters.list.length + all.optimizer.state.size;
    expect(liveBuffers(model.backend)).toBe(kept);
    return { events, weights: await weightsOf(model), end: ends[0] as TrainState, states };
  };
  return Promise.all(ranksInMemory(size).map(run));
}
