/** Weights of examples in memory. */
import { type Batch, NablaError } from '@nablajs/core';

/** Throws a NablaError of code `shape` unless there is a weight for each of `length` examples, or none at all. */
export function checkWeights(who: string, weights: ArrayLike<number> | undefined, length: number): void {
  if (weights === undefined || weights.length === length) return;
  throw new NablaError(
    'shape',
    `${who}: expected ${length} weights, one for each example. Received ${weights.length}.`,
  );
}

/** The part of a batch that has the weights; core checks their values. */
export const weightsAt = (weights: ArrayLike<number> | undefined, indices: Int32Array): Pick<Batch, 'weights'> =>
  weights === undefined ? {} : { weights: Float64Array.from(indices, (index) => weights[index] as number) };
