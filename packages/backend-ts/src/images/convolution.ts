/**
 * Convolution as products of matrices: the windows of the images are the rows of one matrix, and the filters are the
 * columns of the other. The matrix of windows never exists. Its lines are packed into the panels of matmul.ts, a block
 * at a time.
 */
import type { ConvKernels, FloatDType, Operand, Shape } from '@nablajs/core';
import { sizeOf } from '@nablajs/core';
import { multiplyLines, packLine, type StoreBlock } from '../matmul.js';
import { blockSum } from '../reduce.js';
import { type FloatArray, floats, type Storage, type StoragePool } from '../storage.js';
import { depthwiseFilter, depthwiseForward, depthwiseInput } from './depthwise.js';
import { flattened, type Geometry, geometryOf, imageSize, isPointwise, placesOf } from './geometry.js';
import { type Part, packMasked, packTwoMasked, windowColumns, windowRows } from './packing.js';
import { addPart, storeBlocks, WindowSums } from './storing.js';

/** `backwardInput` computes at most this many products, in this many rows, before it adds them to their windows. */
const MOST_PRODUCTS = 262_144;
const LEAST_ROWS = 48;
const MOST_ROWS = 516;

/** One group: its channels, and its filters from `firstFilter` on. */
interface Group extends Part {
  readonly firstFilter: number;
  readonly filters: number;
}

function groupsOf({ channels, filters }: Geometry, groups: number): Group[] {
  const [own, each] = [channels / groups, filters / groups];
  return Array.from({ length: groups }, (_, g) => ({ first: g * own, own, firstFilter: g * each, filters: each }));
}

/** Whether each filter sees one channel. With a single channel, the matrix product is just as fast. */
const isDepthwise = ({ channels }: Geometry, groups: number): boolean => groups > 1 && groups === channels;

const tapsOf = ({ y, x }: Geometry): number => y.size * x.size;

function forward(
  out: FloatArray,
  x: FloatArray,
  w: FloatArray,
  bias: Float64Array,
  relu: boolean,
  given: Geometry,
  groups: number,
): void {
  const geometry = flattened(given);
  const width = geometry.filters;
  for (const group of groupsOf(geometry, groups)) {
    const { own, firstFilter, filters } = group;
    multiplyLines(
      windowRows(x, geometry, group),
      (panel, at, f, k0, depth) => packLine(panel, at, w, k0 * width + firstFilter + f, width, depth),
      placesOf(geometry),
      tapsOf(geometry) * own,
      filters,
      out instanceof Float64Array,
      storeBlocks(out, width, firstFilter, bias, relu),
    );
  }
}

/** Computes dW and, if `sums` is given, the sum of dZ for each filter. */
function backwardFilter(
  dW: FloatArray,
  sums: Float64Array | undefined,
  x: FloatArray,
  dY: FloatArray,
  y: FloatArray | undefined,
  given: Geometry,
  groups: number,
): void {
  const geometry = flattened(given);
  const width = geometry.filters;
  /** How much of each line is in `sums` already. Lines are packed again for each block of rows, but count once. */
  const seen = new Int32Array(width);
  const add = (f: number, k0: number, depth: number, sum: number): void => {
    if (sums === undefined || k0 !== seen[f]) return;
    seen[f] = k0 + depth;
    sums[f]! += sum;
  };
  const two = new Float64Array(2);
  for (const group of groupsOf(geometry, groups)) {
    const { own, firstFilter, filters } = group;
    multiplyLines(
      windowColumns(x, geometry, group),
      (panel, at, f, k0, depth) => {
        packMasked(panel, at, dY, y, k0 * width + firstFilter + f, width, depth);
        if (sums !== undefined) add(firstFilter + f, k0, depth, blockSum(panel, at, depth));
      },
      tapsOf(geometry) * own,
      placesOf(geometry),
      filters,
      // In blocks for float32 too: short blocks keep the lines of dY and y in the cache.
      true,
      storeBlocks(dW, width, firstFilter),
      y &&
        ((first, second, at, f, k0, depth) => {
          packTwoMasked(first, second, at, dY, y, k0 * width + firstFilter + f, width, depth, two);
          add(firstFilter + f, k0, depth, two[0]!);
          add(firstFilter + f + 1, k0, depth, two[1]!);
        }),
    );
  }
}

