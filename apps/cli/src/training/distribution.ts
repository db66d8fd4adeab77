/** Into how many parts the batches of a training are cut, and on which ranks they are computed. */
import { knownBackend, type Output } from '@nablajs/command-line';
import type { Backend, TrainOptions } from '@nablajs/core';
import { type ShardLog, shards } from '@nablajs/core/shards';
import { ownVersion } from '../own-version.js';
import { PartLog } from '../ranks/part-log.js';
import type { Ranks } from '../ranks/ranks.js';
import type { TrainingRun } from '../runs/training-run.js';
import type { TrainSettings } from '../settings/settings.js';
import type { TrainingResources } from './training-resources.js';

/** The options `parts` and `distribution` of a training, and the log that it writes. Dispose it after the training. */
export class Parts implements Disposable {
  readonly options: Pick<TrainOptions, 'parts' | 'distribution'>;
  readonly #log: PartLog | undefined;

  /** `threads`: of this rank. Without ranks, this process computes all parts and logs nothing. */
  constructor(
    { parts }: Pick<TrainSettings, 'parts'>,
    ranks: Ranks | undefined,
    threads: number | undefined,
    run: TrainingRun | undefined,
    output: Output,
  ) {
    if (ranks !== undefined && run !== undefined) {
      const warn = (line: string): void => (ranks.isFirst ? output.warn(line) : ranks.warn(line));
      this.#log = new PartLog(run.folder, ranks.describe(threads), warn);
    }
    const log = (line: ShardLog): void => this.#log?.write(line);
    this.options = {
      ...(parts !== undefined && { parts }),
      ...(ranks !== undefined && {
        distribution: shards({ communicator: ranks.mpi, log, ...(parts && { count: parts }) }),
      }),
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
