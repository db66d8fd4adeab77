/** Uploads a data set to the backend, a part of a batch at a time. */

import type { TypedArray } from '../backend.js';
import { checkBatch } from '../data/check-dataset.js';
import type { Batch, BatchTime, Dataset, HostInputs, HostTargets } from '../data/dataset.js';
import { copyWeights, spreadWeights } from '../data/example-weights.js';
import type { Targets } from '../losses/loss.js';
import { takesIntegers } from '../modules/module.js';
import type { Network } from '../networks/network.js';
import { dtypeOf } from '../tensors/dtype.js';
import { type DenseArray, dense, type HostArray, listOf } from '../tensors/host-array.js';
import { disposeAll, scope } from '../tensors/scope.js';
import { sizeOf } from '../tensors/shape.js';
import { type Tensor, upload, uploadAs } from '../tensors/tensor.js';
import { isPromise, unexpected } from '../validation/describe.js';
import { NablaError, seePage } from '../validation/errors.js';

export interface Part {
  readonly inputs: readonly [Tensor, ...Tensor[]];
  /** An array if the data set has several targets. */
  readonly targets: Targets;
  /** [n, ...], of the network's dtype; undefined if the data set has none. */
  readonly weights: Tensor | undefined;
  /** On the host; the data set may reuse them for its next batch. Empty for a kept part of training. */
  readonly y: HostTargets;
  readonly hostWeights: DenseArray | undefined;
  /** Whether the feed keeps it on the backend. */
  readonly isKept: boolean;
}

/**
 * Uploads examples by index. Checks what kernels cannot: dtypes, row counts and the range of labels.
 *
 * The first examples, up to `room` elements, stay on the backend, unless the data set varies by epoch.
 */
export class Feed {
  readonly model: Network;
  readonly dataset: Dataset<HostTargets>;
  readonly #kept = new Map<number, Part>();
  readonly #room: number;
  readonly #ignoreIndex: number | undefined;
  /** Whether the data set returns promises, so the device can compute meanwhile. */
  #waits = false;
  /** The batch that was requested ahead of time. */
  #ahead: { readonly indices: Int32Array; readonly batch: Promise<Batch<HostInputs, HostTargets>> } | undefined;

  constructor(model: Network, dataset: Dataset<HostTargets>, room: number, ignoreIndex?: number) {
    this.#ignoreIndex = ignoreIndex;
    this.model = model;
    this.dataset = dataset;
    this.#room = dataset.variesByEpoch ? 0 : room;
  }

  /**
   * Requests the examples of the next `load` while the device computes, if the data set returns promises. That `load`
   * throws its errors. The data set must not be used in between.
   */
  prepare(indices: Int32Array, time: BatchTime): void {
    if (!this.#waits || this.#kept.size > 0) return;
    const batch = Promise.resolve(this.dataset.batch(indices, time));
    batch.catch(() => undefined);
    this.#ahead = { indices, batch };
  }

  /** Loads a part; give it back with `release`. An evaluation has no `time`. */
  async load(indices: Int32Array, time?: BatchTime): Promise<Part> {
    const first = indices[0] ?? 0;
    const present = this.#kept.get(first);
    if (present !== undefined) return present;
    const batch = checkBatch(await this.#ask(indices, time));
    this.#check(batch, indices);
    const { backend, dtype } = this.model;
    const { x, y } = batch;
    const hostWeights = batch.weights && copyWeights(batch.weights, indices);
    const up = (array: HostArray): Tensor => upload(backend, array);
    const tensors = scope(() => ({
      inputs: listOf(x).map(up) as [Tensor, ...Tensor[]],
      targets: isSeveral(y) ? y.map(up) : up(y),
      weights: hostWeights && uploadAs(backend, hostWeights, dtype),
    }));
    // By the size of this part: the network's shape may have open dimensions.
    const width = sizeOf(listOf<HostArray>(x)[0]?.shape.slice(1) ?? []);
    const isKept = first + indices.length <= this.#room / width;
    // Only an evaluation, which has no time, reads the targets again.
    const part = { ...tensors, isKept, hostWeights, y: isKept ? copyOf(time === undefined ? y : []) : y };
    if (isKept) this.#kept.set(first, part);
    return part;
  }

  #ask(
    indices: Int32Array,
    time: BatchTime | undefined,
  ): Batch<HostInputs, HostTargets> | Promise<Batch<HostInputs, HostTargets>> {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    if (ahead !== undefined && isSameView(ahead.indices, indices)) return ahead.batch;
    const batch = this.dataset.batch(indices, time);
    this.#waits = isPromise(batch);
    return batch;
  }

  release(part: Part): void {
    if (!part.isKept) disposePart(part);
  }

  dispose(): void {
    for (const part of this.#kept.values()) disposePart(part);
    this.#kept.clear();
  }

  #check({ x, y }: Batch<HostInputs, HostTargets>, indices: Int32Array): void {
    const inputs = listOf(x);
    checkInputDTypes(this.model, 'x of the data set', inputs);
    const targets = listOf(y);
    const isMisfit = ({ shape }: HostArray): boolean => shape[0] !== indices.length;
    if ([...inputs, ...targets].some(isMisfit)) {
      const rows = (arrays: readonly HostArray[]) => (arrays.find(isMisfit) ?? arrays[0])?.shape[0];
      throw new NablaError(
        'data',
        `the data set: expected ${indices.length} examples. Received x of ${rows(inputs)} and y of ${rows(targets)}.`,
      );
    }
    // With several outputs or targets only the loss knows which belong together.
    if (isSeveral(y) || this.model.outputShapes.length !== 1) return;
    if (dtypeOf(y.data) === 'int32') this.#checkLabels(y.data, indices);
  }

  #checkLabels(labels: ArrayLike<number>, indices: Int32Array): void {
    const classes = this.model.outputShape.at(-1) ?? 0;
    const width = labels.length / indices.length;
    for (let i = 0; i < labels.length; i++) {
      const label = labels[i] as number;
      if ((label < 0 || label >= classes) && label !== this.#ignoreIndex) {
        throw new NablaError(
          'data',
          `label ${label} of example ${indices[Math.floor(i / width)]} is outside the network's ${classes} classes ` +
            `(0 to ${classes - 1}).` +
            (classes === 1 ? ' For a regression use float targets.' : '') +
            seePage('guides/errors#labels'),
        );
      }
    }
  }
}

