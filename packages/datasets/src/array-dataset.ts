import {
  allocate,
  checkOptionNames,
  type Dataset,
  type DenseArray,
  dense,
  dtypeOf,
  formatShape,
  type HostTargets,
  isFloat,
  listOf,
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
 * Makes a data set from arrays in memory. The arrays are not copied; batches are.
 *
 * @param x The inputs, [n, ...]; an array of these for a network with several inputs.
 * @param y The targets: int32 labels [n, ...], floats [n, ...], or an array of these for a loss with several targets.
 * @throws NablaError `shape` or `dtype` if the arrays do not fit one another. `batch` throws `argument` for an index
 * out of range.
 *
 * @example
 * ```ts
 * const x = array([[0, 0], [0, 1], [1, 0], [1, 1]]);
 * const dataset = arrayDataset(x, array([0, 1, 1, 0], 'int32'), { weights: [1, 1, 1, 2] });
 * ```
 */
export function arrayDataset<Y extends HostTargets = DenseArray>(
  x: DenseArray | readonly DenseArray[],
  y: Y,
  options: ArrayDatasetOptions = {},
): Dataset<Y> {
  checkOptionNames('arrayDataset', options, ['weights']);
  const { weights } = options;
  const [first, ...others] = listOf<DenseArray>(x);
  const targets = listOf<DenseArray>(y);
  const [length, ...inputShape] = checkRows('x', first);
  for (const array of [...others, ...targets]) {
    const isTarget = targets.includes(array);
    if (checkRows(isTarget ? 'y' : 'x', array)[0] !== length) {
      const received = `${formatShape([length, ...inputShape])} and ${formatShape(array.shape)}`;
      throw new NablaError('shape', `arrayDataset: x and y must have as many rows. Received ${received}.`);
    }
    if (isTarget) checkTargets(array);
  }
  const own = weights && ('shape' in weights ? weights : dense(Float64Array.from(weights), [weights.length]));
  checkWeights('arrayDataset', own && { length: checkRows('weights', own)[0] }, length);
  return {
    length,
    inputShape,
    batch(indices) {
      checkIndices('batch', indices, length);
      const pick = (arrays: HostTargets): HostTargets =>
        isSeveral(arrays) ? arrays.map((one) => pickRows(one, indices)) : pickRows(arrays, indices);
      return { x: pick(x), y: pick(y) as Y, ...(own && { weights: pickRows(own, indices) }) };
    },
  };
}

const isSeveral = (arrays: HostTargets): arrays is readonly DenseArray[] => Array.isArray(arrays);

function checkRows(name: string, array: DenseArray | undefined): [rows: number, ...rest: number[]] {
  // Nested arrays are the usual mistake.
  if (!Array.isArray(array?.shape)) {
    const expected = 'expected elements with their shape, such as array([[1, 2], [3, 4]])';
    throw new NablaError('argument', `arrayDataset: ${name}: ${expected}. Received ${typeof array}.`);
  }
  const { data, shape } = array;
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
