/** Convolution: splits the work for assembly/convolution.ts and assembly/depthwise.ts. */
import type { ConvKernels, DType, Operand, Shape, Window } from '@nablajs/core';
import { sizeOf } from '@nablajs/core';
import {
  ADD_CONV_PARTS,
  ADD_PARTS,
  CONV,
  CONV_FILTER,
  CONV_INPUT,
  DEPTHWISE,
  DEPTHWISE_FILTER,
  DEPTHWISE_INPUT,
  MATMUL_PACK,
} from '../abi/kernels.js';
import { DEPTHWISE_CHANNELS, SUM_BLOCK, SUM_BLOCKS, SUM_STEPS } from '../abi/layout.js';
import type { Layout } from '../engine/engine.js';
import { ITEM_ELEMENTS, ITEM_PRODUCTS, itemsOf } from '../engine/work.js';
import { bytesPer } from '../storage/panels.js';
import { addressOf, type DenseStorage, type Storage, type Store } from '../storage/storage.js';
import { maskedByOutput } from './dense.js';
import { copy } from './index-ops.js';
import { biasOf, matmul } from './matmul.js';
import { sumRows } from './reduce.js';
import { type FilterPlan, planSparseFilter, sparseInput } from './sparse-gradients.js';
import { addressOrNone, type Filters, type Images, lineBytesOf, placesOf, windowList } from './windows.js';

/** Scratch memory for rows of windows. */
const linesBytes = ({ scratchBytes, scratchLines }: Layout): number => scratchBytes - scratchLines;
/** How many bytes of windows stay in the second-level cache, together with the operand that they are multiplied by. */
const CACHED_BYTES = 2 ** 17;
/** The most steps of a window to gather at a time. */
const MOST_STEPS = 1024;
const MOST_ROWS = 384;
/** The most items of a depthwise convolution for each thread, if they are large enough. */
const DEPTHWISE_ITEMS = 16;
/** The most taps that a depthwise convolution has room for in scratch memory. */
const DEPTHWISE_TAPS = 81;
/** How many outputs a stretch has: their dY is summed in its dtype, and SUM_BLOCKS stretches in doubles. */
const STRETCH = 32;

/** Whether each window is one pixel, and each pixel has its window, so the convolution is a matrix product. */
const isPixelwise = ({ size, stride, padding }: Window, groups: number): boolean =>
  groups === 1 && [...size, ...stride].every((value) => value === 1) && padding[0] === 0 && padding[1] === 0;

const isDepthwise = (groups: number, { size }: Window, channels: number, filters: number): boolean =>
  groups > 1 && groups === channels && groups === filters && size[0] * size[1] <= DEPTHWISE_TAPS;

/** Views images as [pixels, channels], or filters of one pixel as [channels, filters]. */
function asMatrix(x: Operand<Storage>): Operand<Storage> {
  const width = x.shape.at(-1) as number;
  return { ...x, shape: [sizeOf(x.shape.slice(0, -1)), width] };
}

/** Packs the filters of each group into strips, transposed or not, and runs `body` with their address. */
function withPackedFilters(
  store: Store,
  w: Operand<Storage>,
  groups: number,
  transposed: boolean,
  body: (packed: number) => void,
): void {
  const { tileBytes } = store.engine.layout;
  const size = bytesPer(w.dtype);
  const [kernelHeight, kernelWidth, own, all] = w.shape as Filters;
  const steps = kernelHeight * kernelWidth * own;
  const filters = all / groups;
  const [k, n] = transposed ? [filters, steps] : [steps, filters];
  const strips = itemsOf(n, tileBytes / size);
  const groupBytes = groups === 1 ? 0 : steps * all * size;
  store.borrow(groups * strips * k * tileBytes + groupBytes, (packed) => {
    let b = addressOf(w);
    if (groups > 1) {
      const grouped = packed + groups * strips * k * tileBytes;
      copy(store, w.dtype, b, grouped, [groups, steps, filters], [filters, all, 1], [steps * filters, filters, 1]);
      b = grouped;
    }
    const packStrips = Math.max(1, Math.ceil(ITEM_PRODUCTS / 8 / Math.max(1, (k * tileBytes) / size)));
    const each = itemsOf(strips, packStrips);
    const pack = { b, out: packed, k, n, transposed: Number(transposed), strips: packStrips, each };
    store.engine.run(MATMUL_PACK, w.dtype, groups * each, pack);
    body(packed);
  });
}

