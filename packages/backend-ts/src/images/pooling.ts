/** Pooling: the largest element or the mean of each window, and their gradients. */
import type { FloatDType, Operand, PoolKernels, Shape, Window } from '@nablajs/core';
import { sizeOf } from '@nablajs/core';
import { maximumRun } from '../elementwise.js';
import { SUM_BLOCK } from '../matmul.js';
import { copyRun } from '../movement.js';
import { addRow } from '../reduce.js';
import { type FloatArray, floats, type Storage, type StoragePool } from '../storage.js';
import { forEachWindow, type Geometry, geometryOf, imageSize } from './geometry.js';
import { addPart, storeRow } from './storing.js';

function max(out: FloatArray, x: FloatArray, geometry: Geometry): void {
  const { images, channels } = geometry;
  for (let image = 0, to = 0; image < images; image++) {
    const base = image * imageSize(geometry, channels);
    forEachWindow(geometry, ({ pixels, inside }) => {
      copyRun(out, to, x, base + pixels[0]!, channels);
      for (let t = 1; t < inside; t++) maximumRun(out, to, channels, out, to, 1, x, base + pixels[t]!, 1);
      to += channels;
    });
  }
}

/** Returns the first of `count` pixels that equals `largest`, or -1 if that is NaN. */
function firstLargest(x: FloatArray, start: number, pixels: Int32Array, count: number, largest: number): number {
  for (let t = 0; t < count; t++) if (x[start + pixels[t]!] === largest) return pixels[t]!;
  return -1;
}

/** Adds up one image's gradients at a time, in float64. */
function addByImage(
  pool: StoragePool,
  dX: FloatArray,
  geometry: Geometry,
  add: (sums: Float64Array, image: number) => void,
): void {
  const size = imageSize(geometry, geometry.channels);
  const sums = pool.allocate('float64', size);
  for (let image = 0; image < geometry.images; image++) {
    add(sums.fill(0), image);
    storeRow(dX, image * size, sums, 0, size);
  }
  pool.release(sums);
}

function maxBackward(
  pool: StoragePool,
  dX: FloatArray,
  x: FloatArray,
  y: FloatArray,
  dY: FloatArray,
  geometry: Geometry,
): void {
  const { channels } = geometry;
  let from = 0;
  addByImage(pool, dX, geometry, (sums, image) => {
    const base = image * imageSize(geometry, channels);
    forEachWindow(geometry, ({ pixels, inside }) => {
      for (let c = 0; c < channels; c++, from++) {
        const first = firstLargest(x, base + c, pixels, inside, y[from]!);
        if (first >= 0) sums[first + c] = sums[first + c]! + dY[from]!;
        else for (let t = 0; t < inside; t++) sums[pixels[t]! + c] = Number.NaN;
      }
    });
  });
}

/** `out[to + c] = x[from + c] / divisor` for `c < count`. */
function dividePixel(out: FloatArray, to: number, x: FloatArray, from: number, divisor: number, count: number): void {
  for (let c = 0; c < count; c++) out[to + c] = x[from + c]! / divisor;
}

/** Computes the mean of each window. Sums of large windows are added in blocks. */
function average(out: FloatArray, x: FloatArray, geometry: Geometry): void {
  const { images, channels } = geometry;
  const total = new Float64Array(channels);
  const block = new Float64Array(channels);
  for (let image = 0, to = 0; image < images; image++) {
    const base = image * imageSize(geometry, channels);
    forEachWindow(geometry, ({ pixels, inside }) => {
      total.fill(0);
      for (let first = 0; first < inside; first += SUM_BLOCK) {
        const end = Math.min(inside, first + SUM_BLOCK);
        const sums = inside > SUM_BLOCK ? block.fill(0) : total;
        for (let t = first; t < end; t++) addRow(sums, x, base + pixels[t]!);
        if (sums === block) addRow(total, block, 0);
      }
      dividePixel(out, to, total, 0, inside, channels);
      to += channels;
    });
  }
}

function averageBackward(pool: StoragePool, dX: FloatArray, dY: FloatArray, geometry: Geometry): void {
  const { channels } = geometry;
  const parts = new Float64Array(channels);
  let from = 0;
  addByImage(pool, dX, geometry, (sums) => {
    forEachWindow(geometry, ({ pixels, inside }) => {
      dividePixel(parts, 0, dY, from, inside, channels);
      for (let t = 0; t < inside; t++) addPart(sums, pixels[t]!, parts, 0, channels);
      from += channels;
    });
  });
}

export function poolingKernels(pool: StoragePool): PoolKernels<Storage> {
  const forward =
    (compute: (out: FloatArray, x: FloatArray, geometry: Geometry) => void) =>
    (x: Operand<Storage>, window: Window, shape: Shape): FloatArray => {
      const out = pool.allocate(x.dtype as FloatDType, sizeOf(shape));
      compute(out, floats(x), geometryOf(window, x.shape, shape));
      return out;
    };
  return {
    max: forward(max),
    maxBackward(x, y, dY, window) {
      const dX = pool.allocate(x.dtype as FloatDType, sizeOf(x.shape));
      maxBackward(pool, dX, floats(x), floats(y), floats(dY), geometryOf(window, x.shape, y.shape));
      return dX;
    },
    average: forward(average),
    averageBackward(dY, window, shape) {
      const dX = pool.allocate(dY.dtype as FloatDType, sizeOf(shape));
      averageBackward(pool, dX, floats(dY), geometryOf(window, shape, dY.shape));
      return dX;
    },
  };
}
