/** The trainer whose batches are divided into shards. */
import type { Dataset, HostTargets } from '../data/dataset.js';
import type { Output } from '../modules/module.js';
import type { Network } from '../networks/network.js';
import type { TrainOptions } from '../training/train-options.js';
import { Trainer } from '../training/trainer.js';
import { agree } from './agreement.js';
import { evaluateOnRanks } from './evaluate-on-ranks.js';
import { Lockstep } from './lockstep/lockstep.js';
import type { Shards } from './options.js';
import { ShardGradients } from './shard-gradients.js';

export class ShardTrainer extends Trainer {
  readonly #isShared: boolean;
  /** Whether a rank's signal was aborted when all ranks last added their gradients. */
  #isInterrupted = false;

  constructor(model: Network, dataset: Dataset<HostTargets>, options: TrainOptions<Output>, shards: Shards) {
    const { communicator, count } = shards;
    const isShared = communicator.size > 1;
    const resume: TrainOptions['resume'] = async (training) => {
      await options.resume?.(training);
      await agree(communicator, training, options);
    };
    super(model, dataset, isShared ? { ...options, resume } : options);
    this.#isShared = isShared;
    this.run = { ...this.run, shards: count };
    const lockstep = new Lockstep(
      {
        ...{ model, dataset: this.examples, loss: options.loss, seed: this.run.seed },
        keep: this.run.batchSize === this.run.examples,
      },
      { chunkRows: this.run.chunkRows, isPenalised: options.penalty !== undefined },
    );
    this.batches = new ShardGradients(this.batches, lockstep, model, shards, {
      isAborted: () => options.signal?.aborted === true,
      interrupt: () => {
        this.#isInterrupted = true;
      },
    });
    if (isShared) this.evaluate = evaluateOnRanks(communicator);
  }

  /** With several ranks, all of them must stop after the same step. */
  override get isInterrupted(): boolean {
    return this.#isShared ? this.#isInterrupted : super.isInterrupted;
  }
}
