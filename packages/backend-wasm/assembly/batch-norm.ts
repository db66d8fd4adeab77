/**
 * Normalises columns by their own statistics, in doubles. It computes the sums of BATCH_PART rows while these are in
 * the cache, and merges them in order (T. F. Chan, G. H. Golub and R. J. LeVeque, "Algorithms for computing the sample
 * variance", The American Statistician 37, 1983). The variance comes from deviations from a mean, never from the
 * squares of x itself.
 *
 * Sums are lines of doubles, `stride` bytes apart: two for each part, then those of all rows. So are the statistics for
 * the gradients: the means and the variances, before they are rounded.
 */
import { BATCH_PART } from './generated/layout';
import { BatchSums as BatchNorm } from './generated/arguments';
import { scratch } from './arguments';
import { throughRelu } from './numbers';

/** The first two of the four elements from `at` on, as doubles. */
// @ts-ignore: decorator
@inline
function low<T>(at: usize): v128 {
  return sizeof<T>() === 8 ? v128.load(at) : f64x2.promote_low_f32x4(v128.load64_zero(at));
}

/** The other two of the four elements from `at` on. */
// @ts-ignore: decorator
@inline
function high<T>(at: usize): v128 {
  return low<T>(at + 2 * sizeof<T>());
}

/** Rounds and stores four doubles, or the first `bytes` bytes of the result. */
// @ts-ignore: decorator
@inline
function storeFour<T>(at: usize, first: v128, second: v128, bytes: usize): void {
  const to = bytes < 4 * sizeof<T>() ? scratch() : at;
  if (sizeof<T>() === 8) {
    v128.store(to, first);
    v128.store(to, second, 16);
  } else {
    const rounded = f32x4.demote_f64x2_zero(second);
    v128.store(to, i64x2.shuffle(f32x4.demote_f64x2_zero(first), rounded, 0, 2));
  }
  if (to !== at) memory.copy(at, to, bytes);
}

// @ts-ignore: decorator
@inline
function line(index: i32): usize {
  return BatchNorm.sums() + <usize>index * BatchNorm.stride();
}

// @ts-ignore: decorator
@inline
function meanAt(column: i32): usize {
  return BatchNorm.statistics() + (<usize>column << 3);
}

// @ts-ignore: decorator
@inline
function varianceAt(column: i32): usize {
  return meanAt(column) + BatchNorm.stride();
}

/** Rows of an item that stay in the first-level cache while their columns are processed one after the other. */
// @ts-ignore: decorator
@inline
function blockRows(): i32 {
  return max(1, 2048 / max(1, BatchNorm.channels()));
}

/** Writes the sum of each column of a part, then the sum of its squared deviations from the part's mean. */
export function batchSums<T>(part: i32): void {
  const from = part * BATCH_PART;
  const rows = min(BATCH_PART, BatchNorm.rows() - from);
  const stride = <usize>BatchNorm.channels() * sizeof<T>();
  const count = f64x2.splat(<f64>rows);
  for (let column = 0; column < BatchNorm.channels(); column += 4) {
    const start = BatchNorm.x() + <usize>from * stride + <usize>column * sizeof<T>();
    let s0 = f64x2.splat(0);
    let s1 = f64x2.splat(0);
    let x = start;
    for (let row = 0; row < rows; row++, x += stride) {
      s0 = f64x2.add(s0, low<T>(x));
      s1 = f64x2.add(s1, high<T>(x));
    }
    const mean0 = f64x2.div(s0, count);
    const mean1 = f64x2.div(s1, count);
    let q0 = f64x2.splat(0);
    let q1 = f64x2.splat(0);
    x = start;
    for (let row = 0; row < rows; row++, x += stride) {
      const d0 = f64x2.sub(low<T>(x), mean0);
      const d1 = f64x2.sub(high<T>(x), mean1);
      q0 = f64x2.add(q0, f64x2.mul(d0, d0));
      q1 = f64x2.add(q1, f64x2.mul(d1, d1));
    }
    storeSums(part, column, s0, s1, q0, q1);
  }
}