/** Returns the weights of a part for metrics: 0 for a label that the loss ignores. */
export function metricWeights({ y, hostWeights }: Part, ignoreIndex: number | undefined): DenseArray | undefined {
  if (ignoreIndex === undefined || isSeveral(y) || dtypeOf(y.data) !== 'int32') return hostWeights;
  const weightAt = spreadWeights('weights', hostWeights, y.shape);
  const data = Float64Array.from(y.data, (label, at) => (label === ignoreIndex ? 0 : weightAt(at)));
  return dense(data, y.shape);
}

const isSameView = (a: Int32Array, b: Int32Array): boolean =>
  a.buffer === b.buffer && a.byteOffset === b.byteOffset && a.length === b.length;

const isSeveral = (y: HostTargets): y is readonly DenseArray[] => Array.isArray(y);

const copyOf = (y: HostTargets): HostTargets =>
  isSeveral(y) ? y.map((one) => copyOf(one) as DenseArray) : { ...y, data: y.data.slice() };

function disposePart({ inputs, targets, weights }: Part): void {
  disposeAll([...inputs, ...listOf<Tensor>(targets), weights]);
}

/** Throws unless the numbers have the network's dtype, or are integers that it takes: nothing is converted. */
export function checkInputDTypes({ dtype, module }: Network, who: string, inputs: readonly HostArray[]): void {
  for (const [at, x] of inputs.entries()) {
    const name = inputs.length === 1 ? who : `input ${at} of ${who}`;
    const elements: unknown = x.layout === 'csr' ? x.values : x.data;
    if (!ArrayBuffer.isView(elements)) {
      throw unexpected(name, 'elements in a typed array, such as Float32Array.of(1, 2)', elements);
    }
    const own = dtypeOf(elements as TypedArray);
    if (own === dtype || (own === 'int32' && takesIntegers(module, at))) continue;
    const array = dtype === 'float64' ? 'Float64Array' : 'Float32Array';
    throw new NablaError(
      'dtype',
      `the network is ${dtype} but ${name} is ${own}; keep it in a ${array}, or change the network's dtype.`,
    );
  }
}

/**
 * Returns rows `start` to `end` (exclusive) of an array.
 *
 * @example
 * ```ts
 * const rows = sliceRows(dense(Float32Array.of(1, 2, 3, 4, 5, 6), [3, 2]), 1, 3); // 3, 4, 5, 6 of shape [2, 2]
 * ```
 */
export function sliceRows(array: HostArray, start: number, end: number): HostArray {
  const [, ...rest] = array.shape;
  if (array.layout === 'dense') {
    const width = rest.reduce((product, dimension) => product * dimension, 1);
    return { layout: 'dense', shape: [end - start, ...rest], data: array.data.subarray(start * width, end * width) };
  }
  const [from, to] = [array.rowOffsets[start] ?? 0, array.rowOffsets[end] ?? 0];
  return {
    layout: 'csr',
    shape: [end - start, array.shape[1]],
    rowOffsets: array.rowOffsets.slice(start, end + 1).map((offset) => offset - from),
    columns: array.columns.subarray(from, to),
    values: array.values.subarray(from, to),
  };
}
