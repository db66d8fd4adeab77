/** How the batches of a training are divided into shards, and on which ranks they are computed. */
import { knownBackend, type Output } from '@nablajs/command-line';
import type { Backend, TrainOptions } from '@nablajs/core';
import { type ShardLog as ShardLine, type ShardsOptions, shards } from '@nablajs/core/shards';
import { ownVersion } from '../own-version.js';
import type { Ranks } from '../ranks/ranks.js';
import { ShardLog } from '../ranks/shard-log.js';
import type { TrainingRun } from '../runs/training-run.js';
import type { TrainSettings } from '../settings/settings.js';
import type { TrainingResources } from './training-resources.js';

/** The option `distribution` of a training, and the log that it writes. Dispose it after the training. */
export class Shards implements Disposable {
  readonly option: Pick<TrainOptions, 'distribution'>;
  readonly #log: ShardLog | undefined;

  /** `threads`: of this rank. Without ranks, this process computes all shards and logs nothing. */
  constructor(
    { shards: count }: Pick<TrainSettings, 'shards'>,
    ranks: Ranks | undefined,
    threads: number | undefined,
    run: TrainingRun | undefined,
    output: Output,
  ) {
    if (ranks !== undefined && run !== undefined) {
      const warn = (line: string): void => (ranks.isFirst ? output.warn(line) : ranks.warn(line));
      this.#log = new ShardLog(run.folder, ranks.describe(threads), warn);
    }
    this.option = count === undefined ? {} : { distribution: shards({ count, ...this.#options(ranks) }) };
  }

  #options(ranks: Ranks | undefined): ShardsOptions {
    const log = this.#log;
    return {
      ...(ranks !== undefined && { communicator: ranks.mpi }),
      ...(log !== undefined && { log: (line: ShardLine) => log.write(line) }),
    };
  }

  [Symbol.dispose](): void {
    this.#log?.close();
  }
}

/** Whether the option `threads` is for this backend. */
export const hasThreads = ({ name }: Pick<Backend, 'name'>): boolean => knownBackend(name)?.hasThreads === true;

/** What must be the same on every rank, for `Ranks.checkSame`. */
export const factsOf = ({ backend, data }: TrainingResources): Readonly<Record<string, unknown>> => ({
  'the versions of nabla': ownVersion(),
  'the backends': backend.name,
  'the numbers of examples': [data.train, data.validation, data.test].map(({ length }) => length),
  'the columns, scales or classes of the data': data.form ?? null,
  'the layouts': data.layout,
});