/** Writes the two lines of a part, from a column on. */
// @ts-ignore: decorator
@inline
function storeSums(part: i32, column: i32, s0: v128, s1: v128, q0: v128, q1: v128): void {
  const sums = line(2 * part) + (<usize>column << 3);
  const others = sums + BatchNorm.stride();
  v128.store(sums, s0);
  v128.store(sums, s1, 16);
  v128.store(others, q0);
  v128.store(others, q1, 16);
}

/** Merges the parts. Writes the mean and the variance, also as doubles, and scale / sqrt(variance + epsilon). */
export function batchMerge<T>(_item: i32): void {
  const parts = (BatchNorm.rows() + BATCH_PART - 1) / BATCH_PART;
  const n = <f64>BatchNorm.rows();
  for (let column = 0; column < BatchNorm.channels(); column++) {
    const place = <usize>column << 3;
    let sum: f64 = 0;
    for (let part = 0; part < parts; part++) sum += load<f64>(line(2 * part) + place);
    const mean = sum / n;
    let squares: f64 = 0;
    for (let part = 0; part < parts; part++) {
      const rows = <f64>min(BATCH_PART, BatchNorm.rows() - part * BATCH_PART);
      const shift = load<f64>(line(2 * part) + place) / rows - mean;
      squares += load<f64>(line(2 * part + 1) + place) + rows * (shift * shift);
    }
    const variance = squares / n;
    const own = <usize>column * sizeof<T>();
    store<T>(BatchNorm.mean() + own, <T>mean);
    store<T>(BatchNorm.variance() + own, <T>variance);
    store<f64>(meanAt(column), mean);
    store<f64>(varianceAt(column), variance);
    const scale = <f64>load<T>(BatchNorm.scale() + own);
    store<f64>(line(2 * parts) + place, scale / sqrt(variance + BatchNorm.epsilon()));
  }
}

/** y = activation((x - mean) factor + offset). An item is `each` rows. */
export function batchApply<T>(item: i32): void {
  const parts = (BatchNorm.rows() + BATCH_PART - 1) / BATCH_PART;
  const channels = BatchNorm.channels();
  const to = min((item + 1) * BatchNorm.each(), BatchNorm.rows());
  const stride = <usize>channels * sizeof<T>();
  const least = f64x2.splat(BatchNorm.relu() !== 0 ? 0 : -Infinity);
  const block = blockRows();
  for (let from = item * BatchNorm.each(); from < to; from += block) {
    const end = min(from + block, to);
    for (let column = 0; column < channels; column += 4) {
      const means = meanAt(column);
      const mean0 = v128.load(means);
      const mean1 = v128.load(means, 16);
      const factors = line(2 * parts) + (<usize>column << 3);
      const factor0 = v128.load(factors);
      const factor1 = v128.load(factors, 16);
      const offsets = BatchNorm.offset() + <usize>column * sizeof<T>();
      const offset0 = low<T>(offsets);
      const offset1 = high<T>(offsets);
      const first = <usize>from * stride + <usize>column * sizeof<T>();
      let x = BatchNorm.x() + first;
      let out = BatchNorm.out() + first;
      for (let row = from; row < end; row++, x += stride, out += stride) {
        const y0 = f64x2.add(f64x2.mul(f64x2.sub(low<T>(x), mean0), factor0), offset0);
        const y1 = f64x2.add(f64x2.mul(f64x2.sub(high<T>(x), mean1), factor1), offset1);
        storeFour<T>(out, f64x2.pmax(y0, least), f64x2.pmax(y1, least), <usize>(channels - column) * sizeof<T>());
      }
    }
  }
}

/** Writes for each column of a part the sum of dZ, then the sum of dZ (x - mean). */
export function batchGradientSums<T>(part: i32): void {
  const from = part * BATCH_PART;
  const rows = min(BATCH_PART, BatchNorm.rows() - from);
  const stride = <usize>BatchNorm.channels() * sizeof<T>();
  const relu = BatchNorm.relu() !== 0;
  for (let column = 0; column < BatchNorm.channels(); column += 4) {
    const first = <usize>from * stride + <usize>column * sizeof<T>();
    let x = BatchNorm.x() + first;
    let y = BatchNorm.y() + first;
    let dY = BatchNorm.dY() + first;
    const means = meanAt(column);
    const mean0 = v128.load(means);
    const mean1 = v128.load(means, 16);
    let s0 = f64x2.splat(0);
    let s1 = f64x2.splat(0);
    let p0 = f64x2.splat(0);
    let p1 = f64x2.splat(0);
    for (let row = 0; row < rows; row++, x += stride, y += stride, dY += stride) {
      let z0 = low<T>(dY);
      let z1 = high<T>(dY);
      if (relu) {
        z0 = throughRelu<f64>(z0, low<T>(y));
        z1 = throughRelu<f64>(z1, high<T>(y));
      }
      s0 = f64x2.add(s0, z0);
      s1 = f64x2.add(s1, z1);
      p0 = f64x2.add(p0, f64x2.mul(z0, f64x2.sub(low<T>(x), mean0)));
      p1 = f64x2.add(p1, f64x2.mul(z1, f64x2.sub(high<T>(x), mean1)));
    }
    storeSums(part, column, s0, s1, p0, p1);
  }
}

