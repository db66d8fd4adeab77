import type { Shape, TypedArray } from '../backend.js';
import { largestAt } from '../math/largest-at.js';
import { range } from '../math/range.js';
import { dtypeOf } from '../tensors/dtype.js';
import { type DenseArray, dense } from '../tensors/host-array.js';
import { sameShape, sizeOf } from '../tensors/shape.js';
import { checkIgnored, checkOptions } from '../validation/arguments.js';
import { describe, isObject, unexpected } from '../validation/describe.js';
import { formatShape, NablaError } from '../validation/errors.js';
import { checkBatch, checkDataset } from './check-dataset.js';
import type { Batch, Dataset, HostInputs, HostTargets } from './dataset.js';
import { breather } from './event-loop.js';

type Weights = NonNullable<Batch['weights']>;

/**
 * Returns a float64 copy of the weights of the examples `indices`, [n, ...]. Throws NablaError `data` unless they are
 * numbers >= 0.
 */
export function copyWeights(weights: Weights, indices: Int32Array): DenseArray {
  const { data, shape } = hasShape(weights)
    ? { ...weights, data: Float64Array.from(weights.data) }
    : dense(Float64Array.from(weights ?? []), [weights?.length]);
  if (shape[0] !== indices.length || data.length !== sizeOf(shape)) {
    const expected = `one for each of ${indices.length} examples, or [${indices.length}, ...]`;
    throw new NablaError('data', `weights: expected ${expected}. Received ${describe(weights)}.`);
  }
  for (const [at, weight] of data.entries()) {
    if (isWeight(weight)) continue;
    const index = indices[Math.floor((at * indices.length) / data.length)];
    throw new NablaError('data', `weights: expected numbers >= 0. Received ${weight} for example ${index}.`);
  }
  return dense(data, shape);
}

/**
 * Returns the weight of each element of an array of `shape`, whose first dimensions the weights have; 1 without
 * weights. Throws NablaError `shape` for others.
 */
export function spreadWeights(who: string, weights: DenseArray | undefined, shape: Shape): (at: number) => number {
  if (weights === undefined) return () => 1;
  const rank = weights.shape.length;
  if (!sameShape(weights.shape, shape.slice(0, rank))) {
    const expected = `weights of shape ${formatShape(shape)}, or the first dimensions of it`;
    throw new NablaError('shape', `${who}: expected ${expected}. Received ${formatShape(weights.shape)}.`);
  }
  const width = sizeOf(shape.slice(rank));
  return (at) => weights.data[Math.floor(at / width)] as number;
}

const hasShape = (weights: Weights): weights is DenseArray => isObject(weights) && 'shape' in weights;

const isWeight = (weight: number): boolean => Number.isFinite(weight) && weight >= 0;

/**
 * Weights of the classes: a number >= 0 for each, or 'balanced', which is examples / (classes * examples of the class)
 * as in scikit-learn. Balanced classes all count the same.
 */
export type ClassWeights = readonly number[] | 'balanced';

/** Options of `withClassWeights`. */
export interface ClassWeightsOptions {
  /** The label of what counts for nothing, such as padding: its weight is 0. As for the loss. Default: none. */
  readonly ignoreIndex?: number;
}

