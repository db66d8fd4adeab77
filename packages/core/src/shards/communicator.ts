import { isPowerOfTwo } from '../data/parts.js';
import { isObject, unexpected } from '../validation/describe.js';

/**
 * Connects the ranks of a program that runs several times at once, as `mpirun` starts it. Every rank calls the same
 * methods in the same order. `openMpi` of `@nablajs/mpi` returns one, and `ranksInMemory` makes some for tests.
 *
 * @example
 * ```ts
 * const alone: Communicator = { rank: 0, size: 1, sum: async () => {}, broadcast: async (bytes) => bytes };
 * await fit(model, trainSet, { loss, optimizer, epochs: 5, distribution: shards({ communicator: alone }) });
 * ```
 */
export interface Communicator {
  /** The number of this rank: a whole number in [0, size). */
  readonly rank: number;
  /** How many ranks there are: a power of two. */
  readonly size: number;
  /**
   * Replaces `values`, in place and on every rank, by their sum over all ranks, rounded to the array's type at each
   * addition. Ranks 0 and 1 are added, 2 and 3, and so on; then these pairs, until one sum is left. Every rank passes
   * an array of the same type and length.
   */
  sum(values: Float32Array | Float64Array): Promise<void>;
  /**
   * Returns a copy of the bytes that rank 0 passes. Those of the other ranks are ignored and may have another length.
   */
  broadcast(bytes: Uint8Array): Promise<Uint8Array>;
}

/** Throws unless a value is a communicator of a power of two ranks, at most `count`. */
export function checkCommunicator(who: string, communicator: Communicator, count: number): Communicator {
  const { rank, size, sum, broadcast } = isObject(communicator) ? communicator : ({} as Partial<Communicator>);
  if (typeof sum !== 'function' || typeof broadcast !== 'function') {
    throw unexpected(`${who} communicator`, 'one, such as await openMpi() of @nablajs/mpi', communicator);
  }
  if (!isPowerOfTwo(size as number) || (size as number) > count) {
    const expected = `a power of two ranks, at most as many as there are parts (${count})`;
    throw unexpected(who, expected, size, 'start another number of ranks, or choose another count');
  }
  if (Number.isInteger(rank) && (rank as number) >= 0 && (rank as number) < (size as number)) return communicator;
  throw unexpected(`${who} communicator.rank`, `a whole number in [0, ${size})`, rank);
}
