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
import { throughRelu } from './numbers';

/** The two elements from `at` on as doubles. */
// @ts-ignore: decorator
@inline
function pair<T>(at: usize): v128 {
  return sizeof<T>() === 8 ? v128.load(at) : f64x2.promote_low_f32x4(v128.load64_zero(at));
}

// @ts-ignore: decorator
@inline
function storePair<T>(at: usize, value: v128, isPair: bool): void {
  if (sizeof<T>() === 8) {
    if (isPair) v128.store(at, value);
    else store<f64>(at, f64x2.extract_lane(value, 0));
    return;
  }
  const rounded = f32x4.demote_f64x2_zero(value);
  if (isPair) v128.store64_lane(at, rounded, 0);
  else store<f32>(at, f32x4.extract_lane(rounded, 0));
}

/** dY, or what of it goes through the ReLU. */
// @ts-ignore: decorator
@inline
function gradientAt<T>(at: usize): v128 {
  const dY = pair<T>(BatchNorm.dY() + at);
  if (BatchNorm.relu() === 0) return dY;
  return throughRelu<f64>(dY, pair<T>(BatchNorm.y() + at));
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

/** Writes the sum of each column of a part, then the sum of its squared deviations from the part's mean. */
export function batchSums<T>(part: i32): void {
  const from = part * BATCH_PART;
  const rows = min(BATCH_PART, BatchNorm.rows() - from);
  const stride = <usize>BatchNorm.channels() * sizeof<T>();
  const count = f64x2.splat(<f64>rows);
  for (let column = 0; column < BatchNorm.channels(); column += 2) {
    const start = BatchNorm.x() + <usize>from * stride + <usize>column * sizeof<T>();
    const place = <usize>column << 3;
    let s0 = f64x2.splat(0);
    let x = start;
    for (let row = 0; row < rows; row++, x += stride) s0 = f64x2.add(s0, pair<T>(x));
    const mean = f64x2.div(s0, count);
    let s1 = f64x2.splat(0);
    x = start;
    for (let row = 0; row < rows; row++, x += stride) {
      const deviation = f64x2.sub(pair<T>(x), mean);
      s1 = f64x2.add(s1, f64x2.mul(deviation, deviation));
    }
    v128.store(line(2 * part) + place, s0);
    v128.store(line(2 * part + 1) + place, s1);
  }
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
  const from = item * BatchNorm.each();
  const to = min(from + BatchNorm.each(), BatchNorm.rows());
  const stride = <usize>channels * sizeof<T>();
  const least = f64x2.splat(BatchNorm.relu() !== 0 ? 0 : -Infinity);
  let start = <usize>from * stride;
  for (let row = from; row < to; row++, start += stride) {
    for (let column = 0; column < channels; column += 2) {
      const place = <usize>column << 3;
      const at = start + <usize>column * sizeof<T>();
      const deviation = f64x2.sub(pair<T>(BatchNorm.x() + at), v128.load(meanAt(column)));
      const scaled = f64x2.mul(deviation, v128.load(line(2 * parts) + place));
      const value = f64x2.add(scaled, pair<T>(BatchNorm.offset() + <usize>column * sizeof<T>()));
      storePair<T>(BatchNorm.out() + at, f64x2.pmax(value, least), column + 1 < channels);
    }
  }
}

/** Writes for each column of a part the sum of dZ, then the sum of dZ (x - mean). */
export function batchGradientSums<T>(part: i32): void {
  const from = part * BATCH_PART;
  const rows = min(BATCH_PART, BatchNorm.rows() - from);
  const stride = <usize>BatchNorm.channels() * sizeof<T>();
  for (let column = 0; column < BatchNorm.channels(); column += 2) {
    let at = <usize>from * stride + <usize>column * sizeof<T>();
    const mean = v128.load(meanAt(column));
    let s0 = f64x2.splat(0);
    let s1 = f64x2.splat(0);
    for (let row = 0; row < rows; row++, at += stride) {
      const dZ = gradientAt<T>(at);
      s0 = f64x2.add(s0, dZ);
      s1 = f64x2.add(s1, f64x2.mul(dZ, f64x2.sub(pair<T>(BatchNorm.x() + at), mean)));
    }
    v128.store(line(2 * part) + (<usize>column << 3), s0);
    v128.store(line(2 * part + 1) + (<usize>column << 3), s1);
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
  const from = item * BatchNorm.each();
  const to = min(from + BatchNorm.each(), BatchNorm.rows());
  const stride = <usize>channels * sizeof<T>();
  let start = <usize>from * stride;
  for (let row = from; row < to; row++, start += stride) {
    for (let column = 0; column < channels; column += 2) {
      const place = <usize>column << 3;
      const own = <usize>column * sizeof<T>();
      const deviation = f64x2.sub(pair<T>(BatchNorm.x() + start + own), v128.load(meanAt(column)));
      const centred = f64x2.sub(gradientAt<T>(start + own), v128.load(line(2 * parts + 1) + place));
      const rest = f64x2.sub(centred, f64x2.mul(deviation, v128.load(line(2 * parts + 2) + place)));
      const value = f64x2.mul(rest, v128.load(line(2 * parts) + place));
      storePair<T>(BatchNorm.out() + start + own, value, column + 1 < channels);
    }
  }
}
