/** Ranks in this process, in place of those that mpirun starts. */
import { type Communicator, ranksInMemory } from '@nablajs/core/shards';
import type { Mpi } from '../../src/ranks/mpi.js';

/** What `abort` throws here, where it cannot end the process. */
export class Aborted extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`aborted with ${code}`);
    this.code = code;
  }
}

/** A class, as that of `@nablajs/mpi`: its methods need their object. */
class FakeMpi implements Mpi {
  readonly rank: number;
  readonly size: number;
  readonly library = 'Fake MPI 1.2.3';
  readonly host: string;
  readonly #ranks: Communicator;

  constructor(ranks: Communicator, host: string) {
    this.rank = ranks.rank;
    this.size = ranks.size;
    this.host = host;
    this.#ranks = ranks;
  }

  sum(values: Float32Array | Float64Array): Promise<void> {
    return this.#ranks.sum(values);
  }

  broadcast(bytes: Uint8Array): Promise<Uint8Array> {
    return this.#ranks.broadcast(bytes);
  }

  abort(code: number): never {
    throw new Aborted(code);
  }

  async close(): Promise<void> {}
}

/** `hosts`: the machine of each rank. Default: all are on one. */
export function fakeMpi(size: number, hosts: readonly string[] = []): Mpi[] {
  return ranksInMemory(size).map((ranks) => new FakeMpi(ranks, hosts[ranks.rank] ?? 'here'));
}
