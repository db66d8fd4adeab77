/** Decides which shards a rank computes in one pass. */
import { CHUNK_ROWS } from '../../training/trainer.js';
import { LockstepShards, type LockstepTraining, NotInLockstep, type ShardSum, type ShardsOfBatch } from './shards.js';
import type { ViewingBackend } from './storage.js';

/** The most numbers that the gradients of all shards of a pass have: 128 MiB in float32. */
const MOST_GRADIENTS = 33_554_432;

/** What limits the shards of one pass. */
export interface LockstepLimits {
  /** How many rows a training computes at once. */
  readonly chunkRows: number;
  /** Whether there is a penalty. Only shard 0 adds it. */
  readonly isPenalised: boolean;
}

/** Computes several shards in one pass, if the backend and the network allow it and the memory stays flat. */
export class Lockstep {
  readonly #training: LockstepTraining;
  readonly #limits: LockstepLimits;
  readonly #byCount = new Map<number, LockstepShards>();
  /** Undefined if each shard needs its own pass. */
  #inner: ViewingBackend | undefined;

  constructor(training: LockstepTraining, limits: LockstepLimits) {
    const { backend } = training.model;
    this.#training = training;
    this.#limits = limits;
    this.#inner = backend.view === undefined ? undefined : (backend as ViewingBackend);
  }

  /** Whether it can compute the shards from `first` to `first + count`, of `rows` examples each, in one pass. */
  takes(first: number, count: number, rows: number): boolean {
    if (this.#inner === undefined || rows === 0 || (first === 0 && this.#limits.isPenalised)) return false;
    // A pass over several shards must not take more memory than a chunk of a training without shards.
    const mostRows = Math.min(this.#limits.chunkRows, this.#inner.chunkRows ?? CHUNK_ROWS);
    return count * rows <= mostRows && count * this.#training.model.parameterCount <= MOST_GRADIENTS;
  }

  /**
   * Returns the sum of `count` shards. If their pass fails, returns undefined, and `takes` refuses all shards from then
   * on. The caller then computes them one by one, which gives the same or throws the error.
   */
  async of(count: number, shards: ShardsOfBatch): Promise<ShardSum | undefined> {
    const own = this.#byCount.get(count) ?? new LockstepShards(this.#training, this.#inner as ViewingBackend, count);
    this.#byCount.set(count, own);
    try {
      return await own.of(shards);
    } catch (error) {
      if (!(error instanceof NotInLockstep)) throw error;
      this.#inner = undefined;
      this.dispose();
      return undefined;
    }
  }

  dispose(): void {
    for (const shards of this.#byCount.values()) shards.dispose();
    this.#byCount.clear();
  }
}