/** Returns how many rows of `bytes` fit into `most` bytes, but at most `wanted`; whole tiles, unless fewer fit. */
function rowsOf({ tileRows }: Layout, bytes: number, most: number, wanted: number): number {
  const rows = Math.max(1, Math.min(wanted, Math.floor(most / bytes)));
  return rows < tileRows ? rows : rows - (rows % tileRows);
}

type Forward = Required<ConvKernels<Storage>>['relu6'];

/** `relu`: see `Finish`. */
function forward(store: Store, relu: number, ...[x, w, b, window, groups, shape]: Parameters<Forward>): DenseStorage {
  const finish = { bias: b, relu };
  const size = bytesPer(x.dtype);
  const [kernelHeight, kernelWidth, own, filters] = w.shape as Filters;
  if (isPixelwise(window, groups)) return matmul(store, asMatrix(x), asMatrix(w), false, false, finish);
  const out = store.allocate(x.dtype, sizeOf(shape));
  const places = placesOf(shape);
  const [from, bias, to] = [addressOf(x), biasOf(finish), out.address];
  const list = windowList(x.shape, shape, window);
  if (isDepthwise(groups, window, x.shape[3] as number, filters)) {
    const channels = DEPTHWISE_CHANNELS * (store.engine.layout.tileBytes < 64 ? 1 : 4);
    const each = itemsOf(groups, channels);
    const rows = Math.max(
      16,
      Math.ceil(ITEM_PRODUCTS / channels / (kernelHeight * kernelWidth)),
      Math.ceil((places * each) / (DEPTHWISE_ITEMS * store.engine.threads)),
    );
    const lineBytes = lineBytesOf(kernelHeight * kernelWidth * DEPTHWISE_CHANNELS, size);
    const values = { x: from, w: addressOf(w), bias, out: to, lineBytes, each, rows, relu, window: list };
    store.engine.run(DEPTHWISE, x.dtype, each * itemsOf(places, rows), values);
    return out;
  }
  const { layout } = store.engine;
  const { tileRows } = layout;
  const steps = kernelHeight * kernelWidth * own;
  const perRow = (steps * filters) / groups;
  const tasks = 3 * store.engine.threads * groups;
  const chunk = Math.min(steps, MOST_STEPS);
  const lineBytes = lineBytesOf(chunk, size);
  const wanted = Math.min(MOST_ROWS, Math.max(tileRows, Math.ceil((2 * ITEM_PRODUCTS) / Math.max(1, perRow))));
  const shared = Math.max(tileRows, Math.ceil((places * groups) / tasks));
  const most = rowsOf(layout, lineBytes, CACHED_BYTES, Math.min(Math.max(wanted, 96), shared));
  // Whole rows of outputs if possible: there is a faster way for these (direct.c of backend-native).
  const width = shape[2] as number;
  const isNear = most < width && width <= 2 * most && width * lineBytes <= CACHED_BYTES;
  const rows = isNear ? width : most < width ? most : most - (most % Math.max(1, width));
  const each = itemsOf(places, rows);
  withPackedFilters(store, w, groups, false, (packed) => {
    const values = { x: from, w: packed, bias, out: to, lineBytes, groups, each, rows, chunk, relu, window: list };
    store.engine.run(CONV, x.dtype, groups * each, values);
  });
  return out;
}

type Input = ConvKernels<Storage>['backwardInput'];

