/** The trainer whose batches are divided into shards. */
import type { Dataset, HostTargets } from '../data/dataset.js';
import type { Output } from '../modules/module.js';
import type { Network } from '../networks/network.js';
import type { TrainOptions } from '../training/train-options.js';
import { Trainer } from '../training/trainer.js';
import { agree } from './agreement.js';
import { evaluateOnRanks } from './evaluate-on-ranks.js';
import type { Shards } from './options.js';
import { RankSum } from './rank-sum.js';

export class ShardTrainer extends Trainer {
  readonly #ranks: RankSum;

  constructor(model: Network, dataset: Dataset<HostTargets>, options: TrainOptions<Output>, shards: Shards) {
    const { communicator, count } = shards;
    const isShared = communicator.size > 1;
    const resume: TrainOptions['resume'] = async (training) => {
      await options.resume?.(training);
      await agree(communicator, training, options);
    };
    const { parts = 0, signal } = options;
    const ranks = new RankSum(model, shards, signal);
    super(model, dataset, { ...options, ...(isShared && { resume }), parts: Math.max(parts, count) }, ranks);
    this.#ranks = ranks;
    if (isShared) this.evaluate = evaluateOnRanks(communicator);
  }

  /** With several ranks, all of them must stop after the same step. */
  override get isInterrupted(): boolean {
    return this.#ranks.size > 1 ? this.#ranks.isInterrupted : super.isInterrupted;
  }
}
