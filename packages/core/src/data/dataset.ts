/** Data on the host: what data sets hand to the trainer and what predictions come back as. */
import type { CsrArray, Shape } from '../backend.js';
import type { TypedArray } from '../tensors/dtype.js';

/** Row-major elements with their shape. The dtype is that of the array. */
export interface DenseArray {
  readonly layout: 'dense';
  readonly shape: Shape;
  readonly data: TypedArray;
}

/** Dense or sparse elements on the host. */
export type HostArray = DenseArray | CsrArray;

/** The inputs of some examples: one array, or one for each input of the network. */
export type HostInputs = HostArray | readonly HostArray[];

/** The targets of some examples: one array, or several for a loss that takes several. */
export type HostTargets = DenseArray | readonly DenseArray[];

/**
 * n examples: x [n, ...], or an array for each input of the network; y int32 labels [n] or float targets [n, ...], or an
 * array of such, which the loss then gets as an array of tensors.
 */
export interface Batch<X extends HostInputs = HostInputs, Y extends HostTargets = DenseArray> {
  readonly x: X;
  readonly y: Y;
  /** What each example counts in the loss: n numbers >= 0. Metrics count every example once. Default 1 each. */
  readonly weights?: ArrayLike<number>;
}

/** When training asks for a batch. */
export interface BatchTime {
  /** The epoch under way, from 1. */
  readonly epoch: number;
}

/**
 * Examples by index. `batch` may be called with any indices in [0, length), in any order and with repeats; the trainer
 * copies what it returns to the backend, so a data set may reuse its buffers at the next call.
 *
 * `Dataset` alone has one array of targets; `Dataset<DenseArray[]>` has several.
 */
export interface Dataset<Y extends HostTargets = DenseArray> {
  /** Number of examples. */
  readonly length: number;
  /** Shape of one example of the first input, without the batch dimension. */
  readonly inputShape: Shape;
  /**
   * Whether an example differs from epoch to epoch, as augmented images do. Default false: a full batch is then asked for
   * once and kept for all epochs. A data set that wraps another must pass this on, and pass `time` to its `batch`.
   */
  readonly variesByEpoch?: boolean | undefined;
  /**
   * The same indices must give the same examples; where `variesByEpoch` is true, the same indices in the same epoch must.
   * Training passes `time`; evaluation leaves it out, and gets the examples unchanged. Training asks a data set that returns
   * promises for the next batch while the device computes; ask it for nothing else meanwhile if it reuses its buffers.
   */
  batch(indices: Int32Array, time?: BatchTime): Batch<HostInputs, Y> | Promise<Batch<HostInputs, Y>>;
  /**
   * Draws the order of an epoch that is shuffled: each index once. For examples that are costly to reach one by one, as
   * those of a large file: blocks in random order, and the examples of each block at random. `random` is a function of the
   * run's seed and the epoch. Default: any order is as likely as another.
   */
  readonly order?: ((random: Permuter) => Int32Array) | undefined;
}

/** Draws orders; a `Random` is one. */
export interface Permuter {
  /** The numbers 0 to n - 1 in random order. */
  permutation(n: number): Int32Array;
}

/** What is one or an array of them, as an array. */
export function listOf<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? value : [value as T];
}

/** Wraps row-major elements; the length must fit the shape. */
export function dense(data: TypedArray, shape: Shape): DenseArray {
  return { layout: 'dense', shape, data };
}
