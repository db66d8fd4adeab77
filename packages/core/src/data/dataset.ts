/** Data on the host: what data sets return and what `predict` returns. */
import type { Shape } from '../backend.js';
import type { Permuter } from '../random/random.js';
import type { DenseArray, HostArray } from '../tensors/host-array.js';

/** The inputs of some examples: one array, or one for each input of the network. */
export type HostInputs = HostArray | readonly HostArray[];

/** The targets of some examples: one array, or several for a loss that takes several. */
export type HostTargets = DenseArray | readonly DenseArray[];

/**
 * A batch of n examples. x is [n, ...]; for several inputs it is an array of them. y is int32 labels [n, ...] or
 * float targets [n, ...]; if it is an array of these, the loss gets an array of tensors.
 */
export interface Batch<X extends HostInputs = HostInputs, Y extends HostTargets = DenseArray> {
  readonly x: X;
  readonly y: Y;
  /**
   * How much the examples count in the loss and in metrics: n numbers >= 0, or an array [n, ...] with one for each
   * token or element, in the first dimensions of the losses. A weight of 0 leaves out. Default: 1 each.
   */
  readonly weights?: ArrayLike<number> | DenseArray;
}

/** The time at which training asks for a batch. */
export interface BatchTime {
  /** The current epoch, from 1. */
  readonly epoch: number;
}

/**
 * Provides examples by index, in any order and with repeats. Results are copied to the backend, so a data set may reuse
 * its buffers in the next call. `Dataset<DenseArray[]>` has several arrays of targets.
 *
 * @example
 * ```ts
 * const squares: Dataset = {
 *   length: 100,
 *   inputShape: [1],
 *   batch: (indices) => ({
 *     x: dense(Float32Array.from(indices, (i) => i / 100), [indices.length, 1]),
 *     y: dense(Float32Array.from(indices, (i) => (i / 100) ** 2), [indices.length, 1]),
 *   }),
 * };
 * ```
 */
export interface Dataset<Y extends HostTargets = DenseArray> {
  /** Number of examples. */
  readonly length: number;
  /** Shape of one example of the first input, without the batch dimension. */
  readonly inputShape: Shape;
  /**
   * Whether examples differ from epoch to epoch, as augmented images do. A data set that wraps another must pass this
   * on, and pass `time` to its `batch`. Default: false.
   */
  readonly variesByEpoch?: boolean | undefined;
  /**
   * Returns the examples at these indices. The same indices must return the same examples; with `variesByEpoch`, in the
   * same epoch. Training passes `time`; evaluation does not, and gets the examples unchanged. If it returns promises,
   * training asks for the next batch while the device computes.
   */
  batch(indices: Int32Array, time?: BatchTime): Batch<HostInputs, Y> | Promise<Batch<HostInputs, Y>>;
  /**
   * Returns the order of a shuffled epoch, each index once. Write it if reading single examples is slow, as from a
   * large file: shuffle blocks, and the examples of each. Default: any order.
   */
  readonly order?: ((random: Permuter) => Int32Array) | undefined;
}