/**
 * Adds the parts. Writes the gradients of scale and offset, and three doubles for each column, for the next kernel.
 */
export function batchGradientMerge<T>(_item: i32): void {
  const parts = (BatchNorm.rows() + BATCH_PART - 1) / BATCH_PART;
  const n = <f64>BatchNorm.rows();
  for (let column = 0; column < BatchNorm.channels(); column++) {
    const place = <usize>column << 3;
    let sum: f64 = 0;
    let product: f64 = 0;
    for (let part = 0; part < parts; part++) {
      sum += load<f64>(line(2 * part) + place);
      product += load<f64>(line(2 * part + 1) + place);
    }
    const own = <usize>column * sizeof<T>();
    const inverse = 1 / sqrt(load<f64>(varianceAt(column)) + BatchNorm.epsilon());
    store<T>(BatchNorm.dOffset() + own, <T>sum);
    store<T>(BatchNorm.dScale() + own, <T>(product * inverse));
    store<f64>(line(2 * parts) + place, <f64>load<T>(BatchNorm.scale() + own) * inverse);
    store<f64>(line(2 * parts + 1) + place, sum / n);
    store<f64>(line(2 * parts + 2) + place, (product * inverse * inverse) / n);
  }
}

/** dX = factor (dZ - mean of dZ - (x - mean) share). An item is `each` rows. */
export function batchGradient<T>(item: i32): void {
  const parts = (BatchNorm.rows() + BATCH_PART - 1) / BATCH_PART;
  const channels = BatchNorm.channels();
  const to = min((item + 1) * BatchNorm.each(), BatchNorm.rows());
  const stride = <usize>channels * sizeof<T>();
  const relu = BatchNorm.relu() !== 0;
  const block = blockRows();
  for (let from = item * BatchNorm.each(); from < to; from += block) {
    const end = min(from + block, to);
    for (let column = 0; column < channels; column += 4) {
      const means = meanAt(column);
      const mean0 = v128.load(means);
      const mean1 = v128.load(means, 16);
      const factors = line(2 * parts) + (<usize>column << 3);
      const gradients = factors + BatchNorm.stride();
      const shares = gradients + BatchNorm.stride();
      const first = <usize>from * stride + <usize>column * sizeof<T>();
      let x = BatchNorm.x() + first;
      let y = BatchNorm.y() + first;
      let dY = BatchNorm.dY() + first;
      let out = BatchNorm.out() + first;
      for (let row = from; row < end; row++, x += stride, y += stride, dY += stride, out += stride) {
        let z0 = low<T>(dY);
        let z1 = high<T>(dY);
        if (relu) {
          z0 = throughRelu<f64>(z0, low<T>(y));
          z1 = throughRelu<f64>(z1, high<T>(y));
        }
        const shared0 = f64x2.mul(f64x2.sub(low<T>(x), mean0), v128.load(shares));
        const shared1 = f64x2.mul(f64x2.sub(high<T>(x), mean1), v128.load(shares, 16));
        z0 = f64x2.sub(f64x2.sub(z0, v128.load(gradients)), shared0);
        z1 = f64x2.sub(f64x2.sub(z1, v128.load(gradients, 16)), shared1);
        z0 = f64x2.mul(z0, v128.load(factors));
        z1 = f64x2.mul(z1, v128.load(factors, 16));
        storeFour<T>(out, z0, z1, <usize>(channels - column) * sizeof<T>());
      }
    }
  }
}
