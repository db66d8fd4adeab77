/** Data sets of features that are computed once. */
import {
  checkOptionNames,
  type Dataset,
  type DenseArray,
  dense,
  type HostTargets,
  listOf,
  NablaError,
  type Network,
  Predictor,
  unexpected,
} from '@nablajs/core';

/** Options of `cacheFeatures`. */
export interface CacheFeaturesOptions {
  /** How many examples to ask the data set for at once, >= 1. Does not change the result. Default: 16. */
  readonly batchSize?: number;
  /** Called after each batch with how many examples are done, of how many. Default: none. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Computes the output of a network for each example of a data set, once, and returns a data set with these as inputs,
 * on the host. Training a head on it gives the bits of training the whole network with a frozen base.
 *
 * Throws NablaError `argument` for a data set that varies by epoch, such as augmented images, and for a network with
 * several outputs.
 *
 * @example
 * ```ts
 * const features = featuresOf(readKeras(bytes));
 * const { module, inputShape, parameters } = features;
 * using base = new Network(backend, module, { inputShape, parameters });
 * const cached = await cacheFeatures(base, photos);
 * ```
 */
export async function cacheFeatures<Y extends HostTargets>(
  network: Network,
  dataset: Dataset<Y>,
  options: CacheFeaturesOptions = {},
): Promise<Dataset<Y>> {
  checkOptionNames('cacheFeatures', options, ['batchSize', 'onProgress']);
  const { batchSize, onProgress } = options;
  if (batchSize !== undefined && !(Number.isSafeInteger(batchSize) && batchSize >= 1)) {
    throw unexpected('cacheFeatures batchSize', 'a whole number >= 1', batchSize);
  }
  const steps = featureSteps(network, dataset, batchSize);
  for (;;) {
    const { done, value } = await steps.next();
    if (done === true) return value;
    onProgress?.(value, dataset.length);
  }
}

/** Reads the inputs of a data set once, which are dense. */
export async function storedRows<Y extends HostTargets>(dataset: Dataset<Y>): Promise<Dataset<Y>> {
  const steps = featureSteps(undefined, dataset);
  for (;;) {
    const { done, value } = await steps.next();
    if (done === true) return value;
  }
}

/** Computes features, or reads inputs; yields how many examples are done. */
export async function* featureSteps<Y extends HostTargets>(
  network: Network | undefined,
  dataset: Dataset<Y>,
  batchSize = 16,
): AsyncGenerator<number, Dataset<Y>, undefined> {
  if (dataset.variesByEpoch === true) {
    const remedy = 'Leave the augmentation out, or train on the data set itself.';
    throw new NablaError('argument', `cacheFeatures: the data set differs from epoch to epoch. ${remedy}`);
  }
  const { length } = dataset;
  const predictor = network && new Predictor(network);
  const features = new Rows(length);
  const weights = new Rows(length);
  const targets: Rows[] = [];
  let isList = false;
  for (let start = 0; start < length; start += batchSize) {
    const count = Math.min(batchSize, length - start);
    const indices = Int32Array.from({ length: count }, (_, at) => start + at);
    const { x, y, weights: given } = await dataset.batch(indices);
    // Copied before the data set is asked again: it may reuse its buffers.
    isList = Array.isArray(y);
    for (const [at, target] of listOf<DenseArray>(y).entries()) {
      targets[at] ??= new Rows(length);
      targets[at].set(start, target);
    }
    if (given !== undefined) weights.set(start, 'layout' in given ? given : dense(Float64Array.from(given), [count]));
    features.set(start, predictor === undefined ? (x as DenseArray) : await predictor.predict(x));
    yield start + count;
  }
  return {
    length,
    inputShape: network?.outputShape ?? dataset.inputShape,
    order: dataset.order?.bind(dataset),
    batch: (indices) => ({
      x: features.at(indices),
      y: (isList ? targets.map((target) => target.at(indices)) : targets[0]?.at(indices)) as Y,
      ...(!weights.isEmpty && { weights: weights.at(indices) }),
    }),
  };
}

/** Rows of one shape. */
class Rows {
  readonly #length: number;
  #all: DenseArray | undefined;

  constructor(length: number) {
    this.#length = length;
  }

  get isEmpty(): boolean {
    return this.#all === undefined;
  }

  /** Copies rows to their places from `start`. */
  set(start: number, { data, shape: [count = 0, ...rest] }: DenseArray): void {
    const width = data.length / count;
    this.#all ??= dense(new (data.constructor as Float32ArrayConstructor)(this.#length * width), [
      this.#length,
      ...rest,
    ]);
    if (this.#all.shape.slice(1).join() !== rest.join()) {
      const shapes = `[${this.#all.shape.slice(1).join(', ')}] and [${rest.join(', ')}]`;
      throw new NablaError('shape', `cacheFeatures: expected examples of one shape. Received ${shapes}.`);
    }
    this.#all.data.set(data, start * width);
  }

  /** Copies the rows at these indices. */
  at(indices: Int32Array): DenseArray {
    const { data, shape } = this.#all as DenseArray;
    const width = data.length / this.#length;
    const made = new (data.constructor as Float32ArrayConstructor)(indices.length * width);
    for (const [row, index] of indices.entries()) {
      made.set((data as Float32Array).subarray(index * width, (index + 1) * width), row * width);
    }
    return dense(made, [indices.length, ...shape.slice(1)]);
  }
}
