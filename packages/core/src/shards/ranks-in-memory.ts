import { isPowerOfTwo } from '../data/parts.js';
import { describe, unexpected } from '../validation/describe.js';
import { NablaError } from '../validation/errors.js';
import type { Communicator } from './communicator.js';

type Method = 'sum' | 'broadcast';
type Values = Float32Array | Float64Array | Uint8Array;

/** What one rank called, and what continues it when all have. */
interface Joined {
  readonly method: Method;
  readonly values: Values;
  readonly proceed: (error?: unknown) => void;
}

/**
 * Returns the communicators of `size` ranks in this process, a power of two. Run a training for each at the same time,
 * each with its own network, to test code for several ranks without MPI.
 *
 * Throws NablaError `argument` if `size` is not a power of two. So does a call, on every rank, if the ranks call
 * different methods, or pass arrays of different types or lengths to `sum`. A call that one rank never makes does not
 * end on the others.
 *
 * @example
 * ```ts
 * const models = await Promise.all(
 *   ranksInMemory(2).map(async (communicator) => {
 *     const own = new Sequential(backend, { inputShape: [4], layers: [new Dense(3)], seed: 1 });
 *     const options = { loss: new SoftmaxCrossEntropy(), optimizer: new Adam(), epochs: 5 };
 *     await fit(own, trainSet, { ...options, distribution: shards({ communicator }) });
 *     return own; // the same weights on both ranks
 *   }),
 * );
 * ```
 */
export function ranksInMemory(size: number): Communicator[] {
  if (!isPowerOfTwo(size)) throw unexpected('ranksInMemory', 'a power of two: 1, 2, 4, …', size);
  let joined = new Map<number, Joined>();
  const join = (rank: number, method: Method, values: Values): Promise<Values> =>
    new Promise((resolve, reject) => {
      const call = joined;
      const proceed = (error?: unknown) =>
        error === undefined ? resolve((call.get(0) as Joined).values) : reject(error as Error);
      call.set(rank, { method, values, proceed });
      if (call.size < size) return;
      joined = new Map();
      const error = complete(call);
      for (const one of call.values()) one.proceed(error);
    });
  return Array.from({ length: size }, (_, rank) => ({
    rank,
    size,
    async sum(values) {
      await join(rank, 'sum', values);
    },
    async broadcast(bytes) {
      const first = await join(rank, 'broadcast', bytes.slice());
      return Uint8Array.from(first);
    },
  }));
}

/** Computes the result, or returns an error if the ranks' calls do not fit together. */
function complete(call: ReadonlyMap<number, Joined>): NablaError | undefined {
  const all = Array.from(call.keys(), (_, rank) => call.get(rank) as Joined);
  const kinds = all.map(({ method, values }) =>
    method === 'sum' ? `sum(${describe(values)} of ${values.length})` : method,
  );
  const other = kinds.findIndex((kind) => kind !== kinds[0]);
  if (other > 0) {
    return new NablaError(
      'argument',
      `ranksInMemory: expected the same call on every rank. Rank 0 called ${kinds[0]}, rank ${other} ${kinds[other]}.`,
    );
  }
  if (kinds[0] !== 'broadcast') addInPairs(all.map(({ values }) => values as Float64Array));
  return undefined;
}

/** Adds 0 and 1, 2 and 3, …, then these sums; gives every array the total. */
function addInPairs(arrays: readonly Float64Array[]): void {
  for (let distance = 1; distance < arrays.length; distance *= 2) {
    for (let at = 0; at < arrays.length; at += 2 * distance) {
      const [sum, more] = [arrays[at], arrays[at + distance]] as [Float64Array, Float64Array];
      for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (more[i] as number);
    }
  }
  for (const array of arrays.slice(1)) array.set(arrays[0] as Float64Array);
}