/**
 * Returns the data set with a weight for each label: the weight of its class, times the weight it already has. Targets
 * are int32 labels [n, ...], class numbers in a float array [n] or [n, 1], or probabilities [n, classes] whose largest
 * value marks the class. 'balanced' reads the whole data set once. Labels to ignore or of weight 0 need no class, and
 * do not count.
 *
 * Rejects with NablaError `argument` for invalid class weights. It or `batch` rejects with code `data` for other
 * targets and for a class without a weight.
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
  options: ClassWeightsOptions = {},
): Promise<Dataset<Y>> {
  checkDataset('class weights', dataset);
  checkOptions('class weights', options, ['ignoreIndex'], '{ ignoreIndex: -100 }');
  const { ignoreIndex } = options;
  checkIgnored('class weights', ignoreIndex);
  const weights =
    classWeights === 'balanced' ? await balancedWeights(dataset, ignoreIndex) : givenWeights(classWeights);
  return {
    length: dataset.length,
    inputShape: dataset.inputShape,
    variesByEpoch: dataset.variesByEpoch,
    order: dataset.order?.bind(dataset),
    batch: async (indices, time) => {
      const batch = checkBatch(await dataset.batch(indices, time)) as Batch<HostInputs, Y>;
      const { classes, shape, weightAt } = labelsOf(batch, indices, ignoreIndex);
      const all = Float64Array.from(classes, (one, at) => {
        const own = weightAt(at);
        const weight = own === 0 ? 0 : weights.get(one);
        if (weight !== undefined) return weight * own;
        const index = indices[Math.floor((at * indices.length) / classes.length)];
        throw new NablaError('data', `class weights: class ${one} of example ${index} has no weight.`);
      });
      return { ...batch, weights: dense(all, shape) };
    },
  };
}

function givenWeights(weights: readonly number[]): ReadonlyMap<number, number> {
  if (Array.isArray(weights) && weights.every(isWeight)) return new Map(weights.entries());
  throw unexpected('class weights', "a number >= 0 for each class, or 'balanced'", weights);
}

async function balancedWeights(dataset: Dataset<HostTargets>, ignored?: number): Promise<ReadonlyMap<number, number>> {
  const { length } = dataset;
  const counts = new Map<number, number>();
  const breathe = breather();
  let total = 0;
  for (let start = 0; start < length; start += COUNTED_ROWS) {
    const indices = range(start, Math.min(start + COUNTED_ROWS, length));
    const { classes, weightAt } = labelsOf(checkBatch(await dataset.batch(indices)), indices, ignored);
    for (const [at, one] of classes.entries()) {
      if (weightAt(at) === 0) continue;
      total += 1;
      counts.set(one, (counts.get(one) ?? 0) + 1);
    }
    await breathe();
  }
  return new Map([...counts].map(([one, count]) => [one, total / (counts.size * count)]));
}

const COUNTED_ROWS = 512;

/** Returns the class of each label, the shape of all, and each label's own weight: 0 for one to ignore. */
function labelsOf({ y, weights }: Batch<HostInputs, HostTargets>, indices: Int32Array, ignored: number | undefined) {
  const { classes, shape } = classesOf(y);
  const given = spreadWeights('class weights', weights && copyWeights(weights, indices), shape);
  return { classes, shape, weightAt: (at: number) => (classes[at] === ignored ? 0 : given(at)) };
}

function classesOf(y: HostTargets): { readonly classes: readonly number[]; readonly shape: Shape } {
  const { data, shape } = (Array.isArray(y) ? y[0] : y) as DenseArray;
  const [rows = 0, width = 1] = shape;
  const isOne = !Array.isArray(y);
  const areNumbers = shape.length < 3 && width === 1 && data.every((value: number) => Number.isInteger(value));
  if (isOne && (areNumbers || dtypeOf(data) === 'int32')) return { classes: Array.from(data), shape };
  if (isOne && shape.length === 2 && width > 1) {
    const each = Array.from({ length: rows }, (_, row) => data.subarray(row * width, (row + 1) * width));
    if (each.every(isDistribution)) return { classes: each.map((row) => largestAt(row)), shape: [rows] };
  }
  const expected = 'int32 labels [n, ...], or probabilities [n, classes] whose rows sum to 1';
  const received = Array.isArray(y) ? describe(y) : `other targets ${formatShape(shape)}`;
  throw new NablaError('data', `class weights: expected ${expected}. Received ${received}.`);
}

const isDistribution = (row: TypedArray): boolean =>
  Math.abs((row as Float64Array).reduce((sum, value) => sum + value, 0) - 1) < 1e-3;
