/**
 * Depthwise convolution, by direct loops: each filter sees one channel. Padding is multiplied as zeros, so 0 times an
 * infinity is NaN.
 */
import { SUM_BLOCK } from '../matmul.js';
import { addRow } from '../reduce.js';
import type { FloatArray, StoragePool } from '../storage.js';
import { forEachWindow, type Geometry, imageSize, type Taps } from './geometry.js';
import { packMasked } from './packing.js';

/** How many filters are summed at a time. */
const LANES = 4;

/** Returns the channel of every filter. Repeats the last one until the lanes are full. */
function channelsOfFilters({ channels, filters }: Geometry): Int32Array {
  const each = filters / channels;
  const width = Math.ceil(filters / LANES) * LANES;
  return Int32Array.from({ length: width }, (_, f) => Math.floor(Math.min(f, filters - 1) / each));
}

/** Copies rows of `from` numbers into rows of `to` numbers, padded with zeros. */
function padRows(w: FloatArray, from: number, to: number): Float64Array {
  const rows = w.length / from;
  const out = new Float64Array(rows * to);
  for (let row = 0; row < rows; row++) out.set(w.subarray(row * from, (row + 1) * from), row * to);
  return out;
}

/** `sums[f] += Σ x · w` over the taps `first` to `end − 1`. */
function addTaps(
  sums: Float64Array,
  x: FloatArray,
  base: number,
  w: Float64Array,
  channels: Int32Array,
  { pixels, elements, inside }: Taps,
  first: number,
  end: number,
): void {
  const width = channels.length;
  const last = Math.min(end, inside);
  for (let f = 0; f < width; f += LANES) {
    const [c0, c1, c2, c3] = [channels[f]!, channels[f + 1]!, channels[f + 2]!, channels[f + 3]!];
    let sum0 = 0;
    let sum1 = 0;
    let sum2 = 0;
    let sum3 = 0;
    for (let t = first; t < last; t++) {
      const pixel = base + pixels[t]!;
      const weight = elements[t]! * width + f;
      sum0 += x[pixel + c0]! * w[weight]!;
      sum1 += x[pixel + c1]! * w[weight + 1]!;
      sum2 += x[pixel + c2]! * w[weight + 2]!;
      sum3 += x[pixel + c3]! * w[weight + 3]!;
    }
    for (let t = Math.max(first, inside); t < end; t++) {
      const weight = elements[t]! * width + f;
      sum0 += 0 * w[weight]!;
      sum1 += 0 * w[weight + 1]!;
      sum2 += 0 * w[weight + 2]!;
      sum3 += 0 * w[weight + 3]!;
    }
    sums[f] = sums[f]! + sum0;
    sums[f + 1] = sums[f + 1]! + sum1;
    sums[f + 2] = sums[f + 2]! + sum2;
    sums[f + 3] = sums[f + 3]! + sum3;
  }
}

/** Computes the sums of each window, and passes them to `store`. */
export function depthwiseForward(
  x: FloatArray,
  w: FloatArray,
  geometry: Geometry,
  store: (sums: Float64Array, place: number) => void,
): void {
  const { images, filters, y, x: columns } = geometry;
  const channels = channelsOfFilters(geometry);
  const weights = padRows(w, filters, channels.length);
  const sums = new Float64Array(channels.length);
  const places = y.outputs * columns.outputs;
  for (let image = 0; image < images; image++) {
    const base = image * imageSize(geometry, geometry.channels);
    forEachWindow(geometry, (taps, place) => {
      sums.fill(0);
      const { length } = taps.elements;
      for (let first = 0; first < length; first += SUM_BLOCK) {
        addTaps(sums, x, base, weights, channels, taps, first, Math.min(length, first + SUM_BLOCK));
      }
      store(sums, image * places + place);
    });
  }
}

/** `sums[start + channel of f] += dZ[f] · w[from + f]` for every filter. */
function addToPixel(
  sums: Float64Array,
  start: number,
  dZ: Float64Array,
  w: FloatArray,
  from: number,
  channels: Int32Array,
): void {
  for (let f = 0; f < dZ.length; f++) {
    const at = start + channels[f]!;
    sums[at] = sums[at]! + dZ[f]! * w[from + f]!;
  }
}

export function depthwiseInput(
  pool: StoragePool,
  dX: FloatArray,
  dY: FloatArray,
  w: FloatArray,
  y: FloatArray | undefined,
  geometry: Geometry,
): void {
  const { images, filters } = geometry;
  const channels = channelsOfFilters(geometry);
  const size = imageSize(geometry, geometry.channels);
  const sums = pool.allocate('float64', size);
  const dZ = new Float64Array(filters);
  for (let image = 0, from = 0; image < images; image++) {
    sums.fill(0);
    forEachWindow(geometry, ({ pixels, elements, inside }) => {
      packMasked(dZ, 0, dY, y, from, 1, filters);
      from += filters;
      for (let t = 0; t < inside; t++) addToPixel(sums, pixels[t]!, dZ, w, elements[t]! * filters, channels);
    });
    dX.set(sums, image * size);
  }
  pool.release(sums);
}

/** `sums[start + f] += x[pixel + channel of f] · dZ[f]` for every filter. */
function addToFilter(
  sums: Float64Array,
  start: number,
  x: FloatArray,
  pixel: number,
  dZ: Float64Array,
  channels: Int32Array,
): void {
  for (let f = 0; f < dZ.length; f++) sums[start + f] = sums[start + f]! + x[pixel + channels[f]!]! * dZ[f]!;
}

/** `sums[start + f] += 0 · dZ[f]` for every filter. */
function addPadding(sums: Float64Array, start: number, dZ: Float64Array): void {
  for (let f = 0; f < dZ.length; f++) sums[start + f] = sums[start + f]! + 0 * dZ[f]!;
}

/** Returns dW, followed by the sums of dZ. Long sums are added in blocks of windows. */
export function depthwiseFilter(
  x: FloatArray,
  dY: FloatArray,
  y: FloatArray | undefined,
  geometry: Geometry,
): Float64Array {
  const { images, filters } = geometry;
  const channels = channelsOfFilters(geometry);
  const own = geometry.y.size * geometry.x.size * filters;
  const total = new Float64Array(own + filters);
  const sums = new Float64Array(own + filters);
  const dZ = new Float64Array(filters);
  let seen = 0;
  for (let image = 0; image < images; image++) {
    const base = image * imageSize(geometry, geometry.channels);
    forEachWindow(geometry, ({ pixels, elements, inside }) => {
      packMasked(dZ, 0, dY, y, seen * filters, 1, filters);
      for (let t = 0; t < inside; t++) addToFilter(sums, elements[t]! * filters, x, base + pixels[t]!, dZ, channels);
      for (let t = inside; t < elements.length; t++) addPadding(sums, elements[t]! * filters, dZ);
      for (let f = 0; f < filters; f++) sums[own + f] = sums[own + f]! + dZ[f]!;
      seen++;
      if (seen % SUM_BLOCK > 0) return;
      addRow(total, sums, 0);
      sums.fill(0);
    });
  }
  addRow(total, sums, 0);
  return total;
}
