import {
  allocate,
  type Batch,
  checkOptionNames,
  type Dataset,
  type DenseArray,
  dense,
  dtypeOf,
  formatShape,
  type HostTargets,
  isFloat,
  NablaError,
  sizeOf,
} from '@nablajs/core';
import { checkIndices } from './indices.js';
import { checkWeights } from './weights.js';

/** Options of `arrayDataset`. */
export interface ArrayDatasetOptions {
  /**
   * How much each example counts in the loss and in metrics: one number >= 0 per example, or an array [n, ...] with one
   * for each token or element. Default: 1 for all.
   */
  readonly weights?: ArrayLike<number> | DenseArray;
}

/**
 * Makes a data set from arrays in memory. The arrays are not copied; every batch is a copy.
 *
 * @param x The inputs, [n, ...].
 * @param y The targets: int32 labels [n, ...], floats [n, ...], or an array of these for a loss with several targets.
 * @throws A `NablaError` with code `shape` or `dtype` if the arrays do not fit one another. `batch` throws one with
 * code `argument` for an index out of range.
 *
 * @example
 * ```ts
 * const x = dense(Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1), [4, 2]);
 * const y = dense(Int32Array.of(0, 1, 1, 0), [4]);
 * const dataset = arrayDataset(x, y, { weights: [1, 1, 1, 2] });
 * ```
 */
export function arrayDataset(x: DenseArray, y: DenseArray, options?: ArrayDatasetOptions): Dataset;
export function arrayDataset(
  x: DenseArray,
  y: readonly DenseArray[],
  options?: ArrayDatasetOptions,
): Dataset<readonly DenseArray[]>;
export function arrayDataset(x: DenseArray, y: HostTargets, options: ArrayDatasetOptions = {}): Dataset<HostTargets> {
  checkOptionNames('arrayDataset', options, ['weights']);
  const { weights } = options;
  const [length, ...inputShape] = checkRows('x', x);
  for (const targets of isSeveral(y) ? y : [y]) {
    if (checkRows('y', targets)[0] !== length) {
      const received = `${formatShape(x.shape)} and ${formatShape(targets.shape)}`;
      throw new NablaError('shape', `arrayDataset: x and y must have as many rows. Received ${received}.`);
    }
    checkTargets(targets);
  }
  const own = weights && ('shape' in weights ? weights : dense(Float64Array.from(weights), [weights.length]));
  checkWeights('arrayDataset', own && { length: checkRows('weights', own)[0] }, length);
  return {
    length,
    inputShape,
    batch(indices): Batch<DenseArray, HostTargets> {
      checkIndices('batch', indices, length);
      const picked = isSeveral(y) ? y.map((targets) => pickRows(targets, indices)) : pickRows(y, indices);
      return { x: pickRows(x, indices), y: picked, ...(own && { weights: pickRows(own, indices) }) };
    },
  };
}

const isSeveral = (y: HostTargets): y is readonly DenseArray[] => Array.isArray(y);

function checkRows(name: string, { data, shape }: DenseArray): [rows: number, ...rest: number[]] {
  const [rows, ...rest] = shape;
  if (rows === undefined || data.length !== sizeOf(shape)) {
    const expected = rows === undefined ? '[n, ...]' : `${sizeOf(shape)} elements for ${formatShape(shape)}`;
    throw new NablaError('shape', `arrayDataset: ${name}: expected ${expected}. Received ${data.length} elements.`);
  }
  return [rows, ...rest];
}

function checkTargets({ data }: DenseArray): void {
  const dtype = dtypeOf(data);
  if (dtype === 'int32' || (dtype !== undefined && isFloat(dtype))) return;
  throw new NablaError('dtype', `arrayDataset: y: expected int32 labels or float targets. Received ${dtype}.`);
}

function pickRows({ data, shape }: DenseArray, indices: Int32Array): DenseArray {
  const [, ...rest] = shape;
  const width = sizeOf(rest);
  const picked = allocate(dtypeOf(data) ?? 'float64', indices.length * width);
  for (const [row, index] of indices.entries()) {
    picked.set(data.subarray(index * width, (index + 1) * width), row * width);
  }
  return dense(picked, [indices.length, ...rest]);
}
