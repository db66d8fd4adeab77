import { isPowerOfTwo } from '../data/parts.js';
import type { Distribution, TrainOptions } from '../training/train-options.js';
import { Trainer } from '../training/trainer.js';
import { checkOptions } from '../validation/arguments.js';
import { unexpected } from '../validation/describe.js';
import { agree } from './agreement.js';
import { type Communicator, checkCommunicator } from './communicator.js';
import type { ShardsOptions } from './options.js';
import { RankSum } from './rank-sum.js';

const ALONE: Communicator = { rank: 0, size: 1, sum: async () => undefined, broadcast: async (bytes) => bytes.slice() };

/**
 * Spreads a training over several ranks, such as the processes that `mpirun` starts: pass the result as the option
 * `distribution` of `train` or `fit`. Every rank creates the same network, data set and options, and ends with the same
 * weights. 1, 2 or 4 ranks give the same bits; so do 8 with a `count` of 8.
 *
 * - Each batch is cut into at least `count` parts: slices of neighbouring rows whose sizes differ by at most one. Each
 *   rank computes an equal share of them, and reads only their examples.
 * - Losses, weights and gradients are added in pairs: parts 0 and 1, 2 and 3, …, then these sums, and so on.
 * - Clipping, the optimizer and callbacks run on every rank, on the same numbers. A callback must decide the same on
 *   every rank; only one rank need save or print.
 * - `BatchNorm`, and every module with `wholeBatch`, sees one part at a time, with the part's own statistics. What
 *   modules update, such as running statistics, is the mean of the parts' updates, weighted with their rows.
 * - The ranks share the validation, with the same numbers.
 * - `signal` of any rank stops all of them after the same step.
 *
 * The weights have the bits of a training without this option whose option `parts` is `count`. A state of `takeState`
 * is the same on every rank; `resumeFrom` takes it on any number of ranks, with the same `count`.
 *
 * Throws NablaError `argument` if `count` or the number of ranks is not a power of two, or if there are more ranks than
 * parts. The training throws one if its `parts` is not the given `count`, or if a rank has other weights, options or
 * data than rank 0. If one rank throws any other error, end the others: they wait for it.
 *
 * @example
 * ```ts
 * const distribution = shards({ communicator: ranksInMemory(1)[0], count: 4 });
 * await fit(model, trainSet, { loss, optimizer, epochs: 5, batchSize: 128, distribution });
 * ```
 */
export function shards(options: ShardsOptions = {}): Distribution {
  checkOptions('shards', options, ['communicator', 'count', 'log'], '{ communicator }');
  const { communicator = ALONE, log } = options;
  const { count = Math.max(4, communicator?.size || 1) } = options;
  if (!isPowerOfTwo(count)) throw unexpected('shards count', 'a power of two: 1, 2, 4, …', count);
  checkCommunicator('shards', communicator, count);
  return {
    trainer: (model, dataset, { distribution: _, ...own }) => {
      const { parts = count } = own;
      if (parts !== (options.count ?? parts)) throw unexpected('train parts', `the count of shards, ${count}`, parts);
      checkCommunicator('shards', communicator, parts);
      const ranks = new RankSum(model, { communicator, log }, own.signal);
      const resume: TrainOptions['resume'] = async (training) => {
        await own.resume?.(training);
        await agree(communicator, training, own);
      };
      return new Trainer(model, dataset, { ...own, parts, ...(ranks.size > 1 && { resume }) }, ranks);
    },
  };
}
