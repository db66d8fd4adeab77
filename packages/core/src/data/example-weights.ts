/** Weights of examples, given directly or by class. */
import type { Backend, FloatDType, TypedArray } from '../backend.js';
import { largestAt } from '../math/largest-at.js';
import { allocate } from '../tensors/dtype.js';
import { type DenseArray, dense } from '../tensors/host-array.js';
import { type Tensor, upload } from '../tensors/tensor.js';
import { describe, unexpected } from '../validation/describe.js';
import { formatShape, NablaError } from '../validation/errors.js';
import { checkBatch, checkDataset } from './check-dataset.js';
import type { Batch, Dataset, HostInputs, HostTargets } from './dataset.js';
import { breather } from './event-loop.js';

/**
 * Uploads the weights of the examples `indices`: [n], each rounded once to `dtype`. Throws a NablaError of code `data`
 * unless there is one number >= 0 for each.
 */
export function uploadWeights(
  backend: Backend,
  dtype: FloatDType,
  weights: ArrayLike<number>,
  indices: Int32Array,
): Tensor {
  checkWeights(weights, indices);
  const data = allocate(dtype, weights.length);
  data.set(weights);
  return upload(backend, dense(data, [weights.length]));
}

function checkWeights(weights: ArrayLike<number>, indices: Int32Array): void {
  if (weights?.length !== indices.length) {
    const received = describe(weights);
    throw new NablaError('data', `weights: expected one for each of ${indices.length} examples. Received ${received}.`);
  }
  for (const [row, index] of indices.entries()) {
    const weight = weights[row] as number;
    if (isWeight(weight)) continue;
    throw new NablaError('data', `weights: expected numbers >= 0. Received ${weight} for example ${index}.`);
  }
}

const isWeight = (weight: number): boolean => Number.isFinite(weight) && weight >= 0;

/**
 * Weights of the classes: a number >= 0 for each, or 'balanced', which is examples / (classes * examples of the class)
 * as in scikit-learn. Balanced classes all count the same and the mean weight is 1; classes that do not occur are
 * ignored.
 */
export type ClassWeights = readonly number[] | 'balanced';

/**
 * Returns the data set with a weight for each example: the weight of its class, times the weight it already has.
 * Targets are int32 labels [n], class numbers in a float array [n] or [n, 1], or probabilities [n, classes] whose
 * largest value marks the class. 'balanced' reads the whole data set once before this resolves.
 *
 * Rejects with a NablaError of code `argument` for invalid class weights. It or `batch` rejects with code `data` for
 * other targets and for a class without a weight.
 *
 * @example
 * ```ts
 * const balanced = await withClassWeights(trainSet, 'balanced');
 * await fit(model, balanced, { loss, optimizer, epochs: 10 });
 * ```
 */
export async function withClassWeights<Y extends HostTargets>(
  dataset: Dataset<Y>,
  classWeights: ClassWeights,
): Promise<Dataset<Y>> {
  checkDataset('class weights', dataset);
  const weights = classWeights === 'balanced' ? await balancedWeights(dataset) : givenWeights(classWeights);
  return {
    length: dataset.length,
    inputShape: dataset.inputShape,
    variesByEpoch: dataset.variesByEpoch,
    order: dataset.order,
    batch: async (indices, time) => {
      const batch = checkBatch(await dataset.batch(indices, time)) as Batch<HostInputs, Y>;
      const { y, weights: own } = batch;
      if (own !== undefined) checkWeights(own, indices);
      const all = Float64Array.from(classesOf(y), (one, row) => {
        const weight = weights.get(one);
        if (weight !== undefined) return weight * (own?.[row] ?? 1);
        throw new NablaError('data', `class weights: class ${one} of example ${indices[row]} has no weight.`);
      });
      return { ...batch, weights: all };
    },
  };
}

function givenWeights(weights: readonly number[]): ReadonlyMap<number, number> {
  if (Array.isArray(weights) && weights.every(isWeight)) return new Map(weights.entries());
  throw unexpected('class weights', "a number >= 0 for each class, or 'balanced'", weights);
}

async function balancedWeights(dataset: Dataset<HostTargets>): Promise<ReadonlyMap<number, number>> {
  const { length } = dataset;
  const counts = new Map<number, number>();
  const breathe = breather();
  for (let start = 0; start < length; start += COUNTED_ROWS) {
    const indices = Int32Array.from({ length: Math.min(COUNTED_ROWS, length - start) }, (_, row) => start + row);
    for (const one of classesOf(checkBatch(await dataset.batch(indices)).y))
      counts.set(one, (counts.get(one) ?? 0) + 1);
    await breathe();
  }
  return new Map([...counts].map(([one, count]) => [one, length / (counts.size * count)]));
}

/** How many examples to count at once. */
const COUNTED_ROWS = 512;

/** Returns the class of each example. */
function classesOf(y: HostTargets): readonly number[] {
  const { data, shape } = (Array.isArray(y) ? y[0] : y) as DenseArray;
  const [rows = 0, width = 1] = shape;
  const isOne = shape.length < 3 && !Array.isArray(y);
  if (isOne && width === 1 && data.every((value: number) => Number.isInteger(value))) return Array.from(data);
  if (isOne && width > 1) {
    const each = Array.from({ length: rows }, (_, row) => data.subarray(row * width, (row + 1) * width));
    if (each.every(isDistribution)) return each.map((row) => largestAt(row));
  }
  throw new NablaError(
    'data',
    'class weights: expected labels [n], or probabilities [n, classes] of which each row sums to 1. Received ' +
      `${Array.isArray(y) ? describe(y) : `other targets ${formatShape(shape)}`}.`,
  );
}

const isDistribution = (row: TypedArray): boolean =>
  Math.abs((row as Float64Array).reduce((sum, value) => sum + value, 0) - 1) < 1e-3;
