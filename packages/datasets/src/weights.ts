/** Weights of the examples in a data set. */
import { type Batch, NablaError } from '@nablajs/core';

/** Throws NablaError `shape` unless there is one weight per example, or no weights at all. */
export function checkWeights(who: string, weights: { readonly length: number } | undefined, length: number): void {
  if (weights === undefined || weights.length === length) return;
  throw new NablaError(
    'shape',
    `${who}: expected ${length} weights, one for each example. Received ${weights.length}.`,
  );
}

/** Returns the weights of a batch, if there are any. Core checks their values. */
export const weightsAt = (weights: ArrayLike<number> | undefined, indices: Int32Array): Pick<Batch, 'weights'> =>
  weights === undefined ? {} : { weights: Float64Array.from(indices, (index) => weights[index] as number) };