function backwardInput(store: Store, ...[dY, w, y, window, groups, shape]: Parameters<Input>): DenseStorage {
  const size = bytesPer(dY.dtype);
  const [kernelHeight, kernelWidth, own, filters] = w.shape as Filters;
  const [n, , , channels] = shape as Images;
  if (isPixelwise(window, groups)) {
    return withMask(store, dY, y, (dZ) => matmul(store, asMatrix(dZ), asMatrix(w), false, true));
  }
  const out = store.allocate(dY.dtype, sizeOf(shape));
  const list = windowList(shape, dY.shape, window);
  const [mask, from, to] = [addressOrNone(y), addressOf(dY), out.address];
  if (isDepthwise(groups, window, channels, filters)) {
    const each = itemsOf(groups, DEPTHWISE_CHANNELS);
    const lineBytes = DEPTHWISE_CHANNELS * size;
    const values = { w: addressOf(w), y: mask, dY: from, out: to, lineBytes, each, window: list };
    store.engine.run(DEPTHWISE_INPUT, dY.dtype, n * each, values);
    return out;
  }
  if (groups === 1 && sparseInput(store, to, dY, w, y, window, groups, shape)) return out;
  const chunk = lineBytesOf(filters / groups, size);
  const lineBytes = lineBytesOf(kernelHeight * kernelWidth * own, size);
  const perRow = lineBytes + chunk;
  const { layout } = store.engine;
  const room = Math.min(linesBytes(layout), layout.tileRows * perRow);
  const rows = rowsOf(layout, perRow, Math.max(CACHED_BYTES, room), 96);
  withPackedFilters(store, w, groups, true, (packed) => {
    const values = { w: packed, y: mask, dY: from, out: to, lineBytes, groups, rows, chunk, window: list };
    store.engine.run(CONV_INPUT, dY.dtype, n, values);
  });
  return out;
}

/** Runs `body` with dY, or what of it goes through the ReLU whose output is y. */
function withMask<T>(
  store: Store,
  dY: Operand<Storage>,
  y: Operand<Storage> | undefined,
  body: (dZ: Operand<Storage>) => T,
): T {
  if (y === undefined) return body(dY);
  const dZ = maskedByOutput(store, y, dY);
  const result = body(dZ);
  store.release(dZ.storage);
  return result;
}

type Filter = ConvKernels<Storage>['backwardFilter'];
type FilterGradients = ReturnType<Filter>;

function backwardFilter(
  store: Store,
  ...[x, dY, y, needDB, window, groups, shape]: Parameters<Filter>
): FilterGradients {
  const size = bytesPer(x.dtype);
  const [kernelHeight, kernelWidth, , filters] = shape as Filters;
  if (isPixelwise(window, groups)) {
    return withMask(store, dY, y, (dZ) => {
      const dW = matmul(store, asMatrix(x), asMatrix(dZ), true, false);
      return { dW, db: needDB ? sumRows(store, asMatrix(dZ)) : undefined };
    });
  }
  const biasGradient = () => withMask(store, dY, y, (dZ) => sumRows(store, asMatrix(dZ)));
  const dW = store.allocate(x.dtype, sizeOf(shape));
  const list = windowList(x.shape, dY.shape, window);
  const [from, mask, given] = [addressOf(x), addressOrNone(y), addressOf(dY)];
  const places = placesOf(dY.shape);
  const parts = itemsOf(places, SUM_STEPS);
  const partBytes = sizeOf(shape) * size;
  if (isDepthwise(groups, window, x.shape[3] as number, filters)) {
    const each = itemsOf(groups, DEPTHWISE_CHANNELS);
    const lineBytes = lineBytesOf(kernelHeight * kernelWidth * DEPTHWISE_CHANNELS, size);
    runParts(store, dW, parts, parts, (out) => {
      const values = { x: from, y: mask, dY: given, out, lineBytes, partBytes, each, window: list };
      store.engine.run(DEPTHWISE_FILTER, x.dtype, parts * each, values);
    });
    return { dW, db: needDB ? biasGradient() : undefined };
  }
  const { kernel, items, chunk, rows, each, lineBytes } =
    (groups === 1 ? planSparseFilter(store, parts, x, dY, y, needDB, window, groups, shape) : undefined) ??
    planFilter(store, shape, size, groups, parts);
  const isSplit = each === SUM_BLOCK;
  const count = itemsOf(places, each);
  const runPlan = (db: number, sumStride: number) =>
    runParts(store, dW, count, isSplit ? SUM_BLOCKS : count, (out) => {
      const values = {
        x: from,
        y: mask,
        dY: given,
        out,
        db,
        lineBytes,
        partBytes,
        sumStride,
        groups,
        each,
        rows,
        chunk,
        window: list,
      };
      store.engine.run(kernel, x.dtype, count * items, values);
    });
  // The outputs of one filter are adjacent in memory. Their sum has another order than the sum of a column.
  if (needDB && filters > 1) return { dW, db: runWithBias(store, x.dtype, filters, places, isSplit, runPlan) };
  runPlan(0, 0);
  return { dW, db: needDB ? biasGradient() : undefined };
}

