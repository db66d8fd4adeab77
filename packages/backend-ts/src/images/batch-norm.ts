/** Batch normalisation, forward and backward, of each column of x [n, channels]. */
import type { FloatDType, FusedKernels } from '@nablajs/core';
import { throughRelu } from '../elementwise.js';
import { SUM_BLOCK } from '../matmul.js';
import { addRow, columnSums } from '../reduce.js';
import { type FloatArray, floats, type Storage, type StoragePool } from '../storage.js';

/** Selects a value without a branch, as in elementwise.ts. */
const CHOICE = /* @__PURE__ */ new Float64Array(2);

/** Sums what `add` adds for each row. Adds in blocks of rows. */
function sumsOfRows(
  n: number,
  columns: number,
  length: number,
  add: (sums: Float64Array, start: number) => void,
): Float64Array {
  const total = new Float64Array(length);
  const block = new Float64Array(length);
  for (let first = 0; first < n; first += SUM_BLOCK) {
    block.fill(0);
    const end = Math.min(n, first + SUM_BLOCK);
    for (let row = first; row < end; row++) add(block, row * columns);
    addRow(total, block, 0);
  }
  return total;
}

/** `sums[j] += (x[start + j] − mean[j])²` */
function addSquares(sums: Float64Array, x: FloatArray, start: number, mean: Float64Array): void {
  for (let j = 0; j < sums.length; j++) {
    const deviation = x[start + j]! - mean[j]!;
    sums[j] = sums[j]! + deviation * deviation;
  }
}

/** Returns `1 / √(variance + epsilon)`. */
const inverseDeviations = (variance: Float64Array, epsilon: number): Float64Array =>
  Float64Array.from(variance, (value) => 1 / Math.sqrt(value + epsilon));

/** `y = activation((x − mean) · inverse · scale + offset)` for one row. The ReLU keeps NaN. */
function normaliseRow(
  y: FloatArray,
  x: FloatArray,
  start: number,
  mean: Float64Array,
  inverse: Float64Array,
  scale: FloatArray,
  offset: FloatArray,
  relu: number,
): void {
  CHOICE[1] = 0;
  for (let j = 0; j < mean.length; j++) {
    const z = (x[start + j]! - mean[j]!) * inverse[j]! * scale[j]! + offset[j]!;
    CHOICE[0] = z;
    y[start + j] = CHOICE[Number(z <= 0) & relu]!;
  }
}

/** Adds dZ to `sums[j]`, and `dZ · h` to `sums[channels + j]`, for one row. */
function addGradients(
  sums: Float64Array,
  x: FloatArray,
  y: FloatArray,
  dY: FloatArray,
  start: number,
  mean: Float64Array,
  inverse: Float64Array,
  linear: boolean,
): void {
  const channels = mean.length;
  for (let j = 0; j < channels; j++) {
    const dZ = linear ? dY[start + j]! : throughRelu(dY[start + j]!, y[start + j]!);
    sums[j] = sums[j]! + dZ;
    sums[channels + j] = sums[channels + j]! + dZ * ((x[start + j]! - mean[j]!) * inverse[j]!);
  }
}

/** `dX = factor · (dZ − dOffset / n − h · dScale / n)` for one row. `means` has `dOffset / n`, then `dScale / n`. */
function inputGradientRow(
  dX: FloatArray,
  x: FloatArray,
  y: FloatArray,
  dY: FloatArray,
  start: number,
  mean: Float64Array,
  inverse: Float64Array,
  means: Float64Array,
  factor: Float64Array,
  linear: boolean,
): void {
  const channels = mean.length;
  for (let j = 0; j < channels; j++) {
    const dZ = linear ? dY[start + j]! : throughRelu(dY[start + j]!, y[start + j]!);
    const h = (x[start + j]! - mean[j]!) * inverse[j]!;
    dX[start + j] = factor[j]! * (dZ - means[j]! - h * means[channels + j]!);
  }
}

type BatchNormKernel = 'batchNorm' | 'batchNormBackward';

export function batchNormKernels(pool: StoragePool): Required<Pick<FusedKernels<Storage>, BatchNormKernel>> {
  /** Returns a storage with these numbers, rounded to the dtype. */
  const stored = (values: Float64Array, dtype: FloatDType): FloatArray => {
    const out = pool.allocate(dtype, values.length);
    out.set(values);
    return out;
  };
  return {
    batchNorm(x, scale, offset, epsilon, activation) {
      const [n, channels] = x.shape as [number, number];
      const dtype = x.dtype as FloatDType;
      const data = floats(x);
      const mean = columnSums(data, 0, n, channels).map((sum) => sum / n);
      const squares = sumsOfRows(n, channels, channels, (sums, start) => addSquares(sums, data, start, mean));
      const variance = squares.map((sum) => sum / n);
      const inverse = inverseDeviations(variance, epsilon);
      const y = pool.allocate(dtype, data.length);
      const relu = Number(activation === 'relu');
      for (let row = 0; row < n; row++) {
        normaliseRow(y, data, row * channels, mean, inverse, floats(scale), floats(offset), relu);
      }
      const statistics = pool.allocate('float64', 2 * channels);
      statistics.set(mean);
      statistics.set(variance, channels);
      return { y, mean: stored(mean, dtype), variance: stored(variance, dtype), statistics };
    },
    batchNormBackward(x, scale, statistics, y, dY, epsilon, activation) {
      const [n, channels] = x.shape as [number, number];
      const dtype = x.dtype as FloatDType;
      const [data, output, gradient] = [floats(x), floats(y), floats(dY)];
      const middle = (statistics as Float64Array).subarray(0, channels);
      const inverse = inverseDeviations((statistics as Float64Array).subarray(channels), epsilon);
      const linear = activation === 'none';
      const sums = sumsOfRows(n, channels, 2 * channels, (block, start) =>
        addGradients(block, data, output, gradient, start, middle, inverse, linear),
      );
      const means = sums.map((sum) => sum / n);
      const factor = inverse.map((value, j) => value * floats(scale)[j]!);
      const dX = pool.allocate(dtype, data.length);
      for (let row = 0; row < n; row++) {
        inputGradientRow(dX, data, output, gradient, row * channels, middle, inverse, means, factor, linear);
      }
      return {
        dX,
        dScale: stored(sums.subarray(channels), dtype),
        dOffset: stored(sums.subarray(0, channels), dtype),
      };
    },
  };
}
