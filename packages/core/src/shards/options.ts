import type { Communicator } from './communicator.js';

/** What `shards` logs of each step. */
export interface ShardLog {
  /** The current epoch, from 1. */
  readonly epoch: number;
  /** The step in the epoch, from 1. */
  readonly step: number;
  /** The numbers of the parts that this rank computes in the step, from 0. Empty parts are left out. */
  readonly parts: readonly number[];
}

/** Options of `shards`. */
export interface ShardsOptions {
  /** Connects the ranks: `await openMpi()` of `@nablajs/mpi`. Default: this process is the only rank. */
  readonly communicator?: Communicator;
  /**
   * Into how many parts each batch is cut, at least, whatever the number of ranks: a power of two, and at least the
   * number of ranks. Another number rounds differently. With `BatchNorm`, each part has its own statistics. Default:
   * the option `parts` of the training; else 4, or the number of ranks if that is larger.
   */
  readonly count?: number;
  /** Called in every step, before the ranks add their gradients. Default: nothing is logged. */
  readonly log?: (line: ShardLog) => void;
}

/** What `shards` passes on of its options, checked. */
export interface Shards {
  readonly communicator: Communicator;
  readonly log: ((line: ShardLog) => void) | undefined;
}