/** Runs the gradient of the filters with memory for the sums of dY. Returns their sum, the gradient of the bias. */
function runWithBias(
  store: Store,
  dtype: DType,
  filters: number,
  places: number,
  isSplit: boolean,
  run: (sums: number, stride: number) => void,
): DenseStorage {
  const db = store.allocate(dtype, filters);
  const count = itemsOf(places, isSplit ? STRETCH : STRETCH * SUM_BLOCKS);
  const partStride = 8 * filters + 32;
  store.borrow(partStride * (count + 1), (sums) => {
    if (!isSplit) store.engine.write(sums, new Uint8Array(partStride * count));
    run(sums, partStride);
    const total = sums + count * partStride;
    if (isSplit) {
      const [length, together, each] = [filters, SUM_BLOCKS, ITEM_ELEMENTS];
      const added = { later: sums, out: total, partBytes: partStride, length, parts: count, together, each };
      store.engine.run(ADD_CONV_PARTS, 'float64', itemsOf(length, each), added);
    }
    const [x, parts] = isSplit ? [total, 1] : [sums, count];
    const operands = { x, out: db.address, lines: filters, parts, lineStride: 8, partStride };
    store.engine.run(ADD_PARTS, dtype, 1, operands, { factor: 1 });
  });
  return db;
}

/**
 * Splits the steps of the windows and the filters into items that fit into scratch memory, several for each thread; if
 * there are too few steps, the outputs into blocks.
 */
function planFilter(store: Store, shape: Shape, size: number, groups: number, parts: number): FilterPlan {
  const [kernelHeight, kernelWidth, own, filters] = shape as Filters;
  const { layout, threads } = store.engine;
  const { tileRows, tileBytes } = layout;
  const bytes = linesBytes(layout);
  const steps = kernelHeight * kernelWidth * own;
  const chunk = Math.min(filters / groups, Math.floor(bytes / 3 / SUM_BLOCK / tileBytes) * (tileBytes / size));
  const across = itemsOf(filters / groups, chunk);
  const room = Math.min(CACHED_BYTES, bytes - SUM_BLOCK * (chunk * size + tileBytes));
  const most = Math.floor((room / SUM_BLOCK - 128) / size / tileRows) * tileRows;
  const wanted = Math.ceil((2 * threads) / Math.max(1, parts) / across / groups);
  const rows = Math.min(most, Math.ceil(steps / wanted / tileRows) * tileRows);
  const items = groups * across * itemsOf(steps, rows);
  const isSplit = threads > 1 && parts > 0 && parts * items < 2 * threads && steps <= SUM_BLOCK;
  const each = isSplit ? SUM_BLOCK : SUM_STEPS;
  return { kernel: CONV_FILTER, items, chunk, rows, each, lineBytes: lineBytesOf(rows, size) };
}

/**
 * Runs a kernel for `parts` parts of a sum over outputs, and adds them in order into `out`: each `together` parts, then
 * these sums. `run` gets the address of the first part.
 */
function runParts(store: Store, out: DenseStorage, parts: number, together: number, run: (sums: number) => void): void {
  const { length } = out;
  const bytes = length * bytesPer(out.dtype);
  if (parts === 0) {
    store.engine.write(out.address, new Uint8Array(bytes));
    return;
  }
  if (parts === 1) {
    run(out.address);
    return;
  }
  store.borrow(parts * bytes, (sums) => {
    run(sums);
    const values = { later: sums, out: out.address, partBytes: bytes, length, parts, together, each: ITEM_ELEMENTS };
    store.engine.run(ADD_CONV_PARTS, out.dtype, itemsOf(length, ITEM_ELEMENTS), values);
  });
}

/** For an engine whose kernels take an upper limit. */
export const limitedConvKernels = (store: Store): Pick<Required<ConvKernels<Storage>>, 'relu6'> => ({
  relu6: (...operands) => forward(store, 6, ...operands),
});

export function convKernels(store: Store): ConvKernels<Storage> {
  return {
    forward: (x, w, b, activation, ...rest) => forward(store, Number(activation === 'relu'), x, w, b, ...rest),
    backwardInput: (...operands) => backwardInput(store, ...operands),
    backwardFilter: (...operands) => backwardFilter(store, ...operands),
  };
}
