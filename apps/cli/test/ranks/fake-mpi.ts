/** Ranks in this process, in place of those that mpirun starts. */
import { ranksInMemory } from '@nablajs/core/shards';
import type { Mpi } from '../../src/ranks/mpi.js';

/** What `abort` throws here, where it cannot end the process. */
export class Aborted extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`aborted with ${code}`);
    this.code = code;
  }
}

/** `hosts`: the machine of each rank. Default: all are on one. */
export function fakeMpi(size: number, hosts: readonly string[] = []): Mpi[] {
  return ranksInMemory(size).map((ranks, rank) => ({
    ...{ rank, size, library: 'Fake MPI 1.2.3', host: hosts[rank] ?? 'here' },
    sum: (values) => ranks.sum(values),
    broadcast: (bytes) => ranks.broadcast(bytes),
    abort: (code) => {
      throw new Aborted(code);
    },
    close: async () => {},
  }));
}