function backwardInput(
  pool: StoragePool,
  dX: FloatArray,
  dY: FloatArray,
  w: FloatArray,
  y: FloatArray | undefined,
  geometry: Geometry,
  groups: number,
): void {
  const width = geometry.filters;
  for (const group of groupsOf(geometry, groups)) {
    const columns = tapsOf(geometry) * group.own;
    const places = placesOf(geometry);
    const multiply = (first: number, rows: number, store: StoreBlock): void =>
      multiplyLines(
        (panel, at, place, k0, depth) =>
          packMasked(panel, at, dY, y, (first + place) * width + group.firstFilter + k0, 1, depth),
        (panel, at, element, k0, depth) => packLine(panel, at, w, element * width + group.firstFilter + k0, 1, depth),
        rows,
        group.filters,
        columns,
        dX instanceof Float64Array,
        store,
      );
    if (isPointwise(geometry)) multiply(0, places, storeBlocks(dX, geometry.channels, group.first));
    else addToWindows(pool, dX, geometry, group, columns, multiply);
  }
}

function addToWindows(
  pool: StoragePool,
  dX: FloatArray,
  geometry: Geometry,
  part: Part,
  columns: number,
  multiply: (first: number, rows: number, store: StoreBlock) => void,
): void {
  const places = placesOf(geometry);
  const most = Math.min(places, MOST_ROWS, Math.max(LEAST_ROWS, Math.floor(MOST_PRODUCTS / columns)));
  const products = pool.allocate('float64', most * columns);
  const sums = pool.allocate('float64', imageSize(geometry, part.own));
  const windows = new WindowSums(dX, sums, geometry, part);
  for (let first = 0; first < places; first += most) {
    const rows = Math.min(most, places - first);
    multiply(first, rows, storeBlocks(products, columns, 0));
    for (let i = 0; i < rows; i++) windows.add(first + i, products, i * columns);
  }
  if (geometry.images > 0) windows.flush(geometry.images);
  pool.release(products);
  pool.release(sums);
}

/** Sums dZ for each filter when there are no channels, and so no product that packs the lines. */
function filterSums(sums: Float64Array, dY: FloatArray, y: FloatArray | undefined): void {
  const row = new Float64Array(sums.length);
  for (let start = 0; start < dY.length; start += row.length) {
    packMasked(row, 0, dY, y, start, 1, row.length);
    addPart(sums, 0, row, 0, row.length);
  }
}

const maybeFloats = (x: Operand<Storage> | undefined): FloatArray | undefined => (x === undefined ? x : floats(x));

export function convolutionKernels(pool: StoragePool): ConvKernels<Storage> {
  const allocate = (like: Operand<Storage>, shape: Shape): FloatArray =>
    pool.allocate(like.dtype as FloatDType, sizeOf(shape));
  return {
    forward(x, w, b, activation, window, groups, shape) {
      const geometry = geometryOf(window, x.shape, shape);
      const out = allocate(x, shape);
      const bias = new Float64Array(geometry.filters);
      if (b !== undefined) bias.set(floats(b));
      const relu = activation === 'relu';
      if (isDepthwise(geometry, groups)) {
        const store = storeBlocks(out, geometry.filters, 0, bias, relu);
        depthwiseForward(floats(x), floats(w), geometry, (sums, place) =>
          store(sums, 0, place, 1, 0, geometry.filters),
        );
      } else forward(out, floats(x), floats(w), bias, relu, geometry, groups);
      return out;
    },
    backwardInput(dY, w, y, window, groups, shape) {
      const geometry = geometryOf(window, shape, dY.shape);
      const dX = allocate(dY, shape);
      const compute = isDepthwise(geometry, groups) ? depthwiseInput : backwardInput;
      compute(pool, dX, floats(dY), floats(w), maybeFloats(y), geometry, groups);
      return dX;
    },
    backwardFilter(x, dY, y, needDB, window, groups, shape) {
      const geometry = geometryOf(window, x.shape, dY.shape);
      const { filters, channels } = geometry;
      const [dW, db] = [allocate(x, shape), needDB ? allocate(x, [filters]) : undefined];
      const output = maybeFloats(y);
      if (isDepthwise(geometry, groups)) {
        const both = depthwiseFilter(floats(x), floats(dY), output, geometry);
        dW.set(both.subarray(0, dW.length));
        db?.set(both.subarray(dW.length));
        return { dW, db };
      }
      const sums = needDB ? new Float64Array(filters) : undefined;
      backwardFilter(dW, sums, floats(x), floats(dY), output, geometry, groups);
      if (sums !== undefined && channels === 0) filterSums(sums, floats(dY), output);
      if (sums !== undefined) db?.set(sums);
      return { dW, db };
    },
  };
}
